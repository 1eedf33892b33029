"""What have a network's earlier meetings left to the next?

Read in a handful of queries, whatever the number of meetings; what follows from it is computed in
returning.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    exists,
    not_,
    or_,
    select,
    union,
    union_all,
)
from sqlalchemy.orm import Session

from scheduler.clock import now
from scheduler.language import Language, language
from scheduler.model import (
    Action,
    AgendaItem,
    Commission,
    Decision,
    Meeting,
    Minutes,
    MinutesEntry,
    Network,
)
from scheduler.model.action import OPEN_STATES
from scheduler.model.agenda import RETURNING
from scheduler.model.minutes import FIXED
from scheduler.queries import following, templates

Chain = Sequence[AgendaItem]

AT_ONCE = 500  # ids in one query
SETTLED = ("done", "dropped", *RETURNING)
_CAME_BACK = AgendaItem.origin_id >= UUID(int=0)  # not null, as an index can find it
# Each agenda has its own, if it needs one.
_OF_ITSELF = ("minutes:%", "actions", "commission:%", "corrective:%")


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """All that agendas to come are made of, at one instant.

    `coming`: the meetings that what is left goes to, the next first. `chains`: the appearances of
    each matter that may come back, the earliest first. `undecided`: points for decision without a
    decision, though the minutes are out. `untreated`: points that have come back, of which nobody
    has said or written anything. `corrective`: what an exercise has asked for and no later one has
    shown to work. `standing` gives the standing points of a series.
    """

    moment: datetime
    speech: Language
    coming: Sequence[Meeting]
    meetings: Mapping[UUID, Meeting]
    unapproved: Sequence[Meeting]
    chains: Mapping[str, Chain]
    undecided: frozenset[UUID]
    untreated: frozenset[UUID]
    open_actions: bool
    corrective: Sequence[Action]
    commissions: Sequence[Commission]
    standing: Callable[[UUID | None], Sequence[Mapping[str, Any]]]

    def past(self, item: AgendaItem) -> bool:
        """Tell whether a point's meeting has begun."""
        meeting = self.meetings[item.meeting_id]
        return not meeting.cancelled and meeting.starts_at <= self.moment

    def cancelled(self, item: AgendaItem) -> bool:
        """Tell whether a point's meeting is not held."""
        return self.meetings[item.meeting_id].cancelled


def of_network(session: Session, network: Network) -> Memory:
    """Give what a network's meetings to come are to take up."""
    items, meetings = _items(session, network.id)
    return Memory(
        moment=now(),
        speech=language(network.language),
        coming=[
            one for one in following.coming(session, network.id) if one.kind in following.FILLED
        ],
        meetings=meetings,
        unapproved=_unapproved(session, network.id),
        chains=chains(items),
        undecided=frozenset(session.scalars(select(AgendaItem.id).where(*_undecided(network.id)))),
        untreated=frozenset(session.scalars(_untreated(network.id))),
        open_actions=bool(session.scalar(select(exists().where(followed_up(network.id))))),
        corrective=_corrective(session, network.id),
        commissions=_commissions(session, network.id),
        standing=lambda series_id: templates.of_network(session, network.id, series_id),
    )


def followed_up(network_id: UUID) -> ColumnElement[bool]:
    """Say which of a network's actions its meetings go through: the open, and what is unproven."""
    return and_(
        Action.network_id == network_id,
        or_(Action.state.in_(OPEN_STATES), awaits_retest()),
    )


def awaits_retest() -> ColumnElement[bool]:
    """Say which actions are done, but no later exercise has shown that they work."""
    return and_(Action.finding_id.is_not(None), Action.state == "done")


def chains(items: Chain) -> dict[str, Chain]:
    """Put together the appearances of each matter, by the id of its first one."""
    known = {item.id: item for item in items}
    found: dict[str, list[AgendaItem]] = {}
    for item in items:
        found.setdefault(_first(item, known), []).append(item)
    return dict(found)


def _first(item: AgendaItem, known: Mapping[UUID, AgendaItem]) -> str:
    seen = {item.id}
    while not item.source.startswith("returned:"):
        earlier = known.get(item.origin_id) if item.origin_id else None
        if earlier is None or earlier.id in seen:
            return str(item.id)
        item = earlier
        seen.add(item.id)
    return item.source.removeprefix("returned:")


