"""Which points do people ask for, until when, and what became of them?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from scheduler import proposing
from scheduler.model import AgendaItem, Meeting, Organisation, Person, Proposal
from scheduler.queries.entitled import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalLine:
    """One proposed point; `person` is the name that others may see.

    `item_id` is the point that it became, `answer` the word given with the decision.
    """

    id: UUID
    title: str
    text: str
    minutes: int | None
    person_id: UUID
    person: str
    organisation: str
    state: str
    answer: str
    created_at: datetime
    decided_at: datetime | None
    item_id: UUID | None
    meeting_id: UUID
    meeting_title: str
    meeting_start: datetime


def deadline(meeting: Meeting) -> datetime:
    """Give the instant after which points of a meeting can no longer be proposed."""
    return proposing.deadline(meeting)


def may_propose(meeting: Meeting) -> bool:
    """Tell whether points of a meeting can still be proposed."""
    return proposing.may_propose(meeting)


def of_meeting(session: Session, meeting_id: UUID) -> list[ProposalLine]:
    """Give the points proposed for a meeting, the first asked for first."""
    return _lines(session, Proposal.meeting_id == meeting_id)


def of_person(session: Session, meeting_id: UUID, person_id: UUID) -> list[ProposalLine]:
    """Give the points that one person has proposed for a meeting."""
    return _lines(session, Proposal.meeting_id == meeting_id, Proposal.person_id == person_id)


def open_of_network(session: Session, network_id: UUID) -> list[ProposalLine]:
    """Give the proposed points of a network that wait for a decision, the next meeting's first."""
    found = _lines(session, Proposal.network_id == network_id, Proposal.state == "open")
    return sorted(found, key=lambda line: (line.meeting_start, line.created_at))


def one(session: Session, proposal_id: UUID) -> ProposalLine | None:
    """Give one proposed point."""
    return next(iter(_lines(session, Proposal.id == proposal_id)), None)


def for_reader(
    session: Session, lines: Sequence[ProposalLine], reader: Reader
) -> list[ProposalLine]:
    """Leave out what was asked for where it became a point that the reader may not read."""
    became = {line.item_id for line in lines if line.item_id}
    hidden = {
        item.id
        for item, meeting in session.execute(
            select(AgendaItem, Meeting)
            .join(Meeting, Meeting.id == AgendaItem.meeting_id)
            .where(AgendaItem.id.in_(became))
        )
        if not reader.may_read(
            meeting.network_id, meeting.id, item.item_class, [UUID(one) for one in item.audience]
        )
    }
    return [
        replace(line, title="", text="", answer="") if line.item_id in hidden else line
        for line in lines
    ]


def _lines(session: Session, *conditions: ColumnElement[bool]) -> list[ProposalLine]:
    rows = session.execute(
        select(Proposal, Person, Organisation, Meeting)
        .join(Person, Person.id == Proposal.person_id)
        .outerjoin(Organisation, Organisation.id == Proposal.organisation_id)
        .join(Meeting, Meeting.id == Proposal.meeting_id)
        .where(*conditions)
        .order_by(Proposal.created_at, Proposal.id)
    )
    return [_line(*row) for row in rows]


def _line(
    proposal: Proposal, person: Person, organisation: Organisation | None, meeting: Meeting
) -> ProposalLine:
    return ProposalLine(
        id=proposal.id,
        title=proposal.title,
        text=proposal.text,
        minutes=proposal.minutes,
        person_id=person.id,
        person=person.public_name,
        organisation=organisation.name if organisation else "",
        state=proposal.state,
        answer=proposal.answer,
        created_at=proposal.created_at,
        decided_at=proposal.decided_at,
        item_id=proposal.item_id,
        meeting_id=meeting.id,
        meeting_title=meeting.title,
        meeting_start=meeting.start,
    )
