"""What follows for the points that people ask for?"""

from __future__ import annotations

from sqlalchemy.orm import Session

from scheduler import outbox
from scheduler.events import Event, MeetingCancelled, MeetingHeld, ProposalDecided
from scheduler.model import Invitation, Meeting, Person, Proposal
from scheduler.queries import following
from scheduler.services import proposals


def carry(session: Session, event: Event) -> None:
    """Let what waits at a meeting that is over or cancelled wait at the next one."""
    if event.network_id is not None:
        proposals.carry(session, event.network_id)


def reopen(session: Session, event: MeetingHeld | MeetingCancelled) -> None:
    """Let what was left to the meeting that is now the next be decided again."""
    meeting = session.get_one(Meeting, event.subject)
    later = following.after(session, meeting)
    if later is not None:
        proposals.reopen(session, later.id)


def send_decision(session: Session, event: ProposalDecided) -> None:
    """Write whoever asked for a point what became of it, unless they decided themselves."""
    proposal = session.get_one(Proposal, event.subject)
    if proposal.decided_by == f"person:{proposal.person_id}" or proposal.decided_at is None:
        return
    meeting = session.get_one(Meeting, event.meeting)
    invitation = (
        session.query(Invitation)
        .filter_by(meeting_id=meeting.id, person_id=proposal.person_id)
        .one_or_none()
    )
    outbox.post(
        session,
        key=f"proposal_decided:{proposal.id}:{proposal.decided_at.isoformat()}",
        kind="proposal_decided",
        person=session.get_one(Person, proposal.person_id),
        meeting=meeting,
        invitation=invitation,
        body={"proposal": str(proposal.id), "state": event.state},
    )
