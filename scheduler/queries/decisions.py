"""What has a network decided, in order, and what of it still holds?

A decision follows its point and its minutes: a draft's is for those who keep the records, one that
is out for comments, adjusted or approved also for those who were there, a published one for all
who may read the point that it stands on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from scheduler.errors import NotFound
from scheduler.model import AgendaItem, Area, Decision, Meeting, Minutes
from scheduler.queries.entitled import Reader, attended_by

Joined = tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedDecision:
    """One decision of the log; `superseded_by` and `supersedes` are numbers such as 7/2027.

    `later_id` is the decision that took its place, if the reader may open that one.
    """

    id: UUID
    network_id: UUID
    meeting_id: UUID
    meeting_title: str
    meeting_start: datetime  # wall time
    item_id: UUID | None
    item_title: str
    year: int
    number: int
    text: str
    area_id: UUID | None
    area: str
    draft: bool
    superseded_by: str = ""
    later_id: UUID | None = None
    supersedes: tuple[tuple[UUID, str], ...] = ()

    @property
    def label(self) -> str:
        """The number as people say it: 7/2027."""
        return f"{self.number}/{self.year}"

    @property
    def holds(self) -> bool:
        """Whether no later decision has taken its place."""
        return not self.superseded_by


def log(
    session: Session,
    network_id: UUID,
    reader: Reader,
    *,
    year: int | None = None,
    words: str = "",
) -> list[LoggedDecision]:
    """Give a network's decisions, the newest first; of a year, with all of some words."""
    lines = _readable(session, reader, Decision.network_id == network_id)
    wanted = words.casefold().split()
    return [
        line
        for line in lines
        if year in {None, line.year} and all(word in _searched(line) for word in wanted)
    ]


def years(session: Session, network_id: UUID, reader: Reader) -> list[int]:
    """Give the years in which a network has decided something that the reader may read."""
    found = {line.year for line in _readable(session, reader, Decision.network_id == network_id)}
    return sorted(found, reverse=True)


def one(session: Session, decision_id: UUID, reader: Reader) -> LoggedDecision:
    """Give one decision; raises NotFound also where it is not theirs to read."""
    network_id = session.scalar(select(Decision.network_id).where(Decision.id == decision_id))
    lines = _readable(session, reader, Decision.network_id == network_id) if network_id else []
    for line in lines:
        if line.id == decision_id:
            return line
    raise NotFound


def later_than(lines: Iterable[LoggedDecision], line: LoggedDecision) -> list[LoggedDecision]:
    """Give those that can take a decision's place: all that came after it."""
    return [one for one in lines if (one.year, one.number) > (line.year, line.number)]


def of_point(session: Session, item_id: UUID | None, reader: Reader) -> list[LoggedDecision]:
    """Give what was decided on a point, by number."""
    if item_id is None:
        return []
    return _readable(session, reader, Decision.item_id == item_id)[::-1]


def _searched(line: LoggedDecision) -> str:
    parts = (line.label, line.text, line.meeting_title, line.item_title, line.area)
    return "\n".join(parts).casefold()


def _readable(
    session: Session, reader: Reader, condition: ColumnElement[bool]
) -> list[LoggedDecision]:
    rows = session.execute(
        select(Decision, Meeting, Minutes.state, AgendaItem, Area)
        .join(Meeting, Meeting.id == Decision.meeting_id)
        .join(Minutes, Minutes.id == Decision.minutes_id)
        .outerjoin(AgendaItem, AgendaItem.id == Decision.item_id)
        .outerjoin(Area, Area.id == AgendaItem.area_id)
        .where(condition)
        .order_by(Decision.year.desc(), Decision.number.desc())
    ).all()
    there = attended_by(session, reader.actor.person_id)
    shown = [row for row in map(tuple, rows) if _may_read(row, reader, there)]
    return _linked(session, shown)


def _may_read(row: Joined, reader: Reader, there: frozenset[UUID]) -> bool:
    decision, _, state, item, _ = row
    if reader.keeps(decision.network_id):
        return True
    if state == "draft" or (state != "published" and decision.meeting_id not in there):
        return False
    item_class = item.item_class if item else "open"
    audience = [UUID(one) for one in item.audience] if item else []
    return reader.may_read(decision.network_id, decision.meeting_id, item_class, audience)


def _linked(session: Session, rows: list[Joined]) -> list[LoggedDecision]:
    shown = {row[0].id: _label(row[0]) for row in rows}
    later_ids = {row[0].superseded_by_id for row in rows} - {None}
    later = session.scalars(select(Decision).where(Decision.id.in_(later_ids)))
    labels = shown | {one.id: _label(one) for one in later}
    earlier: defaultdict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    for row in rows:
        if row[0].superseded_by_id:
            earlier[row[0].superseded_by_id].append((row[0].id, shown[row[0].id]))
    return [_line(row, labels, shown, tuple(earlier[row[0].id])) for row in rows]


def _line(
    row: Joined,
    labels: dict[UUID, str],
    shown: dict[UUID, str],
    earlier: tuple[tuple[UUID, str], ...],
) -> LoggedDecision:
    decision, meeting, state, item, area = row
    later = decision.superseded_by_id
    return LoggedDecision(
        id=decision.id,
        network_id=decision.network_id,
        meeting_id=decision.meeting_id,
        meeting_title=meeting.title,
        meeting_start=meeting.start,
        item_id=decision.item_id,
        item_title=item.title if item else "",
        year=decision.year,
        number=decision.number,
        text=decision.text,
        area_id=area.id if area else None,
        area=area.name if area else "",
        draft=state == "draft",
        superseded_by=labels[later] if later else "",
        later_id=later if later in shown else None,
        supersedes=earlier,
    )


def _label(decision: Decision) -> str:
    return f"{decision.number}/{decision.year}"
