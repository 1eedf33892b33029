"""To which exercise does a run belong, who is in it by name, and what has been said last?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from scheduler.errors import NotFound
from scheduler.exercise.entries import Entry
from scheduler.exercise.state import State
from scheduler.model import Run, RunEntry, RunRole
from scheduler.model.log import EventRow
from scheduler.queries import actors, head
from scheduler.queries.head import MeetingHead
from scheduler.queries.runs import log
from scheduler.titles import Play, play

LAST = 50  # lines of the log on the console
_SILENT = {"seen", "seated", "left", "prepared"}  # said often, and shown elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class RunHead:
    """What a page on a run begins with; `several`: its exercise has other runs too."""

    id: UUID
    label: str
    state: str
    exercise_id: UUID
    network_id: UUID
    screen_generation: int
    several: bool
    meeting: MeetingHead
    play: Play


def run_head(session: Session, run_id: UUID) -> RunHead:
    """Give a run's head; raises NotFound."""
    run = session.scalars(
        select(Run).where(Run.id == run_id).options(joinedload(Run.exercise))
    ).one_or_none()
    if run is None:
        raise NotFound
    exercise = run.exercise
    count = select(func.count()).select_from(Run).where(Run.exercise_id == exercise.id)
    meeting = head.of(head.load(session, exercise.meeting_id))
    return RunHead(
        id=run.id,
        label=run.label,
        state=run.state,
        exercise_id=exercise.id,
        network_id=run.network_id,
        screen_generation=run.screen_generation,
        several=(session.scalar(count) or 0) > 1,
        meeting=meeting,
        play=play(meeting.language, exercise.stop_word),
    )


def names(session: Session, run_id: UUID, by: Iterable[str] = ()) -> dict[str, str]:
    """Give names by what a log has: role ids, and actors ("person:…", "link:…").

    A protected person is called by role, as everywhere.
    """
    rows = session.scalars(
        select(RunRole).where(RunRole.run_id == run_id).options(joinedload(RunRole.person))
    ).all()
    found: dict[str, str] = {}
    for role in rows:
        name = role.person.public_name
        found[str(role.id)] = name
        found |= {f"{kind}:{role.person_id}": name for kind in ("link", "person")}
    return found | actors.names(session, set(by) - set(found))


def actors_in(state: State, entries: Iterable[Entry]) -> set[str]:
    """Give who has done something, as the log names them."""
    return {step.released_by for step in state.steps.values()} | {one.by for one in entries}


def last_lines(session: Session, run_id: UUID, state: State) -> list[Entry]:
    """Give the last lines of a log that tell something new, the latest first."""
    lines = log(session, run_id, after=max(state.number - 12 * LAST, 0))
    return [one for one in reversed(lines) if one.verb not in _SILENT][:LAST]


def back_at(session: Session, run_id: UUID) -> datetime | None:
    """Give when the service was there again after the gap that stopped a run's clock last."""
    number = session.scalar(
        select(func.max(RunEntry.number)).where(
            RunEntry.run_id == run_id, RunEntry.verb == "paused"
        )
    )
    facts = select(EventRow).where(EventRow.subject == run_id, EventRow.kind == "RunAdvanced")
    for fact in session.scalars(facts.order_by(EventRow.id.desc())):
        if number is not None and fact.body["first"] <= number <= fact.body["last"]:
            return fact.at
    return None
