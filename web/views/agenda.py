"""A meeting's agenda: read as far as each reader may, written as a whole by those who may."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from scheduler.errors import Conflict, Refused
from scheduler.inputs import AgendaInput
from scheduler.model import AgendaItem
from scheduler.queries import areas, entitled, proposals
from scheduler.services import agenda
from web import agenda as agenda_page
from web.agenda import Shown
from web.forms import Form, rows
from web.forms import agenda as agenda_form
from web.forms.agenda import Focus
from web.forms.proposal import Decision
from web.reader import gettext
from web.rules import allow
from web.session import current_actor, reading, transaction

bp = Blueprint("agenda", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the form is shown for.

    `seen` marks the agenda that the writer saw, `clash` that it is another by now; `focus` is
    where they go on, `decision` what was just refused about a proposed point.
    """

    seen: str
    clash: bool = False
    focus: Focus = field(default_factory=Focus)
    decision: Decision | None = None


@bp.get("/meetings/<meeting>/agenda")
@allow("agenda:read")
def show(meeting: UUID) -> ResponseReturnValue:
    """Show the agenda; to those who may, ready to be written."""
    return page(meeting)


@bp.post("/meetings/<meeting>/agenda")
@allow("agenda:write")
def write(meeting: UUID) -> ResponseReturnValue:
    """Save the agenda, or give back the form with a row more, less or moved."""
    do, seen = rows.wish(), request.form.get("seen", "")
    if do:
        changed, focus = agenda_form.rearranged(AgendaInput, do)
        with reading() as session:
            shown = agenda_page.load(session, meeting)
            return _form(session, shown, changed, Asked(seen=seen, focus=focus))
    form = Form.from_request(AgendaInput)
    try:
        saved = _save(meeting, form, seen)
    except Refused as refused:
        form.refuse(refused)
        return _again(meeting, form, seen, clash=isinstance(refused, Conflict))
    flash(gettext("The agenda is saved."))
    warn_of_numbers(saved)
    return redirect(f"/meetings/{meeting}", 303)


def page(meeting: UUID, decision: Decision | None = None) -> ResponseReturnValue:
    """Give the page; `decision` is what was just refused about a proposed point."""
    with reading() as session:
        shown = agenda_page.load(session, meeting)
        may_write = current_actor().may("agenda:write", shown.view.meeting.network_id)
        if may_write and not shown.view.closed:
            asked = Asked(seen=shown.whole.mark, decision=decision)
            return _form(session, shown, agenda_form.shown(shown.view), asked)
    return render_template(
        "agenda/show.html",
        view=shown.view,
        shown=shown.lines,
        sending=shown.sending,
        total=shown.whole.total,
        overrun=shown.whole.overrun,
    )


def warn_of_numbers(points: Sequence[Any]) -> None:
    """Warn of points that hold a personal identity number; what was typed stays."""
    for title in agenda_form.with_numbers(points):
        words = gettext(
            "“%(title)s” seems to hold somebody's personal identity number. Agendas are on the "
            "general level: take it out.",
            title=title,
        )
        flash(words, "warning")


def _save(meeting: UUID, form: Form[AgendaInput], seen: str) -> list[AgendaItem]:
    agenda_form.narrowed(form)
    with transaction() as session:
        shown = agenda_page.load(session, meeting)
        if seen != shown.whole.mark:
            raise Conflict
        agenda_form.closed(form, agenda_form.hidden_of(shown.view), shown.whole.points)
        return agenda.put(session, meeting, plan=form.input, by=current_actor())


def _again(
    meeting: UUID, form: Form[AgendaInput], seen: str, *, clash: bool
) -> ResponseReturnValue:
    with reading() as session:
        shown = agenda_page.load(session, meeting)
        mark = shown.whole.mark if clash else seen
        return _form(session, shown, form, Asked(seen=mark, clash=clash))


def _form(
    session: Session, shown: Shown, form: Form[AgendaInput], asked: Asked
) -> ResponseReturnValue:
    meeting = shown.view.meeting
    hidden = _lengths(shown, agenda_form.hidden_of(shown.view))
    lengths = agenda_form.lengths(form, hidden)
    total, start = sum(lengths), meeting.starts_at.astimezone(ZoneInfo(meeting.time_zone))
    decides = current_actor().may("agenda:decide", meeting.network_id)
    found = render_template(
        "agenda/edit.html",
        view=shown.view,
        form=form,
        asked=asked,
        typed=asked.clash or bool(form.errors) or rows.wish() != "",
        known={str(line.point.id): line for line in shown.lines},
        hidden_minutes=hidden,
        begins=agenda_form.begins(lengths, start),
        choices=agenda_page.choices(session, shown),
        sending=shown.sending,
        waiting=areas.proposed_for(session, meeting, entitled.reader(session, current_actor())),
        proposed=proposals.of_meeting(session, meeting.id) if decides else [],
        total=total,
        overrun=total - meeting.minutes,
    )
    return found, asked.decision.form.status if asked.decision else form.status


def _lengths(shown: Shown, hidden: Collection[str]) -> dict[str, int]:
    """Give how long each point takes that the writer may not read."""
    minutes = {str(point.id): point.minutes or 0 for point in shown.whole.points}
    return {key: minutes[key] for key in hidden}
