"""What do exercises find again and again, and has it been solved since? Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A finding of an exercise; `actions`: the states of what was promised about it.

    One that has been taken away still joins what stands before and after it.
    """

    id: UUID
    exercise: UUID
    day: date
    kind: str
    text: str
    recurring_of: UUID | None = None
    actions: tuple[str, ...] = ()
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Chain:
    """The same finding in several exercises: in its latest words, with the days, latest first.

    `solved`: something was promised when it was found last, and all that ever was has been shown
    to work by a later exercise.
    """

    kind: str
    text: str
    days: tuple[date, ...]
    solved: bool

    @property
    def count(self) -> int:
        """How many times it was found."""
        return len(self.days)


def chains(found: Sequence[Found]) -> list[Chain]:
    """Give what more than one finding says, what was found most often first."""
    known = {one.id: one for one in found}
    by_root: defaultdict[UUID, list[Found]] = defaultdict(list)
    for one in found:
        if not one.removed:
            by_root[_root(one, known).id].append(one)
    made = [_chain(several) for several in by_root.values() if len(several) > 1]
    return sorted(made, key=lambda one: (one.solved, -one.count, one.text))


def _root(one: Found, known: Mapping[UUID, Found]) -> Found:
    *_, first = _back(one, known)
    return first


def _back(one: Found, known: Mapping[UUID, Found]) -> Iterator[Found]:
    """Give a finding and those before it; what points round in a circle ends where it closes."""
    seen: set[UUID] = set()
    here: Found | None = one
    while here is not None and here.id not in seen:
        yield here
        seen.add(here.id)
        here = known.get(here.recurring_of) if here.recurring_of is not None else None


def _chain(several: Sequence[Found]) -> Chain:
    by_day = sorted(several, key=lambda one: (one.day, one.id), reverse=True)
    promised = [_kept(one) for one in by_day]
    return Chain(
        kind=by_day[0].kind,
        text=by_day[0].text,
        days=tuple(one.day for one in by_day),
        solved=bool(promised[0]) and all(state == "verified" for one in promised for state in one),
    )


def _kept(one: Found) -> list[str]:
    return [state for state in one.actions if state != "declined"]
