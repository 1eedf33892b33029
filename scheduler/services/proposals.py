"""What can be done with the points that people ask for?"""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.clock import now
from scheduler.database import new_id
from scheduler.dispatch import record
from scheduler.errors import N_, NotFound, Refused
from scheduler.events import PointProposed, ProposalDecided
from scheduler.inputs import ProposalDecisionInput, ProposalInput
from scheduler.model import AgendaItem, Invitation, Meeting, Organisation, Proposal
from scheduler.queries import following, proposals
from scheduler.services import agenda
from scheduler.services.refusals import MeetingIsCancelled, MeetingIsOver

MOST_OPEN = 20
UNDECIDED = ("open", "postponed")


class TooLateToPropose(Refused):
    """The agenda is being put together."""

    message = N_(
        "Points of this meeting could be proposed until %(until)s. "
        "Tell the network's coordinator if it cannot wait for the next meeting."
    )


class NotCalled(Refused):
    """Only whoever is called proposes points."""

    message = N_(
        "You are no longer called to this meeting, so you cannot propose points for it. "
        "Tell the network's coordinator if that is a mistake."
    )


class EnoughProposed(Refused):
    """So many open proposals of one person help nobody."""

    message = N_(
        "You have already proposed %(most)s points of this meeting that wait for a decision. "
        "Wait until some of them are decided."
    )


class AlreadyDecided(Refused):
    """Somebody was here first."""

    message = N_("This proposal has been decided already. Reload the page to see how.")
    status = 409


class WordMissing(Refused):
    """A no comes with a word."""

    message = N_("Write a word to whoever proposed the point: why it is not taken up.")


def propose(session: Session, invitation_id: UUID, *, plan: ProposalInput, by: Actor) -> Proposal:
    """Ask for a point of a meeting to which one is called."""
    invitation = session.get(Invitation, invitation_id, with_for_update=True)
    if invitation is None:
        raise NotFound
    meeting = invitation.meeting
    if by.kind not in {"link", "person"} or by.person_id != invitation.person_id:
        by.must("agenda:write", meeting.network_id)
    _refuse_too_late(invitation)
    _refuse_too_many(session, invitation)
    proposal = Proposal(
        network_id=meeting.network_id,
        meeting_id=meeting.id,
        person_id=invitation.person_id,
        organisation_id=invitation.organisation_id,
        title=plan.title,
        text=plan.text,
        minutes=plan.minutes,
    )
    session.add(proposal)
    session.flush()
    network_id = meeting.network_id
    record(
        session,
        PointProposed(by=by.name, subject=proposal.id, network_id=network_id, meeting=meeting.id),
    )
    return proposal


def decide(
    session: Session, proposal_id: UUID, *, plan: ProposalDecisionInput, by: Actor
) -> Proposal:
    """Take a proposed point up, leave it to the next meeting, or give it back with a word."""
    proposal = session.get(Proposal, proposal_id, with_for_update=True)
    if proposal is None:
        raise NotFound
    by.must("agenda:decide", proposal.network_id)
    if proposal.state not in UNDECIDED:
        raise AlreadyDecided
    if plan.state == "returned" and not plan.answer:
        raise WordMissing(field="answer")
    meeting = session.get_one(Meeting, proposal.meeting_id, with_for_update=True)
    if plan.state == "accepted":
        _take_up(session, meeting, proposal, by)
    if plan.state == "postponed":
        later = following.after(session, meeting)
        proposal.meeting_id = later.id if later else meeting.id
    proposal.state, proposal.answer = plan.state, plan.answer
    proposal.decided_at, proposal.decided_by = now(), by.name
    session.flush()
    record(
        session,
        ProposalDecided(
            by=by.name,
            subject=proposal.id,
            network_id=proposal.network_id,
            meeting=meeting.id,
            state=proposal.state,
        ),
    )
    return proposal


def carry(session: Session, network_id: UUID) -> None:
    """Let what waits for a decision at a meeting that is over, or cancelled, wait at the next."""
    waiting = (
        select(Proposal, Meeting)
        .join(Meeting, Meeting.id == Proposal.meeting_id)
        .where(Proposal.network_id == network_id, Proposal.state.in_(UNDECIDED))
        .order_by(Proposal.created_at, Proposal.id)
    )
    for proposal, meeting in session.execute(waiting).all():
        if meeting.cancelled or meeting.starts_at <= now():
            later = following.after(session, meeting)
            if later is not None:
                proposal.meeting_id, proposal.state = later.id, "open"


def reopen(session: Session, meeting_id: UUID) -> None:
    """Let what was left to a meeting be decided again, now that it is the next."""
    left = select(Proposal).where(Proposal.meeting_id == meeting_id, Proposal.state == "postponed")
    for proposal in session.scalars(left):
        proposal.state = "open"


def _refuse_too_late(invitation: Invitation) -> None:
    meeting = invitation.meeting
    if not invitation.active:
        raise NotCalled
    if meeting.cancelled:
        raise MeetingIsCancelled
    if meeting.status == "held" or meeting.starts_at <= now():
        raise MeetingIsOver
    until = proposals.deadline(meeting)
    if now() > until:
        raise TooLateToPropose(until=until.astimezone(ZoneInfo(meeting.time_zone)))


def _refuse_too_many(session: Session, invitation: Invitation) -> None:
    waiting = select(func.count()).where(
        Proposal.meeting_id == invitation.meeting_id,
        Proposal.person_id == invitation.person_id,
        Proposal.state == "open",
    )
    if (session.scalar(waiting) or 0) >= MOST_OPEN:
        raise EnoughProposed(most=MOST_OPEN)


def _take_up(session: Session, meeting: Meeting, proposal: Proposal, by: Actor) -> None:
    """Put a proposed point before the last one, which as a rule closes the meeting."""
    if meeting.cancelled:
        raise MeetingIsCancelled
    agenda.refuse_if_fixed(session, meeting.id)
    house = (
        session.get(Organisation, proposal.organisation_id) if proposal.organisation_id else None
    )
    item = AgendaItem(
        id=new_id(),
        meeting_id=meeting.id,
        title=proposal.title,
        text=proposal.text,
        minutes=proposal.minutes,
        presenter=house.name if house else "",
        source=f"proposal:{proposal.id}",
    )
    agenda.insert(session, meeting, item, max(len(meeting.agenda) - 1, 0))
    agenda.changed(session, meeting, by)
    proposal.item_id = item.id
