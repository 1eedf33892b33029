"""A meeting's page, its sending as it goes on, and a new single meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from scheduler import clock
from scheduler.actor import Actor
from scheduler.errors import Refused
from scheduler.inputs import MeetingInput
from scheduler.model import Membership, Network
from scheduler.queries import exercises, head, membership, progress, proposals, waiting
from scheduler.queries import meeting as meeting_query
from scheduler.queries.head import MeetingHead
from scheduler.queries.meeting import MeetingPage
from scheduler.queries.timeline import TimelineEntry
from scheduler.services import meetings
from web import agenda as agenda_page
from web import choices, incoming, leaving, timeline
from web.filters import HOME_ZONE
from web.forms import Form
from web.forms import meeting as about
from web.reader import gettext, reader
from web.rules import allow
from web.session import current_actor, reading, transaction, visitor

bp = Blueprint("meetings", __name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnTime:
    """When a meeting is on the reader's own clock, where that differs."""

    start: datetime
    end: datetime
    zone: str


@bp.get("/meetings/<meeting>")
@allow("meetings:read")
def show(meeting: UUID) -> ResponseReturnValue:
    """Show a meeting: when, who comes, what was sent and what will be."""
    with reading() as session:
        page = meeting_query.page(session, meeting)
        agenda = agenda_page.load(session, meeting)
        proposed = proposals.of_meeting(session, meeting)
        sending = progress.of_meeting(session, meeting)
        changes = waiting.changes(session, meeting)
        exercise = exercises.of_meeting(session, meeting)
    may = _may(current_actor(), page)
    return render_template(
        "meetings/show.html",
        page=page,
        meeting=page.head,
        own=_own_time(page.head),
        agenda=agenda,
        exercise=exercise,
        proposed=[line for line in proposed if line.state == "open"],
        may=may,
        undecided=incoming.undecided(meeting_id=meeting) if may["outbox"] else None,
        next=_next_planned(page),
        lines=timeline.lines(page.timeline, _zone()),
        sending=sending,
        waits=leaving.banners(changes),
        refresh=leaving.refresh(changes),
    )


@bp.get("/meetings/<meeting>/progress")
@allow("meetings:read")
def sending(meeting: UUID) -> ResponseReturnValue:
    """Show what waits and how far the sending has come: a part of the meeting's page."""
    with reading() as session:
        row = head.load(session, meeting)
        changes = waiting.changes(session, meeting)
        return render_template(
            "meetings/progress.html",
            sending=progress.of_meeting(session, meeting),
            meeting=head.of(row),
            may={"plan": current_actor().may("meetings:plan", row.network_id)},
            waits=leaving.banners(changes),
            refresh=leaving.refresh(changes),
        )


@bp.get("/networks/<network>/meetings/new")
@allow("meetings:plan")
def new(network: UUID) -> ResponseReturnValue:
    """Ask for what a single meeting needs."""
    return _form(network, Form(MeetingInput, {"minutes": 60, "kind": "meeting"}))


@bp.post("/networks/<network>/meetings/new")
@allow("meetings:plan")
def add(network: UUID) -> ResponseReturnValue:
    """Plan a single meeting; nobody is written to before its notice has been looked at."""
    form = Form.from_request(MeetingInput)
    if request.form.get("who") != "chosen":
        form.data.pop("people", None)
    try:
        plan = form.input
        with transaction() as session:
            zone = plan.time_zone or session.get_one(Network, network).time_zone
            about.ask_which(form, plan.start, plan.fold, zone)
            made = meetings.add(session, network, plan=plan, by=current_actor())
    except Refused as refused:
        form.refuse(refused)
        return _form(network, form)
    if request.form.get("then") == "call" and made.starts_at > clock.now():
        return redirect(f"/meetings/{made.id}/call", 303)
    flash(gettext("The meeting is planned. Nobody has been written to."))
    return redirect(f"/meetings/{made.id}", 303)


def _form(network: UUID, form: Form[MeetingInput]) -> ResponseReturnValue:
    with reading() as session:
        row = session.get_one(Network, network)
        page = render_template(
            "meetings/new.html",
            network=row,
            form=form,
            people=_people(session, row),
            chosen=request.form.get("who") == "chosen",
            kinds=choices.options(choices.MEETING_KINDS),
            zones=choices.zones(),
            twice=about.asks_which(form, row.time_zone),
        )
    return page, form.status


def _people(session: Session, network: Network) -> list[Membership]:
    found = membership.members(session, network.id, clock.today(network.time_zone))
    return list({one.person_id: one for one in found}.values())


def _own_time(meeting: MeetingHead) -> OwnTime | None:
    zone = _zone()
    here = ZoneInfo(zone)
    start = meeting.starts_at.astimezone(here).replace(tzinfo=None)
    if start == meeting.start:
        return None
    end = meeting.ends_at.astimezone(here).replace(tzinfo=None)
    return OwnTime(start=start, end=end, zone=reader().zone_name(zone, meeting.starts_at))


def _zone() -> str:
    someone = visitor()
    return someone.time_zone if someone else HOME_ZONE


def _may(actor: Actor, page: MeetingPage) -> dict[str, bool]:
    """Tell what the reader may see and do here, by short names."""
    network = page.head.network_id
    verbs = {
        "plan": "meetings:plan",
        "names": "invitations:read",
        "answer": "invitations:answer",
        "agenda": "agenda:write",
        "decide": "agenda:decide",
        "minutes": "minutes:write",
        "read_minutes": "minutes:read",
        "outbox": "outbox:read",
        "exercise": "exercises:plan",
        "see_exercise": "exercises:read",
    }
    return {name: actor.may(verb, network) for name, verb in verbs.items()}


def _next_planned(page: MeetingPage) -> TimelineEntry | None:
    return next((entry for entry in page.timeline if entry.future), None)
