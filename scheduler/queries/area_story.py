"""What has become of one area: its points over time, its decisions, its actions?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.model import Action, AgendaItem, Commission, Decision, Meeting, Minutes, Network
from scheduler.promised import Promise, promises, scope_of
from scheduler.queries import actions as listed
from scheduler.queries import areas
from scheduler.queries.areas import AreaLine
from scheduler.queries.entitled import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class PointLine:
    """A point about the area; `start` is its meeting's wall time."""

    meeting_id: UUID
    meeting: str
    start: datetime
    status: str
    title: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionLine:
    """A decision on a point about the area; `number` is 7/2027."""

    number: str
    text: str
    meeting_id: UUID
    meeting: str
    start: datetime
    superseded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaStory:
    """One area with all that belongs to it, as far as the reader may read it; newest first."""

    area: AreaLine
    network: Network
    points: list[PointLine]
    decisions: list[DecisionLine]
    actions: list[Promise]
    commissions: list[Commission]


def show(session: Session, area_id: UUID, reader: Reader) -> AreaStory:
    """Give an area's story; raises NotFound."""
    area = areas.one(session, area_id, reader)
    network = session.get_one(Network, area.network_id)
    actions = promises(session, network, Action.area_id == area.id)
    readable = {line.id for line in listed.of_network(session, network, reader)}
    return AreaStory(
        area=area,
        network=network,
        points=_points(session, area, reader),
        decisions=_decisions(session, area, reader),
        actions=[
            one for one in sorted(actions, key=lambda one: not one.open) if one.id in readable
        ],
        commissions=_commissions(session, area),
    )


def _points(session: Session, area: AreaLine, reader: Reader) -> list[PointLine]:
    rows = session.execute(
        select(AgendaItem, Meeting)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.area_id == area.id, Meeting.status != "cancelled")
        .order_by(Meeting.starts_at.desc(), AgendaItem.position)
    )
    return [
        PointLine(
            meeting_id=meeting.id,
            meeting=meeting.title,
            start=meeting.start,
            status=meeting.status,
            title=item.title,
            outcome=item.outcome,
        )
        for item, meeting in rows
        if reader.may_read(area.network_id, *scope_of(item).point)
    ]


def _decisions(session: Session, area: AreaLine, reader: Reader) -> list[DecisionLine]:
    rows = session.execute(
        select(Decision, AgendaItem, Meeting, Minutes.state)
        .join(AgendaItem, AgendaItem.id == Decision.item_id)
        .join(Meeting, Meeting.id == Decision.meeting_id)
        .join(Minutes, Minutes.id == Decision.minutes_id)
        .where(AgendaItem.area_id == area.id)
        .order_by(Decision.year.desc(), Decision.number.desc())
    )
    return [
        DecisionLine(
            number=f"{decision.number}/{decision.year}",
            text=decision.text,
            meeting_id=meeting.id,
            meeting=meeting.title,
            start=meeting.start,
            superseded=decision.superseded_by_id is not None,
        )
        for decision, item, meeting, state in rows
        if reader.may_read(area.network_id, *scope_of(item).point)
        and (state == "published" or reader.keeps(area.network_id))
    ]


def _commissions(session: Session, area: AreaLine) -> list[Commission]:
    given = select(Commission).where(Commission.area_id == area.id)
    return list(session.scalars(given.order_by(Commission.created_at.desc())))
