"""Call, move, cancel, restore a meeting or change its text: seen before it is sent, then sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from pydantic import BaseModel
from sqlalchemy.orm import Session

from scheduler.clock import now
from scheduler.errors import N_, Refused
from scheduler.inputs import CancelInput, LeavingInput, MoveInput, TextInput
from scheduler.letters import Change
from scheduler.model import Meeting
from scheduler.queries import head, preview
from scheduler.services import meetings, refusals
from web import leaving, proposals, trials
from web.forms import Form
from web.forms import meeting as about
from web.proposals import Proposal
from web.reader import gettext
from web.rules import allow
from web.session import current_actor, reading, transaction

bp = Blueprint("meeting_changes", __name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Verb:
    """One thing that can be done to a meeting: its form, its service, what is said afterwards."""

    change: Change
    model: type[BaseModel]
    do: Callable[..., Meeting]
    done: str
    fields: tuple[str, ...] = ()
    shows_at_once: bool = True


VERBS: Mapping[str, Verb] = {
    "call": Verb(
        change="call", model=LeavingInput, do=meetings.call, done=N_("The meeting is called.")
    ),
    "move": Verb(
        change="moved",
        model=MoveInput,
        do=meetings.move,
        done=N_("The meeting is moved."),
        fields=("start", "minutes"),
        shows_at_once=False,
    ),
    "cancel": Verb(
        change="cancelled",
        model=CancelInput,
        do=meetings.cancel,
        done=N_("The meeting is cancelled."),
    ),
    "restore": Verb(
        change="restored",
        model=LeavingInput,
        do=meetings.restore,
        done=N_("The meeting is restored."),
    ),
    "text": Verb(
        change="changed",
        model=TextInput,
        do=meetings.change_text,
        done=N_("The meeting's text is changed."),
        fields=meetings.TEXTS,
        shows_at_once=False,
    ),
}
ADDRESS = f"/meetings/<meeting>/<any({','.join(VERBS)}):verb>"


@bp.get(ADDRESS)
@allow("meetings:plan")
def ask(meeting: UUID, verb: str) -> ResponseReturnValue:
    """Show a change before it is made; a move perhaps to the time that the address names."""
    how = VERBS[verb]
    fields = how.fields if verb == "move" else ()
    named = {name: request.args[name] for name in fields if name in request.args}
    with reading() as session:
        row = head.load(session, meeting)
        _refuse_early(row, verb)
        form = Form(how.model, {name: getattr(row, name) for name in how.fields} | named)
    return _page(meeting, verb, form, show=how.shows_at_once or bool(named))


@bp.post(ADDRESS)
@allow("meetings:plan")
def make(meeting: UUID, verb: str) -> ResponseReturnValue:
    """Make the change; or, as long as it is only looked at, show what it would send."""
    form = Form.from_request(VERBS[verb].model)
    leaving.take(form)
    if request.form.get("step") != "send":
        return _page(meeting, verb, form, show=True)
    try:
        _make(meeting, verb, form)
    except Refused as refused:
        form.refuse(refused)
        return _page(meeting, verb, form, show=leaving.shows_again(refused))
    flash(gettext(VERBS[verb].done))
    return redirect(f"/meetings/{meeting}", 303)


def _make(meeting: UUID, verb: str, form: Form[Any]) -> None:
    how, plan = VERBS[verb], form.input
    with transaction() as session:
        row = about.unchanged(session, meeting)
        only = how.model is LeavingInput
        more = {"leave": plan.leaving(row.time_zone)} if only else {"plan": plan}
        if isinstance(plan, MoveInput):
            about.ask_which(form, plan.start, plan.fold, row.time_zone)
        how.do(session, meeting, by=current_actor(), **more)


def _page(meeting: UUID, verb: str, form: Form[Any], *, show: bool) -> ResponseReturnValue:
    with reading() as session:
        row = head.load(session, meeting)
        before, text, called = head.of(row), row.text, row.called_at is not None
        mark, proposal = about.mark(row), None
        if show:
            proposal = proposals.propose(form, lambda: _proposal(session, row, verb, form))
            trials.send_if_asked(meeting, proposal)
        page = render_template(
            f"meetings/{verb}.html",
            meeting=before,
            text=text,
            protected=row.place_protected,
            called=called,
            form=form,
            proposal=proposal,
            leave=leaving.choice(form),
            seen=mark,
            twice=about.asks_which(form, before.time_zone),
        )
    return proposals.page(page, form, proposal)


def _proposal(session: Session, row: Meeting, verb: str, form: Form[Any]) -> Proposal:
    """Show what is typed as it would be sent."""
    _refuse_early(row, verb)
    plan = leaving.without(form).input
    _check(row, form, plan)
    found = preview.of(
        session,
        proposals.renderer(),
        row.id,
        VERBS[verb].change,
        plan=plan if isinstance(plan, MoveInput | TextInput) else None,
        reason=getattr(plan, "reason", ""),
        reader=proposals.wanted_reader(),
    )
    if isinstance(plan, MoveInput) and found.meeting.starts_at <= now():
        raise refusals.TimeHasPassed(field="start")
    return proposals.of(found, whole=True)


def _check(row: Meeting, form: Form[Any], plan: BaseModel) -> None:
    """Refuse what would send nothing new."""
    if isinstance(plan, MoveInput):
        about.ask_which(form, plan.start, plan.fold, row.time_zone)
        same = (plan.start, plan.minutes or row.minutes) == (row.start, row.minutes)
        if same and (plan.fold or 0) == row.fold:
            raise about.NothingChanged(field="start")
    if isinstance(plan, TextInput) and _texts(plan) == _texts(row):
        raise about.NothingChanged


def _texts(what: Meeting | TextInput) -> list[Any]:
    return [getattr(what, name) for name in meetings.TEXTS]


def _refuse_early(meeting: Meeting, verb: str) -> None:
    """Refuse what the service would refuse anyhow, before anything is typed."""
    if verb != "restore":
        about.to_come(meeting)
    elif not meeting.cancelled:
        raise refusals.NotCancelled
    about.not_over(meeting)
    if verb == "call" and meeting.called_at is not None:
        raise refusals.AlreadyCalled
