"""What will a meeting do by itself, and what does it do when the time has come?"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from scheduler import calling, clock, due, events, outbox
from scheduler.actor import SYSTEM
from scheduler.clock import now
from scheduler.due import Work
from scheduler.model import Invitation, Meeting, Membership, Minutes, Person
from scheduler.services import meetings, notices, series

KINDS = (
    "call_meeting",
    "send_agenda",
    "remind_silent",
    "send_brief",
    "remind_coming",
    "remind_minutes",
    "close",
)

MeetingFact = (
    events.MeetingAdded
    | events.MeetingCalled
    | events.MeetingMoved
    | events.MeetingRestored
    | events.MeetingCancelled
    | events.ChangeUndone
    | events.ZoneLawChanged
)


def plan_series(session: Session, event: events.SeriesFixed) -> None:
    """Write when each meeting of a fixed series calls itself, or call them all now."""
    for meeting in series.meetings_of(session, event.subject):
        _plan(session, meeting)
        calls = meeting.call_when == "all_now" and meeting.status == "planned"
        if calls and meeting.starts_at > now():
            meetings.call(session, meeting.id, by=SYSTEM)


def replan(session: Session, event: MeetingFact) -> None:
    """Write anew what the meeting will do by itself."""
    _plan(session, session.get_one(Meeting, event.subject))


def replan_network(session: Session, event: events.ZonesRenewed) -> None:
    """Write anew what a network's meetings to come will do by themselves."""
    coming = select(Meeting).where(
        Meeting.network_id == event.subject, Meeting.starts_at > now(), Meeting.status != "held"
    )
    for meeting in session.scalars(coming.order_by(Meeting.id)):
        _plan(session, meeting)


def drop(session: Session, event: events.MeetingCancelled) -> None:
    """Take away all that a cancelled meeting would have done by itself."""
    if session.get_one(Meeting, event.subject).cancelled:
        due.cancel(session, event.subject, kinds=KINDS)


def call_meeting(session: Session, work: Work) -> None:
    """Call a meeting whose notice day has come, unless somebody has already."""
    meeting = session.get_one(Meeting, work.meeting_id)
    if meeting.status == "planned" and meeting.starts_at > now():
        meetings.call(session, meeting.id, by=SYSTEM)


def send_agenda(session: Session, work: Work) -> None:
    """Send the agenda of a meeting that was called long before."""
    meeting = session.get_one(Meeting, work.meeting_id)
    if meeting.status == "called" and meeting.starts_at > now():
        notices.send_agenda(session, meeting.id, by=SYSTEM)


def remind_silent(session: Session, work: Work) -> None:
    """Remind those who have not answered; never those who have, were removed, or were moved."""
    meeting = _called(session, work)
    if meeting is not None:
        silent = (one for one in meeting.invitations if one.answer == "needs-action")
        _remind(session, "remind_silent", meeting, silent)


def remind_coming(session: Session, work: Work) -> None:
    """Remind those who come, the day before."""
    meeting = _called(session, work)
    if meeting is not None:
        coming = (one for one in meeting.invitations if one.answer in {"accepted", "tentative"})
        _remind(session, "remind_coming", meeting, coming)


def remind_minutes(session: Session, work: Work) -> None:
    """Remind the secretary (else the coordinator) of minutes that are missing."""
    meeting = session.get_one(Meeting, work.meeting_id)
    if meeting.cancelled or _has_minutes(session, meeting):
        return
    for person in _writers(session, meeting):
        outbox.post(
            session,
            key=f"remind_minutes:{meeting.id}:{person.id}",
            kind="remind_minutes",
            person=person,
            meeting=meeting,
        )


def close(session: Session, work: Work) -> None:
    """Note that a meeting's end has passed."""
    meetings.close(session, session.get_one(Meeting, work.meeting_id).id, by=SYSTEM)


def _plan(session: Session, meeting: Meeting) -> None:
    mark = f":{meeting.id}:{meeting.time_sequence}"
    due.cancel(session, meeting.id, kinds=KINDS)  # what still holds is planned again below
    if meeting.status not in {"planned", "called"}:
        return
    for step in _steps(meeting):
        lane = "housekeeping" if step.kind == "close" else "reactions"
        due.plan(
            session,
            kind=step.kind,
            lane=lane,
            key=f"{step.kind}{mark}",
            due_at=step.at,
            meeting_id=meeting.id,
            network_id=meeting.network_id,
        )


def _steps(meeting: Meeting) -> Iterable[calling.Step]:
    moment = now()
    steps = calling.steps(meeting)
    if meeting.status == "called":
        return [step for step in steps if step.at > moment or step.kind == "close"]
    at = calling.call_at(meeting)
    own = [calling.Step("call_meeting", at)] if at and meeting.starts_at > moment else []
    return own + [step for step in steps if step.kind == "close"]


def _called(session: Session, work: Work) -> Meeting | None:
    people = selectinload(Meeting.invitations).joinedload(Invitation.person)
    options = (people, joinedload(Meeting.network))
    meeting = session.get_one(Meeting, work.meeting_id, options=options)
    return meeting if meeting.status == "called" and meeting.starts_at > now() else None


def _remind(session: Session, kind: str, meeting: Meeting, who: Iterable[Invitation]) -> None:
    for one in who:
        if one.active:
            outbox.post(
                session,
                key=f"{kind}:{one.id}:{meeting.time_sequence}",
                kind=kind,
                person=one.person,
                meeting=meeting,
                invitation=one,
            )


def _has_minutes(session: Session, meeting: Meeting) -> bool:
    return session.scalar(select(Minutes.id).where(Minutes.meeting_id == meeting.id)) is not None


def _writers(session: Session, meeting: Meeting) -> list[Person]:
    found = _holding(session, meeting.network_id, meeting.time_zone, "secretary")
    return found or _holding(session, meeting.network_id, meeting.time_zone, "coordinator")


def _holding(session: Session, network_id: UUID, zone: str, role: str) -> list[Person]:
    day = clock.today(zone)
    return list(
        session.scalars(
            select(Person)
            .join(Membership, Membership.person_id == Person.id)
            .where(
                Membership.network_id == network_id,
                Membership.role == role,
                Membership.since <= day,
                or_(Membership.until.is_(None), Membership.until > day),
            )
            .order_by(Person.name)
            .distinct()
        )
    )
