"""A network's numbers: who was there, what was kept; and its year on one page.

Whoever keeps the network's records sees every figure; others, and the yearly report, which is made
to be handed on, are told none about fewer than three.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from scheduler import clock
from scheduler.documents import yearly as written
from scheduler.errors import NotFound
from scheduler.language import language
from scheduler.model import Network
from scheduler.queries import entitled
from scheduler.queries import numbers as query
from scheduler.yearly import NetworkYear, to_leave
from web.documents import files, html
from web.documents.files import TYPES, File
from web.documents.spreadsheet import xlsx
from web.reader import reader as speech
from web.rules import allow
from web.session import current_actor, reading

bp = Blueprint("numbers", __name__)

FIRST_YEAR, LAST_YEAR = 1970, 9998


@bp.get("/networks/<network>/numbers")
@allow("numbers:read")
def show(network: UUID) -> ResponseReturnValue:
    """Show a year's numbers by organisation, and the years before it."""
    with reading() as session:
        now = _today(session, network)
        year = request.args.get("year", now, type=int)
        year = year if FIRST_YEAR <= year <= LAST_YEAR else now
        who = entitled.reader(session, current_actor())
        whole = who.keeps(network)
        numbers = query.of_network(session, network, year, who if whole else None)
        past = query.over_time(session, network, year)
        return render_template(
            "numbers/show.html",
            network=session.get_one(Network, network),
            numbers=numbers if whole else to_leave(numbers),
            past=past if whole else [to_leave(one) for one in past],
            later=min(year + 1, now) if year < now else None,
            words=written,
            speech=speech(),
        )


@bp.get("/networks/<network>/years/<int:year>")
@allow("numbers:read")
def report(network: UUID, year: int) -> ResponseReturnValue:
    """Show the yearly report, as it may be handed on."""
    numbers = _report(network, year)
    document = written.document(numbers)
    return render_template(
        "numbers/year.html",
        numbers=numbers,
        document=document,
        inner=html.inner(document),
        pdf=files.can_write("pdf"),
    )


@bp.get("/networks/<network>/years/<int:year>.<any(pdf,docx,xlsx):form>")
@allow("numbers:read")
def report_file(network: UUID, year: int, form: str) -> ResponseReturnValue:
    """Give the yearly report as a file."""
    numbers = _report(network, year)
    document = written.document(numbers)
    if form == "xlsx":
        said = language(numbers.language)
        content = xlsx(document.title, written.heads(said), written.sheet(numbers, said))
    else:
        content = files.write(document, form)
    name = files.safe_name(document.title, form=form)
    return File(content=content, name=name, media_type=TYPES[form]).answer()


def _report(network: UUID, year: int) -> NetworkYear:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound
    with reading() as session:
        return to_leave(query.of_network(session, network, year))


def _today(session: Session, network: UUID) -> int:
    return clock.today(session.get_one(Network, network).time_zone).year
