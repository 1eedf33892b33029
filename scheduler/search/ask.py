"""Which rows do words find, the newest first? Asked a part at a time, in two levels."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, extract, or_, select
from sqlalchemy.orm import Session

from scheduler.model import SearchEntry
from scheduler.model.search import FoundKind
from scheduler.search import postgresql, sqlite
from scheduler.search.sqlite import Level, Place
from scheduler.search.words import Term

LEVELS: tuple[Level, ...] = (0, 1)


class Hit(NamedTuple):
    """A row of the index, and what it is of."""

    id: int
    kind: FoundKind
    ref: UUID


class Sight(NamedTuple):
    """What may be seen: everything in networks that are kept, else what is open or was theirs.

    `seats`: meetings to which they were called or at which they were.
    """

    kept: Collection[UUID]
    seats: Collection[UUID]
    everything: bool = False


def hits(  # the words, where, for whom, and which part of it
    session: Session,
    terms: Sequence[Term],
    place: Place,
    sight: Sight,
    *,
    level: Level,
    below: int | None,
    limit: int,
) -> list[Hit]:
    """Give the newest rows below a row of the index that somebody may perhaps see."""
    chosen = select(SearchEntry.id, SearchEntry.kind, SearchEntry.ref)
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    chosen, order = dialect.found(chosen, terms, place, level)
    chosen = chosen.where(*_within(place), *_seen(sight))
    if below is not None:
        chosen = chosen.where(order < below)
    rows = session.execute(chosen.order_by(order.desc()).limit(limit))
    return [Hit(number, kind, ref) for number, kind, ref in rows]


def _within(place: Place) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if place.networks is not None:
        conditions.append(SearchEntry.network_id.in_(place.networks))
    if place.kind:
        conditions.append(SearchEntry.kind == place.kind)
    if place.year is not None:
        conditions.append(extract("year", SearchEntry.at) == place.year)
    return conditions


def _seen(sight: Sight) -> list[ColumnElement[bool]]:
    if sight.everything:
        return []
    return [
        or_(
            SearchEntry.shown == "open",
            SearchEntry.network_id.in_(sight.kept),
            and_(SearchEntry.shown != "open", SearchEntry.meeting_id.in_(sight.seats)),
        )
    ]
