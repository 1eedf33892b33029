"""How is an exercise of the past played again? Line by line, by the services, on a clock by hand.

The clock stops wherever something comes by itself, so that nothing is early, late or left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.orm import Session

from scheduler.actor import SYSTEM, Actor
from scheduler.exercise.timing import next_instant
from scheduler.inputs.run import (
    DecisionInput,
    MarkInput,
    ObservationInput,
    RatingInput,
    ReleaseInput,
    ResponseInput,
    SayingInput,
    VoteInput,
)
from scheduler.model import Run, RunRole
from scheduler.queries.runs import state_of
from scheduler.services import playing, run_log, runs

_SAID: Mapping[str, tuple[Callable[..., Any], type[BaseModel]]] = {
    "answer": (playing.answer, ResponseInput),
    "decide": (playing.decide, DecisionInput),
    "observe": (playing.observe, ObservationInput),
    "rate": (playing.rate, RatingInput),
    "say": (playing.say, SayingInput),
    "vote": (playing.vote, VoteInput),
}


class Hand:
    """A clock that goes only when it is moved."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.at


class Stage:
    """One run, who plays in it, and the lines of its log that have got a name."""

    def __init__(self, session: Session, run: Run, hand: Hand, begins: datetime) -> None:
        self.session, self.run, self.hand, self.begins = session, run, hand, begins
        self.lines: dict[str, int] = {}
        self.places = _places(run.roles)

    def play(self, acts: Iterable[Mapping[str, Any]]) -> None:
        """Let one act after the other happen, and between them what comes by itself."""
        for act in acts:
            self._wait(self.begins + timedelta(minutes=act["at"]))
            self.do(act["who"], act["do"], act.get("with", {}))
            if "as" in act:
                self.lines[act["as"]] = self.run.entries

    def do(self, who: str, verb: str, told: Mapping[str, Any]) -> None:
        """Let somebody do something now; `told` is what the verb's input has."""
        role = self.places[who]
        by = Actor(kind="link", id=role.person_id, person_id=role.person_id)
        if verb in _SAID:
            service, plan = _SAID[verb]
            named = {**told, "item": self.lines[told["item"]]} if "item" in told else told
            service(self.session, role.id, plan=plan.model_validate(named), by=by)
        else:
            self._lead(verb, dict(told), _leader(role, self.run.network_id))

    def _lead(self, verb: str, told: dict[str, Any], by: Actor) -> None:
        session, run = self.session, self.run.id
        if verb == "release":
            runs.release(session, run, told["inject"], plan=ReleaseInput(), by=by)
        elif verb == "mark":
            runs.mark(session, run, plan=MarkInput.model_validate(told), by=by)
        else:
            getattr(runs, verb)(session, run, **told, by=by)

    def _wait(self, until: datetime) -> None:
        while True:
            coming = next_instant(state_of(self.session, self.run.id))
            if coming is None or coming > until:
                break
            self.hand.at = coming
            run_log.look(self.session, self.run, by=SYSTEM)
        self.hand.at = until


def _places(roles: Iterable[RunRole]) -> dict[str, RunRole]:
    """Name the roles: by kind or group, the second of the same `kommun 2`."""
    found: dict[str, RunRole] = {}
    for role in roles:
        name = role.group if role.kind == "player" else role.kind
        number = sum(one == name or one.startswith(f"{name} ") for one in found) + 1
        found[name if number == 1 else f"{name} {number}"] = role
    return found


def _leader(role: RunRole, network: UUID) -> Actor:
    person = role.person_id
    roles = {network: frozenset({"facilitator"})}
    return Actor(kind="person", id=person, person_id=person, roles=roles)
