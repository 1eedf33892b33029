"""What does a network's year come to, and how much of it may leave the network?

Pure. What leaves (the yearly report) tells no figure about fewer than three: such a figure is
HIDDEN, and so is every other from which it could be worked out.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import TypeVar
from uuid import UUID

LEAST = 3  # people or occasions that a figure must be about to leave the network


class Hidden(Enum):
    """A figure that is not told, as it is about fewer than three."""

    HIDDEN = "fewer than 3"


HIDDEN = Hidden.HIDDEN
Count = int | Hidden
Measure = float | Hidden | None  # None: there is nothing to measure
N = TypeVar("N", int, float)


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
        closed = self.late if isinstance(self.late, Hidden) else _sum([self.in_time, self.late])
        return part_of(self.in_time, closed)


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
    """Give a share from 0 to 1; hidden when either is, None of nothing."""
    if isinstance(part, Hidden) or isinstance(whole, Hidden):
        return HIDDEN
    return part / whole if whole else None


def middle(values: Sequence[float]) -> float | None:
    """Give the median; None of nothing."""
    return float(statistics.median(values)) if values else None


def to_leave(year: NetworkYear) -> NetworkYear:
    """Give the year as it may leave the network."""
    lines = tuple(replace(one, followed=_reduced(one.followed)) for one in year.organisations)
    answers = _enough(year.answers)
    return replace(
        year,
        notice_days=year.notice_days if year.held >= LEAST else _gone(year.notice_days),
        answers=answers,
        answers_in_time=HIDDEN if answers is HIDDEN else _enough(year.answers_in_time),
        organisations=lines,
        together=_together(year.together, [one.followed for one in lines]),
        whole=False,
    )


def _reduced(one: Followed) -> Followed:
    """Hide what is about fewer than three, and what it could be worked out from."""
    called = _enough(one.called)
    there = HIDDEN if called is HIDDEN else _enough(one.there)
    parts = [_enough(part) for part in (one.in_time, one.late, one.open)]
    return Followed(
        called=called,
        there=there,
        substituted=HIDDEN if there is HIDDEN else _enough(one.substituted),
        taken=HIDDEN if HIDDEN in parts else one.taken,
        in_time=parts[0],
        late=parts[1],
        open=parts[2],
        median_days=one.median_days if _closed(one) >= LEAST else _gone(one.median_days),
    )


def _together(whole: Followed, lines: Sequence[Followed]) -> Followed:
    """Give totals of the columns that tell every line: another would give a hidden one away."""
    return Followed(
        called=_total(whole.called, lines, lambda one: one.called),
        there=_total(whole.there, lines, lambda one: one.there),
        substituted=_total(whole.substituted, lines, lambda one: one.substituted),
        taken=_total(whole.taken, lines, lambda one: one.taken),
        in_time=_total(whole.in_time, lines, lambda one: one.in_time),
        late=_total(whole.late, lines, lambda one: one.late),
        open=_total(whole.open, lines, lambda one: one.open),
        median_days=whole.median_days if _closed(whole) >= LEAST else _gone(whole.median_days),
    )


def _total(whole: Count, lines: Iterable[Followed], column: Callable[[Followed], Count]) -> Count:
    return HIDDEN if any(column(one) is HIDDEN for one in lines) else _enough(whole)


def _enough(count: Count) -> Count:
    return count if isinstance(count, int) and count >= LEAST else HIDDEN


def _gone(measure: Measure) -> Measure:
    return None if measure is None else HIDDEN


def _closed(one: Followed) -> int:
    return sum(count for count in (one.in_time, one.late) if isinstance(count, int))


def _sum(counts: Iterable[Count]) -> Count:
    known = list(counts)
    return HIDDEN if HIDDEN in known else sum(one for one in known if isinstance(one, int))
