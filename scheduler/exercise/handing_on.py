"""How much of the numbers about exercises may be handed on, or read by who does not lead them?

Pure. No figure about fewer than five people, and none from which such a one could be worked out;
nothing of an exercise whose report is not final, and no objective: they are the script's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from scheduler.exercise.feedback import FEWEST
from scheduler.exercise.over_time import (
    FEW,
    UNTOLD,
    CapabilityLine,
    Cell,
    Count,
    Hidden,
    House,
    OverTime,
    Scaled,
    over_time,
)
from scheduler.exercise.past import Past


def to_leave(past: Past, today: date) -> OverTime:
    """Put a network's exercises together as it may be handed on."""
    told = over_time(_reported(past), today)
    houses = tuple(_house(one) for one in told.houses)
    together = UNTOLD if any(one.people is FEW for one in houses) else None
    return replace(
        told,
        held=tuple(replace(one, people=together or _enough(one.people)) for one in told.held),
        scales=tuple(_scaled(one) for one in told.scales),
        untried_count=over_time(past, today).untried_count,
        untried=(),
        houses=houses,
        people=together or _enough(told.people),
        pace=(),
        whole=False,
    )


def _reported(past: Past) -> Past:
    finals = {one.exercise for one in past.results if one.final}
    return replace(
        past,
        results=tuple(one for one in past.results if one.final),
        found=tuple(
            replace(one, removed=one.removed or one.exercise not in finals) for one in past.found
        ),
        mended=tuple(one for one in past.mended if one.exercise in finals),
    )


def _house(one: House) -> House:
    people = _enough(one.people)
    return House(one.name, UNTOLD if people is FEW else one.exercises, people)


def _scaled(one: Scaled) -> Scaled:
    return replace(one, lines=tuple(_line(line) for line in one.lines))


def _line(line: CapabilityLine) -> CapabilityLine:
    cells = tuple(_cell(one) for one in line.cells)
    return replace(line, cells=cells, n=UNTOLD if _any_hidden(cells) else line.n)


def _cell(one: Cell) -> Cell:
    few = one.count != 0 and one.players < FEWEST
    return replace(one, count=FEW) if few else one


def _any_hidden(cells: Sequence[Cell]) -> bool:
    return any(isinstance(one.count, Hidden) for one in cells)


def _enough(count: Count) -> Count:
    return count if isinstance(count, int) and count >= FEWEST else FEW
