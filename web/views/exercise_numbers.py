"""A network's exercises over time: how rated, what nobody tried, what is found again and again.

Those who lead exercises see every figure; others, and the file, which is made to be handed on, are
told none about fewer than five people, and nothing of the scripts.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from scheduler.documents import exercise_numbers as words
from scheduler.model import Network
from scheduler.queries import exercise_numbers as query
from web.documents.files import TYPES, File, safe_name
from web.documents.spreadsheet import sheets
from web.reader import reader
from web.rules import allow
from web.session import current_actor, reading

bp = Blueprint("exercise_numbers", __name__)


@bp.get("/networks/<network>/exercise-numbers")
@allow("exercises:read")
def show(network: UUID) -> ResponseReturnValue:
    """Show what the network's exercises have come to."""
    whole = current_actor().may("exercises:report", network)
    with reading() as session:
        return render_template(
            "exercise_numbers/show.html",
            network=session.get_one(Network, network),
            told=query.of_network(session, network, whole=whole),
            words=words,
            speech=reader(),
        )


@bp.get("/networks/<network>/exercise-numbers.<any(xlsx):form>")
@allow("exercises:read")
def file(network: UUID, form: str) -> ResponseReturnValue:
    """Give the numbers as a spreadsheet that may be handed on."""
    with reading() as session:
        row = session.get_one(Network, network)
        title = words.title(row.name, reader(), demo=row.demo)
        told = query.of_network(session, network, whole=False)
    content = sheets(title, words.tables(told, reader()))
    name = safe_name(title, form=form)
    return File(content=content, name=name, media_type=TYPES[form]).answer()
