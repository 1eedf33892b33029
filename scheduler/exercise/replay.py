"""How does a log become a state? Line after line, and nothing else.

The same lines give the same state, whoever reads them and whenever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from scheduler.exercise.clock import Segment
from scheduler.exercise.content import Inject
from scheduler.exercise.entries import Entry
from scheduler.exercise.plan import Plan
from scheduler.exercise.state import Pause, Said, Seat, State, Step


def apply(state: State, entry: Entry) -> None:
    """Let a state take the log's next line."""
    _TAKES[entry.verb](state, entry)
    state.number = entry.number


def replay(entries: Iterable[Entry]) -> State:
    """Give the state that a log tells."""
    state = State()
    for entry in entries:
        apply(state, entry)
    return state


def _prepared(state: State, entry: Entry) -> None:
    state.plan = Plan.model_validate(entry.body["plan"])
    state.steps.clear()  # prepared anew before its start: the last one holds
    for position, inject in enumerate(state.plan.content.injects):
        state.steps[inject.key] = Step(inject, position)


def _seated(state: State, entry: Entry) -> None:
    role = entry.body["role"]
    state.seats[role] = Seat(role, entry.body["kind"], entry.body["group"])


def _left(state: State, entry: Entry) -> None:
    state.seats[entry.body["role"]] = replace(state.seats[entry.body["role"]], here=False)


def _started(state: State, entry: Entry) -> None:
    state.status, state.started_at = "running", entry.at
    state.segments.append(Segment(entry.at, None, state.rate))


def _paused(state: State, entry: Entry) -> None:
    _stop(state, entry.at)
    state.status = "paused"
    state.pause = Pause(entry.body["cause"], entry.body["reason"], entry.at)


def _resumed(state: State, entry: Entry) -> None:
    if entry.body["counted"] and state.pause is not None:
        state.segments.append(Segment(state.pause.at, entry.at, state.rate))
    state.segments.append(Segment(entry.at, None, state.rate))
    state.status, state.pause = "running", None


def _rate_set(state: State, entry: Entry) -> None:
    state.rate = entry.body["rate"]
    if state.status == "running":
        _stop(state, entry.at)
        state.segments.append(Segment(entry.at, None, state.rate))


def _module_entered(state: State, entry: Entry) -> None:
    plan = state.plan
    keys = [module.key for module in plan.content.modules] if plan is not None else []
    for key in keys[keys.index(entry.body["module"]) :]:  # what comes after follows it anew
        state.entered.pop(key, None)
        state.module_moved.pop(key, None)
    state.entered[entry.body["module"]] = entry.ticks


def _shifted(state: State, entry: Entry) -> None:
    by = entry.body["ticks"]
    for key in entry.body["injects"]:
        state.steps[key] = replace(state.steps[key], moved=state.steps[key].moved + by)
    for key in entry.body["modules"]:
        state.module_moved[key] = state.module_moved.get(key, 0) + by


def _released(state: State, entry: Entry) -> None:
    body = entry.body
    by_clock = body["how"] == "clock"
    state.steps[body["inject"]] = replace(
        state.steps[body["inject"]],
        state="released",
        why="",
        released=entry.ticks,
        base=body["due"] if by_clock else entry.ticks,
        released_at=entry.at,
        released_by=entry.by,
        how=body["how"],
        late=body["late"],
        in_pause=body["in_pause"],
    )


def _held(state: State, entry: Entry) -> None:
    body = entry.body
    step = state.steps[body["inject"]]
    state.steps[body["inject"]] = replace(step, state="held", why=body["why"], late=body["late"])


def _skipped(state: State, entry: Entry) -> None:
    step = state.steps[entry.body["inject"]]
    state.steps[entry.body["inject"]] = replace(step, state="skipped", why=entry.body["why"])


def _withdrawn(state: State, entry: Entry) -> None:
    step = state.steps[entry.body["inject"]]
    state.steps[entry.body["inject"]] = replace(step, state="withdrawn", why=entry.body["reason"])


