"""When does each organisation get its brief, and who in it?"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from scheduler import briefing, calling, due, events, outbox
from scheduler.clock import now
from scheduler.due import Work
from scheduler.model import Invitation, Meeting

KIND = "send_brief"


def replan(session: Session, event: events.NetworkChanged) -> None:
    """Write anew when a network's briefs leave: it may have chosen other days, or none."""
    coming = select(Meeting).where(
        Meeting.network_id == event.subject, Meeting.status == "called", Meeting.starts_at > now()
    )
    for meeting in session.scalars(coming.order_by(Meeting.id)):
        due.cancel(session, meeting.id, kinds=(KIND,))
        at = calling.brief_at(meeting)
        if at is not None and at > now():
            due.plan(
                session,
                kind=KIND,
                lane="reactions",
                key=f"{KIND}:{meeting.id}:{meeting.time_sequence}",
                due_at=at,
                meeting_id=meeting.id,
                network_id=meeting.network_id,
            )


def send_brief(session: Session, work: Work) -> None:
    """Write to those called for each organisation that there is something to tell."""
    people = selectinload(Meeting.invitations).joinedload(Invitation.person)
    options = (people, joinedload(Meeting.network))
    meeting = session.get_one(Meeting, work.meeting_id, options=options)
    if meeting.status != "called" or meeting.starts_at <= now() or not meeting.network.brief_days:
        return
    called = [one for one in meeting.invitations if one.active and one.answer != "declined"]
    for house in {one.organisation_id for one in called} - {None}:
        if house and briefing.gather(session, meeting, house, open_only=True).says_something:
            for one in called:
                if one.organisation_id == house:
                    _post(session, meeting, one)


def _post(session: Session, meeting: Meeting, invitation: Invitation) -> None:
    outbox.post(
        session,
        key=f"brief:{invitation.id}:{meeting.time_sequence}",
        kind="brief",
        person=invitation.person,
        meeting=meeting,
        invitation=invitation,
    )
