"""What is wrong in a network file, and on which line?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scheduler.errors import N_, Refused
from scheduler.language import Language

LONGEST_FIELD = 80


@dataclass(frozen=True, slots=True)
class Fault:
    """One wrong place: its line (from 1), the field as `people[2].email`, and the refusal."""

    line: int
    field: str
    refusal: Refused


class FaultyFile(Refused):
    """A network file that cannot be used; `faults` holds every wrong place, in order of lines."""

    message = N_("%(name)s cannot be used as it is. Nothing was written.")

    def __init__(self, name: str, faults: Iterable[Fault]) -> None:
        self.name = name
        self.faults = sorted(faults, key=lambda fault: fault.line)
        super().__init__(name=name)

    def lines(self, language: Language) -> list[str]:
        """Write each fault as `file.yaml:14: people[2].email: what to do`."""
        return [_line(self.name, fault, language) for fault in self.faults]


def _line(name: str, fault: Fault, language: Language) -> str:
    parts = [f"{name}:{fault.line}", fault.field[:LONGEST_FIELD], language.refusal(fault.refusal)]
    return ": ".join(part for part in parts if part)
