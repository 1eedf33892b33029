"""What follows when minutes go out, are approved, published or corrected?"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from scheduler import due, events, outbox
from scheduler.actor import SYSTEM
from scheduler.due import Work
from scheduler.errors import Refused
from scheduler.model import Invitation, Meeting, Minutes
from scheduler.queries import entitled
from scheduler.services import approval


def send_circulated(session: Session, event: events.MinutesCirculated) -> None:
    """Ask those who were there for comments, and plan what silence will mean."""
    meeting, minutes = _load(session, event.subject)
    if minutes.state != "circulated" or minutes.round != event.round:
        return
    for one in meeting.invitations:
        if entitled.attended(session, meeting.id, one.person_id):
            outbox.post(
                session,
                key=f"circulated:{one.id}:{event.round}",
                kind="circulated",
                person=one.person,
                meeting=meeting,
                invitation=one,
                body={"round": event.round},
            )
    if minutes.silence_approves and minutes.comments_until is not None:
        due.plan(
            session,
            kind="approve_by_silence",
            lane="reactions",
            key=f"approve_by_silence:{minutes.id}:{event.round}",
            due_at=minutes.comments_until,
            network_id=meeting.network_id,
            body={"meeting": str(meeting.id), "round": event.round},
        )


def approve_by_silence(session: Session, work: Work) -> None:
    """Approve minutes that nobody has objected to in time; else leave them to people."""
    _, minutes = _load(session, UUID(work.body["meeting"]))
    if minutes.round == work.body["round"] and approval.may_approve_by_silence(session, minutes):
        try:
            approval.approve(session, minutes.meeting_id, by=SYSTEM, silence=True)
        except Refused:
            return  # cancelled meanwhile, or an adjuster is left: somebody must look


def send_published(session: Session, event: events.MinutesPublished) -> None:
    """Write all who were called, also the absent, a link to the minutes."""
    meeting, minutes = _load(session, event.subject)
    _write_all(session, meeting, "minutes", minutes.version)


def send_corrected(session: Session, event: events.MinutesCorrected) -> None:
    """Write all who have been told of published minutes that they were corrected, and why."""
    meeting, minutes = _load(session, event.subject)
    if minutes.state == "published":
        _write_all(session, meeting, "corrected", event.version)


def _write_all(session: Session, meeting: Meeting, kind: str, version: int) -> None:
    for one in meeting.invitations:
        if one.active:
            outbox.post(
                session,
                key=f"{kind}:{one.id}:{version}",
                kind=kind,
                person=one.person,
                meeting=meeting,
                invitation=one,
            )


def _load(session: Session, meeting_id: UUID) -> tuple[Meeting, Minutes]:
    people = selectinload(Meeting.invitations).joinedload(Invitation.person)
    meeting = session.get_one(Meeting, meeting_id, options=(people, joinedload(Meeting.network)))
    minutes = select(Minutes).where(Minutes.meeting_id == meeting.id)
    return meeting, session.scalars(minutes).one()
