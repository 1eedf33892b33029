"""What does a network's year come to, and how much of it may leave the network?

Pure. What leaves (the yearly report) tells no figure about fewer than three: such a count is FEW.
Every other from which it could be worked out is UNTOLD, as is a measure of fewer than three.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from uuid import UUID

LEAST = 3  # people or occasions that a figure must be about to leave the network


class Hidden(Enum):
    """Why a figure is not told: it is itself below three, or it would give such a one away."""

    FEW = "fewer than 3"
    UNTOLD = "not told"


FEW, UNTOLD = Hidden.FEW, Hidden.UNTOLD
Count = int | Hidden
Measure = float | Hidden | None  # None: there is nothing to measure


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """Called to and there, promised and done: one organisation's year, or all of them together.

    `called`: meetings with an attendance list to which it was called; `there`: those at which
    somebody sat for it; `substituted`: those at which only substitutes did. `taken`: actions that
    it took on in the year and did not decline; each is `in_time`, `late` or `open` today.
    """

    called: Count = 0
    there: Count = 0
    substituted: Count = 0
    taken: Count = 0
    in_time: Count = 0
    late: Count = 0
    open: Count = 0
    median_days: Measure = None

    @property
    def share(self) -> Measure:
        """How many of its meetings it was at, from 0 to 1."""
        return part_of(self.there, self.called)

    @property
    def kept(self) -> Measure:
        """How many of its closed actions were closed in time, from 0 to 1."""
        if isinstance(self.in_time, Hidden) or isinstance(self.late, Hidden):
            return UNTOLD
        return part_of(self.in_time, self.in_time + self.late)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationYear:
    """One organisation and its year."""

    id: UUID
    name: str
    followed: Followed


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkYear:
    """A network's year; meetings are told as they are: they are the network's own, not a person's.

    `listed`: meetings held that have an attendance list; `answers` were asked for, `in_time` given
    by the last day for answers; `untreated`: areas that no meeting has treated yet.
    """

    network_id: UUID
    slug: str
    network: str
    language: str
    demo: bool
    year: int
    held: int
    listed: int
    cancelled: int
    notice_days: Measure
    answers: Count
    answers_in_time: Count
    untreated: tuple[str, ...]
    organisations: tuple[OrganisationYear, ...]
    together: Followed
    whole: bool = True  # nothing is hidden

    @property
    def answered(self) -> Measure:
        """How many of the answers came in time, from 0 to 1."""
        return part_of(self.answers_in_time, self.answers)


def part_of(part: Count, whole: Count) -> Measure:
    """Give a share from 0 to 1; untold when either is hidden, None of nothing."""
    if isinstance(part, Hidden) or isinstance(whole, Hidden):
        return UNTOLD
    return part / whole if whole else None


def middle(values: Sequence[float]) -> float | None:
    """Give the median; None of nothing."""
    return float(statistics.median(values)) if values else None


def to_leave(year: NetworkYear) -> NetworkYear:
    """Give the year as it may leave the network."""
    lines = tuple(replace(one, followed=_reduced(one.followed)) for one in year.organisations)
    return replace(
        year,
        notice_days=_measured(year.notice_days, year.held),
        answers=_enough(year.answers),
        answers_in_time=_enough(year.answers_in_time),
        organisations=lines,
        together=_together(year.together, [one.followed for one in lines]),
        whole=False,
    )


def _reduced(one: Followed) -> Followed:
    """Hide what is about fewer than three, and the whole from which a part could be worked out."""
    parts = [_enough(part) for part in (one.in_time, one.late, one.open)]
    taken = _enough(one.taken)
    if FEW in parts and taken is not FEW:
        taken = UNTOLD
    return Followed(
        called=_enough(one.called),
        there=_enough(one.there),
        substituted=_enough(one.substituted),
        taken=taken,
        in_time=parts[0],
        late=parts[1],
        open=parts[2],
        median_days=_measured(one.median_days, _closed(one)),
    )


def _together(whole: Followed, lines: Sequence[Followed]) -> Followed:
    """Give totals of the columns that tell every line: another would give a hidden one away."""
    return Followed(
        called=_total(whole.called, [one.called for one in lines]),
        there=_total(whole.there, [one.there for one in lines]),
        substituted=_total(whole.substituted, [one.substituted for one in lines]),
        taken=_total(whole.taken, [one.taken for one in lines]),
        in_time=_total(whole.in_time, [one.in_time for one in lines]),
        late=_total(whole.late, [one.late for one in lines]),
        open=_total(whole.open, [one.open for one in lines]),
        median_days=_measured(whole.median_days, _closed(whole)),
    )


def _total(whole: Count, column: Iterable[Count]) -> Count:
    return UNTOLD if any(isinstance(one, Hidden) for one in column) else _enough(whole)


def _enough(count: Count) -> Count:
    return count if isinstance(count, int) and count >= LEAST else FEW


def _measured(measure: Measure, occasions: int) -> Measure:
    return UNTOLD if measure is not None and occasions < LEAST else measure


def _closed(one: Followed) -> int:
    return sum(count for count in (one.in_time, one.late) if isinstance(count, int))
