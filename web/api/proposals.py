"""What can programs do with the points that people ask for?"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from scheduler.errors import N_, NotFound, Refused
from scheduler.inputs import ProposalDecisionInput, ProposalInput
from scheduler.model import Invitation
from scheduler.queries import proposals as proposals_query
from scheduler.queries.entitled import reader
from scheduler.queries.paging import part_of
from scheduler.services import proposals
from web.api import out
from web.api.asking import Listing
from web.api.endpoint import Call, endpoint


class NotTheirMeeting(Refused):
    """The person is not called to the meeting."""

    message = N_("This person is not called to the meeting. Only those who are propose points.")


class ProposalAsked(ProposalInput):
    """A point, and who asks for it."""

    person: UUID


@endpoint(
    "GET",
    "/meetings/<meeting>/proposals",
    rule="agenda:write",
    query=Listing,
    returns=out.Page[out.Proposal],
)
def list_proposals(call: Call[Listing], meeting: UUID) -> out.Page[out.Proposal]:
    """List the points proposed for a meeting, the first asked for first."""
    lines = proposals_query.of_meeting(call.session, meeting)
    rows = proposals_query.for_reader(call.session, lines, reader(call.session, call.actor))
    part = part_of(
        rows,
        key=lambda line: (line.created_at.isoformat(), str(line.id)),
        after=call.asked.after,
        limit=call.asked.limit,
    )
    items = [out.Proposal.of(line) for line in part.rows]
    return out.Page[out.Proposal](items=items, next=part.next)


@endpoint(
    "POST",
    "/meetings/<meeting>/proposals",
    rule="agenda:write",
    body=ProposalAsked,
    returns=out.Proposal,
    status=201,
)
def propose_point(call: Call[ProposalAsked], meeting: UUID) -> out.Proposal:
    """Note a point that somebody who is called asks for."""
    called = select(Invitation.id).where(
        Invitation.meeting_id == meeting, Invitation.person_id == call.asked.person
    )
    invitation = call.session.scalars(called).one_or_none()
    if invitation is None:
        raise NotTheirMeeting(field="person")
    made = proposals.propose(call.session, invitation, plan=call.asked, by=call.actor)
    return _shown(call, made.id)


@endpoint(
    "POST",
    "/proposals/<proposal>/decide",
    rule="agenda:decide",
    body=ProposalDecisionInput,
    returns=out.Proposal,
)
def decide_proposal(call: Call[ProposalDecisionInput], proposal: UUID) -> out.Proposal:
    """Take a proposed point up, leave it to the next meeting, or give it back with a word."""
    proposals.decide(call.session, proposal, plan=call.asked, by=call.actor)
    return _shown(call, proposal)


def _shown(call: Call[ProposalAsked] | Call[ProposalDecisionInput], proposal: UUID) -> out.Proposal:
    call.session.flush()
    line = proposals_query.one(call.session, proposal)
    if line is None:
        raise NotFound
    return out.Proposal.of(line)
