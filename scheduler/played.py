"""How does a run stand? Its log, replayed; each line is read from the database once a process."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.database import ReadOnlySession
from scheduler.exercise.entries import Entry
from scheduler.exercise.replay import apply
from scheduler.exercise.state import State
from scheduler.model import RunEntry

KEPT = 32  # states in memory
_states: OrderedDict[UUID, State] = OrderedDict()  # of committed lines; never changed in place
_lock = Lock()


def state_of(session: Session, run_id: UUID) -> State:
    """Give the state that a run's log tells, with what this transaction has said.

    Nobody may change it: `fork` it.
    """
    with _lock:
        known = _states.get(run_id)
    later = log(session, run_id, after=known.number if known is not None else 0)
    if known is not None and not later:
        return known
    state = known.fork() if known is not None else State()
    for entry in later:
        apply(state, entry)
    if isinstance(session, ReadOnlySession):  # what is not committed may never be
        _keep(run_id, state)
    return state


def log(session: Session, run_id: UUID, *, after: int = 0, last: int | None = None) -> list[Entry]:
    """Give a run's lines after a number (up to `last`), in their order."""
    columns = (
        RunEntry.number,
        RunEntry.at,
        RunEntry.ticks,
        RunEntry.by,
        RunEntry.verb,
        RunEntry.body,
    )
    lines = select(*columns).where(RunEntry.run_id == run_id, RunEntry.number > after)
    if last is not None:
        lines = lines.where(RunEntry.number <= last)
    return [Entry(*row) for row in session.execute(lines.order_by(RunEntry.number))]


def _keep(run_id: UUID, state: State) -> None:
    with _lock:
        known = _states.get(run_id)
        if known is None or known.number < state.number:
            _states[run_id] = state
        _states.move_to_end(run_id)
        while len(_states) > KEPT:
            _states.popitem(last=False)
