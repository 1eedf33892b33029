"""What does the clock do for a run that goes on? It looks; the rest are the run's own rules."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import due
from scheduler.actor import SYSTEM
from scheduler.clock import now
from scheduler.due import Work
from scheduler.exercise.timing import next_instant
from scheduler.model import Run
from scheduler.queries.runs import state_of
from scheduler.services import run_log


def tick(session: Session, work: Work) -> None:
    """Look at one run; while it goes on, this row waits for the next look."""
    run = session.get(Run, UUID(work.body["run"]), with_for_update=True)
    if run is None or run.state != "running":
        return
    run_log.look(session, run, by=SYSTEM)
    state = state_of(session, run.id)
    if state.status == "running":
        sweep = now() + run_log.SWEEP
        due.again(session, work, min(next_instant(state) or sweep, sweep))
