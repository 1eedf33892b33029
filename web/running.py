"""What does the console of a run show, and what does each of its buttons do?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import request
from pydantic import BaseModel
from sqlalchemy.orm import Session

from scheduler import inputs
from scheduler.actor import Actor
from scheduler.clock import now
from scheduler.errors import N_, NotFound
from scheduler.exercise.entries import Entry
from scheduler.exercise.player import words
from scheduler.exercise.state import State
from scheduler.inputs.run import (
    AbortInput,
    AdHocInput,
    CorrectInput,
    JumpInput,
    MarkInput,
    PauseInput,
    RateInput,
    ReleaseInput,
    SkipInput,
)
from scheduler.inputs.scenario import SuggestionInput
from scheduler.model import Run
from scheduler.queries import run_page
from scheduler.queries.console import Console, console
from scheduler.queries.run_page import RunHead
from scheduler.queries.runs import state_of
from scheduler.services import runs, suggestions
from web import run_words
from web.forms import Form
from web.reader import gettext, reader

M = TypeVar("M", bound=BaseModel)
Does = Callable[[Session, UUID, Actor], object]
DoesTo = Callable[[Session, UUID, str, Actor], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A run at this instant, with all that its console shows."""

    head: RunHead
    console: Console
    state: State
    names: Mapping[str, str]
    entries: list[Entry]
    at: datetime
    back_at: datetime | None

    @property
    def mark(self) -> str:
        """What is the same as long as nothing has happened (web.live.watcher.Glimpse.mark)."""
        keys = [one.now for one in self.console.modules]
        return f"{self.console.number}.{keys.index(True) if True in keys else -1}"

    def wall(self, instant: datetime) -> str:
        """Write an instant with its seconds, as the clocks at the meeting show it."""
        short = self.hour(instant)
        return f"{short}{short[2]}{instant:%S}"

    def hour(self, instant: datetime) -> str:
        """Write an instant as the clocks at the meeting show it."""
        return reader().time(instant.astimezone(ZoneInfo(self.head.meeting.time_zone)))

    @property
    def news(self) -> str:
        """What happened last, in words."""
        return run_words.news(self.entries, self.state, self.names)

    @property
    def log(self) -> list[tuple[Entry, str]]:
        """Each of the last lines with its words."""
        return [(one, run_words.sentence(one, self.state, self.names)) for one in self.entries]


def board(session: Session, run_id: UUID) -> Board:
    """Load a run as it stands now."""
    head, state, at = run_page.run_head(session, run_id), state_of(session, run_id), now()
    entries = run_page.last_lines(session, run_id, state)
    names = run_page.names(session, run_id, run_page.actors_in(state, entries))
    made = console(state, at, names)
    return Board(
        head=head,
        console=made,
        state=state,
        names=names,
        entries=entries,
        at=at,
        back_at=run_page.back_at(session, run_id) if made.gap_from else None,
    )


def typed(model: type[M], more: Mapping[str, Any] | None = None) -> M:
    """Read a form of the console as an input; raises Refused."""
    return inputs.parse(model, {**_given(model), **(more or {})})


def jump_plan() -> JumpInput:
    """Read where to go, and what becomes of each inject that has not come by then."""
    chosen = {
        name.removeprefix("each."): value
        for name, value in request.form.items()
        if name.startswith("each.")
    }
    shift = request.form.get("shift") == "true"
    return typed(JumpInput, {"each": chosen, "shift": shift})


def _given(model: type[BaseModel]) -> dict[str, Any]:
    data = Form.from_request(model).data
    return {name: value for name, value in data.items() if value is not None}


def _pause(session: Session, run: UUID, by: Actor) -> None:
    runs.pause(session, run, reason=typed(PauseInput).reason, by=by)


def _rate(session: Session, run: UUID, by: Actor) -> None:
    runs.set_rate(session, run, rate=typed(RateInput).rate, by=by)


def _abort(session: Session, run: UUID, by: Actor) -> None:
    runs.abort(session, run, reason=typed(AbortInput).reason, by=by)