def _items(session: Session, network_id: UUID) -> tuple[list[AgendaItem], dict[UUID, Meeting]]:
    wanted = [one for one in session.scalars(_open_or_come_back(network_id)) if one is not None]
    rows = [
        (item, meeting)
        for start in range(0, len(wanted), AT_ONCE)
        for item, meeting in session.execute(
            select(AgendaItem, Meeting)
            .join(Meeting, Meeting.id == AgendaItem.meeting_id)
            .where(
                AgendaItem.id.in_(wanted[start : start + AT_ONCE]),
                Meeting.network_id == network_id,
                *_of_no_single_agenda(),
            )
        )
    ]
    rows.sort(key=lambda row: (row[1].starts_at, row[1].id, row[0].position))
    return [item for item, _ in rows], {meeting.id: meeting for _, meeting in rows}


def _open_or_come_back(network_id: UUID) -> CompoundSelect[UUID]:
    """Select the points that may be open, and all that have come back or did later.

    Parts with an index each: most points of a network were settled long ago.
    """
    written = or_(AgendaItem.source == "", AgendaItem.source.like("proposal:%"))
    cancelled = select(Meeting.id).where(
        Meeting.network_id == network_id,
        Meeting.status == "cancelled",
        Meeting.kind.in_(following.FILLED),
    )
    return union(
        select(AgendaItem.id).where(AgendaItem.outcome.in_(RETURNING)),
        select(AgendaItem.id).where(_CAME_BACK),
        select(AgendaItem.origin_id).where(_CAME_BACK),
        select(AgendaItem.id).where(AgendaItem.meeting_id.in_(cancelled), written),
        select(AgendaItem.id).where(*_undecided(network_id)),
    )


def _undecided(network_id: UUID) -> tuple[ColumnElement[bool], ...]:
    meetings = select(Meeting.id).where(Meeting.network_id == network_id)
    out = select(Minutes.meeting_id).where(
        Minutes.meeting_id.in_(meetings), Minutes.state != "draft"
    )
    decided = select(Decision.item_id).where(
        Decision.network_id == network_id, Decision.item_id.is_not(None)
    )
    return (
        AgendaItem.meeting_id.in_(out),
        AgendaItem.kind == "decision",
        AgendaItem.outcome.not_in(SETTLED),  # most have none: no index helps
        AgendaItem.id.not_in(decided),
        *_of_no_single_agenda(),
    )


def _untreated(network_id: UUID) -> Select[UUID]:
    """Select the points that have come back and on which nothing is said or written."""
    meetings = select(Meeting.id).where(Meeting.network_id == network_id)
    written = union_all(
        select(MinutesEntry.item_id)
        .join(Minutes, Minutes.id == MinutesEntry.minutes_id)
        .where(Minutes.meeting_id.in_(meetings), MinutesEntry.item_id.is_not(None)),
        select(Decision.item_id).where(
            Decision.network_id == network_id, Decision.item_id.is_not(None)
        ),
        select(Action.item_id).where(Action.network_id == network_id, Action.item_id.is_not(None)),
    )
    return select(AgendaItem.id).where(  # of all networks: few have come back, many have not
        _CAME_BACK,
        AgendaItem.source.like("returned:%"),
        AgendaItem.outcome.not_in(SETTLED),
        AgendaItem.id.not_in(written),
    )


def _of_no_single_agenda() -> list[ColumnElement[bool]]:
    return [not_(AgendaItem.source.like(pattern)) for pattern in _OF_ITSELF]


def _unapproved(session: Session, network_id: UUID) -> list[Meeting]:
    """Give the meetings that have notes, the latest last, which nobody has approved."""
    noted = exists().where(MinutesEntry.minutes_id == Minutes.id)
    decided = exists().where(Decision.minutes_id == Minutes.id)
    chosen = (
        select(Meeting)
        .join(Minutes, Minutes.meeting_id == Meeting.id)
        .where(
            Meeting.network_id == network_id,
            Meeting.status != "cancelled",
            Meeting.starts_at <= now(),
            Minutes.state.not_in(FIXED),
            or_(Minutes.state != "draft", noted, decided),
        )
    )
    return list(session.scalars(chosen.order_by(Meeting.starts_at, Meeting.id)))


def _corrective(session: Session, network_id: UUID) -> list[Action]:
    waiting = select(Action).where(followed_up(network_id), Action.finding_id.is_not(None))
    return list(session.scalars(waiting.order_by(Action.created_at, Action.id)))


def _commissions(session: Session, network_id: UUID) -> list[Commission]:
    due = select(Commission).where(
        Commission.network_id == network_id,
        Commission.state == "open",
        Commission.report_back.is_not(None),
    )
    return list(session.scalars(due.order_by(Commission.report_back, Commission.id)))
