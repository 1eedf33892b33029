"""What does the page show on which somebody asks for a point, and whose link is it?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from scheduler.clock import now
from scheduler.model import AgendaItem, Invitation, Meeting, Proposal
from scheduler.queries import head, proposals
from scheduler.queries.head import MeetingHead
from scheduler.queries.proposals import ProposalLine
from scheduler.queries.reply_page import DeadLink
from scheduler.tokens import KeyRing, identity_in


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposePage:
    """One person's way to propose points of one meeting.

    `until` is a wall time where the meeting is; `closed` says why no more are taken: cancelled,
    started, late, or "". `mine` are the person's own proposals; of one that became a point that
    mails may not show, what became of it alone is told.
    """

    person: str
    organisation: str
    language: str
    meeting: MeetingHead
    until: datetime
    closed: str
    mine: list[ProposalLine]


def token_of(keys: KeyRing, invitation: Invitation) -> str:
    """Give the token by which an invited person proposes points."""
    return keys.token("propose", invitation.id, invitation.generation)


def address(keys: KeyRing, invitation: Invitation) -> str:
    """Give where the person proposes points, without the service's own part; "" if too late."""
    return f"/propose/{token_of(keys, invitation)}" if _closed(invitation.meeting) == "" else ""


def find(session: Session, keys: KeyRing, token: str) -> Invitation:
    """Find whose link a token is; raises DeadLink."""
    invitation = session.scalars(
        select(Invitation)
        .where(Invitation.id == identity_in(token))
        .options(
            joinedload(Invitation.person),
            joinedload(Invitation.organisation),
            joinedload(Invitation.meeting).joinedload(Meeting.network),
        )
    ).one_or_none()
    if invitation is None or not invitation.active:
        raise DeadLink
    if not keys.verify(token, "propose", invitation.id, invitation.generation):
        raise DeadLink
    return invitation


def show(session: Session, invitation: Invitation) -> ProposePage:
    """Give what the invited person may see."""
    meeting, person = invitation.meeting, invitation.person
    house = invitation.organisation or person.organisation
    zone = ZoneInfo(meeting.time_zone)
    return ProposePage(
        person=person.public_name,
        organisation=house.name if house and not person.protected else "",
        language=person.language,
        meeting=head.of(meeting),
        until=proposals.deadline(meeting).astimezone(zone).replace(tzinfo=None),
        closed=_closed(meeting),
        mine=_mine(session, invitation),
    )


def _closed(meeting: Meeting) -> str:
    if meeting.cancelled:
        return "cancelled"
    if meeting.status == "held" or meeting.starts_at <= now():
        return "started"
    return "" if proposals.may_propose(meeting) else "late"


def _mine(session: Session, invitation: Invitation) -> list[ProposalLine]:
    """Give the person's proposals for this meeting, and those that were left to a later one."""
    meeting = invitation.meeting
    waiting = select(Proposal.meeting_id).where(
        Proposal.network_id == meeting.network_id,
        Proposal.person_id == invitation.person_id,
        Proposal.decided_at.is_not(None),
        Proposal.state.in_(("open", "postponed")),
    )
    meetings = {meeting.id, *session.scalars(waiting)}
    lines = [
        line
        for one in meetings
        for line in proposals.of_person(session, one, invitation.person_id)
        if one == meeting.id or (line.decided_at and line.state in {"open", "postponed"})
    ]
    return _discreet(session, sorted(lines, key=lambda line: line.created_at))


def _discreet(session: Session, lines: Iterable[ProposalLine]) -> list[ProposalLine]:
    """Leave out what became a point that is not for all who have the link."""
    found = list(lines)
    became = {line.item_id for line in found if line.item_id}
    closed = set(
        session.scalars(
            select(AgendaItem.id).where(AgendaItem.id.in_(became), AgendaItem.item_class != "open")
        )
    )
    return [
        replace(line, title="", text="", answer="") if line.item_id in closed else line
        for line in found
    ]
