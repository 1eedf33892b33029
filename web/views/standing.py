"""Standing points: what is on every agenda of a network, or of one of its series."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from scheduler import clock
from scheduler.errors import Conflict, NotFound, Refused
from scheduler.inputs import TemplateInput
from scheduler.model import Network, Series
from scheduler.queries import points
from scheduler.queries import templates as templates_query
from scheduler.services import templates
from web.forms import Form, rows
from web.forms import agenda as agenda_form
from web.forms.agenda import Focus
from web.reader import gettext
from web.rules import allow
from web.session import current_actor, reading, transaction
from web.views.agenda import warn_of_numbers

bp = Blueprint("standing", __name__)

START = Focus()
ADDRESS = "/networks/<network>/standing-points"


@dataclass(frozen=True, kw_only=True, slots=True)
class Where:
    """Whose standing points: a network's, or one series' of it; `mark` tells them as they stand."""

    network: Network
    series: Series | None
    items: list[dict[str, Any]]
    inherited: bool
    mark: str


@bp.get(ADDRESS)
@allow("agenda:write")
def show(network: UUID) -> ResponseReturnValue:
    """Show the standing points, ready to be written."""
    with reading() as session:
        where = _where(session, network)
        items = where.items or [{} for _ in range(agenda_form.EMPTY_ROWS)]
        return _form(session, where, Form(TemplateInput, {"items": items}), seen=where.mark)


@bp.post(ADDRESS)
@allow("agenda:write")
def write(network: UUID) -> ResponseReturnValue:
    """Save them, or give back the form with a row more, less or moved."""
    do, seen = rows.wish(), request.form.get("seen", "")
    if do:
        changed, focus = agenda_form.rearranged(TemplateInput, do)
        with reading() as session:
            return _form(session, _where(session, network), changed, seen=seen, focus=focus)
    form = Form.from_request(TemplateInput)
    agenda_form.narrowed(form)
    try:
        where = _save(network, form, seen)
    except Refused as refused:
        form.refuse(refused)
        with reading() as session:
            where = _where(session, network)
            mark = where.mark if isinstance(refused, Conflict) else seen
            return _form(session, where, form, seen=mark)
    flash(gettext("The standing points are saved. Agendas that nobody has written yet follow."))
    warn_of_numbers(form.input.items)
    return redirect(request.full_path.rstrip("?"), 303)


def _save(network: UUID, form: Form[TemplateInput], seen: str) -> Where:
    with transaction() as session:
        where = _where(session, network)
        if seen != where.mark:
            raise Conflict
        form.data["series"] = where.series.id if where.series else None
        templates.put(session, network, plan=form.input, by=current_actor())
        return where


def _where(session: Session, network_id: UUID) -> Where:
    series = _series(session, network_id)
    key = series.id if series else None
    items = templates_query.of_network(session, network_id, key)
    own = templates_query.own(session, network_id, key)
    return Where(
        network=session.get_one(Network, network_id),
        series=series,
        items=items,
        inherited=series is not None and (own is None or not own.items),
        mark=hashlib.sha256(repr(items).encode()).hexdigest()[:16],
    )


def _series(session: Session, network_id: UUID) -> Series | None:
    wanted = request.args.get("series", "")
    if not wanted:
        return None
    try:
        series = session.get(Series, UUID(wanted))
    except ValueError:
        raise NotFound from None
    if series is None or series.network_id != network_id:
        raise NotFound
    return series


def _form(
    session: Session, where: Where, form: Form[TemplateInput], *, seen: str, focus: Focus = START
) -> ResponseReturnValue:
    choices = points.choices(
        session,
        where.network.id,
        clock.today(where.network.time_zone),
        areas=_ids(form, "area"),
        organisations=_ids(form, "audience"),
    )
    page = render_template(
        "standing/edit.html",
        where=where,
        network=where.network,
        form=form,
        seen=seen,
        focus=focus,
        choices=choices,
        typed=bool(form.errors) or rows.wish() != "",
        total=sum(agenda_form.lengths(form, {})),
    )
    return page, form.status


def _ids(form: Form[Any], name: str) -> Sequence[UUID]:
    """Give what is chosen in the rows; what is no id is nobody's choice."""
    found = []
    for number in range(form.rows("items")):
        path = f"items.{number}.{name}"
        for text in [form.value(path), *form.values(path)]:
            try:
                found.append(UUID(text))
            except ValueError:
                continue
    return found