def _offer(session: Session, run: UUID, key: str, by: Actor) -> None:
    """Suggest what was made in the room for the scenario's next version."""
    step = state_of(session, run).steps.get(key)
    row = session.get(Run, run)
    if step is None or row is None:
        raise NotFound
    title, text = words(step)
    plan = inputs.parse(SuggestionInput, {"title": title, "text": text})
    suggestions.suggest(session, row.exercise.version.scenario_id, plan=plan, by=by)


# What a button does, and what is said when it is done.
STEPS: Mapping[str, tuple[Does, str]] = {
    "start": (lambda s, run, by: runs.start(s, run, by=by), N_("The exercise goes on.")),
    "pause": (_pause, N_("Paused.")),
    "resume": (lambda s, run, by: runs.resume(s, run, by=by), N_("The exercise goes on.")),
    "count-gap": (
        lambda s, run, by: runs.resume(s, run, count_gap=True, by=by),
        N_("The exercise goes on. The time away counts."),
    ),
    "rate": (_rate, N_("The clock goes at the new rate from now on.")),
    "jump": (
        lambda s, run, by: runs.jump(s, run, plan=jump_plan(), by=by),
        N_("The module has begun."),
    ),
    "end": (lambda s, run, by: runs.end(s, run, by=by), N_("The exercise is ended.")),
    "open-hotwash": (
        lambda s, run, by: runs.open_hotwash(s, run, by=by),
        N_("The hot wash begins."),
    ),
    "close": (lambda s, run, by: runs.close(s, run, by=by), N_("The run is closed.")),
    "abort": (_abort, N_("The exercise is broken off.")),
    "add": (
        lambda s, run, by: runs.add(s, run, plan=typed(AdHocInput), by=by),
        N_("The inject is made."),
    ),
    "mark": (lambda s, run, by: runs.mark(s, run, plan=_mark(), by=by), N_("Marked.")),
    "show": (
        lambda s, run, by: runs.show(s, run, request.form.get("show", ""), by=by),
        N_("The screen in the room shows it."),
    ),
    "reveal": (
        lambda s, run, by: runs.reveal(s, run, request.form.get("reveal", ""), by=by),
        N_("All groups see the answers now."),
    ),
}
INJECT_STEPS: Mapping[str, tuple[DoesTo, str]] = {
    "release": (
        lambda s, run, key, by: runs.release(s, run, key, plan=typed(ReleaseInput), by=by),
        N_("%(inject)s is released."),
    ),
    "hold": (lambda s, run, key, by: runs.hold(s, run, key, by=by), N_("%(inject)s waits.")),
    "skip": (
        lambda s, run, key, by: runs.skip(s, run, key, reason=typed(SkipInput).reason, by=by),
        N_("%(inject)s is skipped."),
    ),
    "withdraw": (
        lambda s, run, key, by: runs.withdraw(s, run, key, reason=typed(SkipInput).reason, by=by),
        N_("%(inject)s is taken back."),
    ),
    "correct": (
        lambda s, run, key, by: runs.correct(s, run, key, plan=typed(CorrectInput), by=by),
        N_("%(inject)s is corrected."),
    ),
    "offer": (
        _offer,
        N_("%(inject)s is suggested for the scenario."),
    ),
}


def do(session: Session, run: UUID, step: str, by: Actor) -> str:
    """Do what a button of the console does; gives what is said then."""
    does, said = STEPS[step]
    does(session, run, by)
    return gettext(said)


def do_to(session: Session, run: UUID, key: str, step: str, by: Actor) -> str:
    """Do something to one inject; gives what is said then."""
    does, said = INJECT_STEPS[step]
    does(session, run, key, by)
    return gettext(said, inject=key)


def _mark() -> MarkInput:
    """One button says both: "C1.2 yes"; a key has no space."""
    action, _, value = request.form.get("mark", "").partition(" ")
    return inputs.parse(MarkInput, {"action": action, "value": value})
