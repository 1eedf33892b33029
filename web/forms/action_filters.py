"""Which actions of a list are asked for? State, organisation, area, horizon."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from flask import request

from scheduler.queries.actions import ActionLine
from scheduler.queries.membership import alphabetical

STATES: Mapping[str, Callable[[ActionLine], bool]] = {
    "open": lambda line: line.open,
    "overdue": lambda line: line.overdue,
    "stale": lambda line: line.stale,
    "nobody": lambda line: line.open and not line.person_id,
    "left": lambda line: line.left_at is not None,
    "closed": lambda line: not line.open,
    "all": lambda _: True,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader has chosen to see; an empty choice is no choice."""

    state: str
    organisation: str
    area: str
    horizon: str

    @classmethod
    def from_request(cls) -> Asked:
        """Read the choice from the address; what is no state shows everything."""
        args = request.args
        return cls(
            state=args.get("state", "open"),
            organisation=args.get("organisation", ""),
            area=args.get("area", ""),
            horizon=args.get("horizon", ""),
        )

    def of(self, lines: Iterable[ActionLine]) -> list[ActionLine]:
        """Give the lines that are asked for."""
        return [line for line in lines if self._wants(line)]

    def _wants(self, line: ActionLine) -> bool:
        return (
            STATES.get(self.state, STATES["all"])(line)
            and self.organisation in {"", str(line.organisation_id)}
            and self.area in {"", str(line.area_id)}
            and self.horizon in {"", line.horizon}
        )


def houses(lines: Iterable[ActionLine]) -> list[tuple[str, str]]:
    """Give the organisations that own any of the lines, by name."""
    return _named({(str(line.organisation_id), line.organisation) for line in lines})


def areas(lines: Iterable[ActionLine]) -> list[tuple[str, str]]:
    """Give the areas that any of the lines belongs to, by name."""
    return _named({(str(line.area_id), line.area) for line in lines if line.area_id})


def _named(found: set[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(found, key=lambda pair: alphabetical(pair[1]))
