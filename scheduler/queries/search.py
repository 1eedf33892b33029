"""Where has something been written about this, as far as the reader may know?

The index proposes; what is shown is made anew from its source and judged anew for the reader, so
that what was closed, taken away or left since is never shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.model import Meeting, Network
from scheduler.model.search import FoundKind
from scheduler.queries.entitled import Reader, attended_by
from scheduler.queries.paging import NoSuchPlace
from scheduler.search import ask
from scheduler.search.ask import Hit, Sight
from scheduler.search.snippet import Needles, Piece, marked, needles, snippet
from scheduler.search.sources import REFS, SOURCES, Text
from scheduler.search.sqlite import Level, Place
from scheduler.search.words import Term, parse, wanted

VERB = "search:use"
_BATCH = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing that was found; `title` and `snippet` in pieces, those asked for marked."""

    kind: FoundKind
    ref: UUID
    network_id: UUID
    network: str
    title: tuple[Piece, ...]
    snippet: tuple[Piece, ...]
    meeting_id: UUID | None
    meeting_title: str
    meeting_start: datetime | None  # wall time
    link: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, the very words first, then their other forms, the newest first in each."""

    rows: list[Row]
    next: str | None

    @property
    def total_is_at_least(self) -> int:
        """How many there are from here on, at least."""
        return len(self.rows) + bool(self.next)


class _Spot(NamedTuple):
    level: Level
    below: int | None


@dataclass(frozen=True, slots=True)
class _Eyes:
    """Who looks: the reader, and the meetings whose minutes say that they were there."""

    reader: Reader
    there: frozenset[UUID]
    sight: Sight

    def may_see(self, text: Text) -> bool:
        if text.shown == "open" or self.reader.keeps(text.network_id):
            return True
        if text.shown == "writers" and not (text.out and text.meeting_id in self.there):
            return False
        audience = [UUID(one) for one in text.audience]
        return self.reader.may_read(text.network_id, text.meeting_id, text.item_class, audience)


def find(  # the words, and what narrows them
    session: Session,
    reader: Reader,
    words: str,
    *,
    network_id: UUID | None = None,
    kind: FoundKind | None = None,
    year: int | None = None,
    after: str = "",
    limit: int = 20,
) -> Found:
    """Find what the words name, in all networks in which the reader may search.

    `words`: all are wanted, "a phrase", -not, the last may be unfinished. Raises NoSuchPlace.
    """
    terms, spot = parse(words), _spot(after)
    networks = _networks(session, reader, network_id)
    if not wanted(terms) or not networks:
        return Found([], None)
    place = Place(
        networks=None if reader.actor.administrator and network_id is None else frozenset(networks),
        languages=frozenset(network.language for network in networks.values()),
        kind=kind,
        year=year,
    )
    eyes = _eyes(session, reader, networks)
    found: list[tuple[str, Text]] = []
    for hit in _seen(session, terms, place, eyes, spot):
        found.append(hit)
        if len(found) > limit:
            break
    shown = [text for _, text in found[:limit]]
    mark = needles(terms, place.languages)
    rows = _rows(session, shown, networks, mark)
    return Found(rows, found[limit - 1][0] if len(found) > limit else None)


def searchable(session: Session, reader: Reader) -> list[Network]:
    """Give the networks in which the reader may search, by name."""
    found = _networks(session, reader, None).values()
    return sorted(found, key=lambda network: network.name.casefold())


def _seen(
    session: Session, terms: Sequence[Term], place: Place, eyes: _Eyes, spot: _Spot
) -> Iterator[tuple[str, Text]]:
    for level in ask.LEVELS[spot.level :]:
        below = spot.below if level == spot.level else None
        while hits := ask.hits(
            session, terms, place, eyes.sight, level=level, below=below, limit=_BATCH
        ):
            today = _today(session, hits)
            for hit in hits:
                text = today.get((hit.kind, hit.ref))
                if text is not None and eyes.may_see(text) and _lies_in(text, place):
                    yield f"{level}-{hit.id}", text
            below = hits[-1].id
            if len(hits) < _BATCH:
                break


def _today(session: Session, hits: Sequence[Hit]) -> dict[tuple[str, UUID], Text]:
    """Give what was found as it is now."""
    refs: dict[FoundKind, list[UUID]] = {}
    for hit in hits:
        refs.setdefault(hit.kind, []).append(hit.ref)
    return {
        (kind, text.ref): text
        for kind, wanted_ in refs.items()
        for text in SOURCES[kind](session, REFS[kind].in_(wanted_))
    }


def _lies_in(text: Text, place: Place) -> bool:
    return place.networks is None or text.network_id in place.networks


def _networks(session: Session, reader: Reader, only: UUID | None) -> dict[UUID, Network]:
    chosen = select(Network) if only is None else select(Network).where(Network.id == only)
    if not reader.actor.administrator:
        chosen = chosen.where(Network.id.in_(reader.actor.roles))
    return {one.id: one for one in session.scalars(chosen) if reader.actor.may(VERB, one.id)}


def _eyes(session: Session, reader: Reader, networks: Collection[UUID]) -> _Eyes:
    there = attended_by(session, reader.actor.person_id)
    kept = frozenset(one for one in networks if reader.keeps(one))
    sight = Sight(kept, list(reader.seats), everything=kept == frozenset(networks))
    return _Eyes(reader, there, sight)


def _rows(
    session: Session, texts: Sequence[Text], networks: Mapping[UUID, Network], mark: Needles
) -> list[Row]:
    ids = {text.meeting_id for text in texts} - {None}
    meetings = {
        meeting.id: meeting
        for meeting in session.scalars(select(Meeting).where(Meeting.id.in_(ids)))
    }
    return [
        _row(
            text,
            networks[text.network_id],
            meetings.get(text.meeting_id) if text.meeting_id else None,
            mark,
        )
        for text in texts
    ]


def _row(text: Text, network: Network, meeting: Meeting | None, mark: Needles) -> Row:
    return Row(
        kind=text.kind,
        ref=text.ref,
        network_id=network.id,
        network=network.name,
        title=marked(text.title, mark),
        snippet=snippet(text.text, mark),
        meeting_id=text.meeting_id,
        meeting_title=meeting.title if meeting else "",
        meeting_start=meeting.start if meeting else None,
        link=_link(text, network),
        at=text.at,
    )


def _link(text: Text, network: Network) -> str:
    match text.kind:
        case "meeting":
            return f"/meetings/{text.meeting_id}"
        case "agenda" | "document":
            return f"/meetings/{text.meeting_id}/agenda"
        case "round" | "note" | "decision":
            return f"/meetings/{text.meeting_id}/minutes"
        case "action":
            return f"/networks/{network.slug}/actions?state=all"
        case "area":
            return f"/areas/{text.ref}"


def _spot(after: str) -> _Spot:
    if not after:
        return _Spot(0, None)
    level, _, number = after.partition("-")
    fits = level in {"0", "1"} and number.isascii() and number.isdecimal() and len(number) < 20
    if not fits or int(number) >= 2**63:
        raise NoSuchPlace(field="after")
    return _Spot(int(level), int(number))
