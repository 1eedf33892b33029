"""What can happen to a mail between us and the mail server, and to us meanwhile?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scheduler.ports import InDoubt, Temporary, Unreachable

if TYPE_CHECKING:
    from tests.histories import World

OUTCOMES = ("taken", "busy", "no server", "lost", "doubt", "crash before", "crash after")
_ARRIVES = {"taken", "doubt", "crash after"}
_MAY_HAVE_LEFT = _ARRIVES | {"lost", "crash before"}


class Crash(BaseException):
    """The process ends in the middle of a conversation with the mail server."""


@dataclass
class Road:
    """A mail server that does what `outcomes` say, then takes everything."""

    world: World
    outcomes: list[str] = field(default_factory=list)

    def send(self, sender: str, recipient: str, raw: bytes) -> str:
        outcome = self.outcomes.pop(0) if self.outcomes else "taken"
        try:
            self.world.leaves(sender, recipient, raw, outcome in _MAY_HAVE_LEFT)
            if outcome in _ARRIVES:
                self.world.arrives(recipient, raw)
        except AssertionError as fault:  # the service takes whatever a sender raises for doubt
            self.world.seen.faults.append(fault)
        if outcome in {"lost", "crash before"}:
            self.world.seen.lost.add(recipient)
        if outcome.startswith("crash"):
            raise Crash
        failures = {"busy": Temporary, "no server": Unreachable, "lost": InDoubt, "doubt": InDoubt}
        if outcome in failures:
            raise failures[outcome](outcome)
        return "250 taken"

    def close(self) -> None:
        pass