def _corrected(state: State, entry: Entry) -> None:
    body = entry.body
    step = state.steps[body["inject"]]
    state.steps[body["inject"]] = replace(step, title=body["title"], text=body["text"])


def _added(state: State, entry: Entry) -> None:
    inject = Inject.model_validate(entry.body["inject"])
    state.steps[inject.key] = Step(inject, len(state.steps), extra=True)


def _marked(state: State, entry: Entry) -> None:
    state.marks[entry.body["action"]] = (entry.body["value"], entry.ticks)


def _shown(state: State, entry: Entry) -> None:
    state.shown = entry.body["inject"]


def _seen(state: State, entry: Entry) -> None:
    state.seen.setdefault((entry.body["inject"], entry.body["role"]), _said(entry))


def _answered(state: State, entry: Entry) -> None:
    state.answers.append(_said(entry))
    step = state.steps.get(entry.body["inject"])
    if step is not None and step.state == "released":
        state.steps[entry.body["inject"]] = replace(step, state="answered")


def _revealed(state: State, entry: Entry) -> None:
    state.revealed.setdefault(entry.body["question"], entry.number)


def _decided(state: State, entry: Entry) -> None:
    earlier = state.decisions.pop(entry.body["replaces"], None)
    state.decisions[entry.number] = _when_it_was(_said(entry), earlier)


def _observed(state: State, entry: Entry) -> None:
    earlier = state.observations.pop(entry.body["replaces"], None)
    state.observations[entry.number] = _when_it_was(_said(entry), earlier)


def _rated(state: State, entry: Entry) -> None:
    body = entry.body
    state.ratings[body["target"], body["group"], body["role"]] = _said(entry)


def _rated_finally(state: State, entry: Entry) -> None:
    state.finals[entry.body["target"]] = _said(entry)


def _said_aloud(state: State, entry: Entry) -> None:
    state.sayings[entry.number] = _said(entry)


def _voted(state: State, entry: Entry) -> None:
    roles = state.votes.setdefault(entry.body["item"], set())
    (roles.add if entry.body["up"] else roles.discard)(entry.body["role"])


def _ended(state: State, entry: Entry) -> None:
    _stop(state, entry.at)
    state.status, state.pause, state.ended_at = "ended", None, entry.at


def _hotwash(state: State, entry: Entry) -> None:
    del entry
    state.status = "hotwash"


def _closed(state: State, entry: Entry) -> None:
    del entry
    state.status = "closed"


def _aborted(state: State, entry: Entry) -> None:
    _stop(state, entry.at)
    state.status, state.pause = "aborted", None
    state.ended_at, state.end_reason = entry.at, entry.body["reason"]


def _stop(state: State, at: datetime) -> None:
    last = state.segments[-1] if state.segments else None
    if last is not None and last.end is None:
        state.segments[-1] = replace(last, end=at)


def _said(entry: Entry) -> Said:
    return Said(entry.number, entry.at, entry.ticks, entry.by, entry.body)


def _when_it_was(said: Said, earlier: Said | None) -> Said:
    """Let what is corrected keep the time at which it happened."""
    return said if earlier is None else replace(said, at=earlier.at, ticks=earlier.ticks)


_TAKES: Mapping[str, Callable[[State, Entry], None]] = {
    "prepared": _prepared,
    "seated": _seated,
    "left": _left,
    "started": _started,
    "paused": _paused,
    "resumed": _resumed,
    "rate_set": _rate_set,
    "module_entered": _module_entered,
    "shifted": _shifted,
    "released": _released,
    "held": _held,
    "skipped": _skipped,
    "withdrawn": _withdrawn,
    "corrected": _corrected,
    "added": _added,
    "marked": _marked,
    "shown": _shown,
    "seen": _seen,
    "answered": _answered,
    "revealed": _revealed,
    "decided": _decided,
    "observed": _observed,
    "rated": _rated,
    "rated_finally": _rated_finally,
    "said": _said_aloud,
    "voted": _voted,
    "ended": _ended,
    "hotwash": _hotwash,
    "closed": _closed,
    "aborted": _aborted,
}
