"""A meeting's agenda: read by all, written as a whole by those who may."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from scheduler.errors import Conflict, Refused
from scheduler.inputs import AgendaInput
from scheduler.queries import agenda as agenda_query
from scheduler.queries.agenda import AgendaView, Point
from scheduler.services import agenda
from web.forms import Form, rows
from web.reader import gettext
from web.rules import allow
from web.session import current_actor, reading, transaction

bp = Blueprint("agenda", __name__)

EMPTY_ROWS = 3


@bp.get("/meetings/<meeting>/agenda")
@allow("agenda:read")
def show(meeting: UUID) -> ResponseReturnValue:
    """Show the agenda; to those who may, ready to be written."""
    view = _view(meeting)
    if view.closed or not current_actor().may("agenda:write", view.meeting.network_id):
        return render_template("agenda/show.html", view=view)
    points = [_row(point) for point in view.points] or [{} for _ in range(EMPTY_ROWS)]
    return _form(view, Form(AgendaInput, {"items": points}), seen=view.mark)


@bp.post("/meetings/<meeting>/agenda")
@allow("agenda:write")
def write(meeting: UUID) -> ResponseReturnValue:
    """Save the agenda, or give back the form with a row more, less or moved."""
    typed, do = rows.typed("items"), rows.wish()
    seen = request.form.get("seen", "")
    if do:
        changed = Form(AgendaInput, {"items": rows.rearranged(typed, do)})
        return _form(_view(meeting), changed, seen=seen)
    form = Form.from_request(AgendaInput)
    try:
        _save(meeting, form, seen)
    except Refused as refused:
        form.refuse(refused)
        view = _view(meeting)
        clash = isinstance(refused, Conflict)
        return _form(view, form, seen=view.mark if clash else seen, clash=clash)
    flash(gettext("The agenda is saved."))
    return redirect(f"/meetings/{meeting}", 303)


def _save(meeting: UUID, form: Form[AgendaInput], seen: str) -> None:
    plan = form.input
    with transaction() as session:
        if seen != agenda_query.of_meeting(session, meeting).mark:
            raise Conflict
        agenda.put(session, meeting, plan=plan, by=current_actor())


def _view(meeting: UUID) -> AgendaView:
    with reading() as session:
        return agenda_query.of_meeting(session, meeting)


def _form(
    view: AgendaView, form: Form[AgendaInput], *, seen: str, clash: bool = False
) -> ResponseReturnValue:
    total = sum(_minutes(form.value(f"items.{row}.minutes")) for row in range(form.rows("items")))
    page = render_template(
        "agenda/edit.html",
        view=view,
        form=form,
        seen=seen,
        clash=clash,
        total=total,
        overrun=total - view.meeting.minutes,
    )
    return page, form.status


def _minutes(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 5 else 0


def _row(point: Point) -> dict[str, Any]:
    return {
        "id": point.id,
        "title": point.title,
        "kind": point.kind,
        "class": point.item_class,
        "minutes": point.minutes,
        "presenter": point.presenter,
        "text": point.text,
    }
