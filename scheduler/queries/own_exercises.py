"""In which exercises has a person a place, and what opens it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from scheduler.clock import now
from scheduler.errands.exercises import ROLES
from scheduler.model import Exercise, Meeting, Person, Run, RunRole
from scheduler.queries import head
from scheduler.queries.head import MeetingHead
from scheduler.queries.reply_page import own_times
from scheduler.tokens import KeyRing

OVER = ("closed", "aborted")
BACK = timedelta(days=60)  # a run may be held weeks after its meeting, not for ever


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnExercise:
    """A place in a run: `role` is a msgid, `run` its label where there are several, `token` opens.

    `own_start` and `own_end`: as the person's clock shows them, where that differs.
    """

    meeting: MeetingHead
    own_start: datetime | None
    own_end: datetime | None
    role: str
    run: str
    state: str
    token: str


def of_person(session: Session, keys: KeyRing, person: Person) -> list[OwnExercise]:
    """Give somebody's places in runs that are to come or not closed yet, the next first."""
    exercise = joinedload(RunRole.run).joinedload(Run.exercise)
    rows = session.scalars(
        select(RunRole)
        .join(Run, Run.id == RunRole.run_id)
        .join(Exercise, Exercise.id == Run.exercise_id)
        .join(Meeting, Meeting.id == Exercise.meeting_id)
        .where(
            RunRole.person_id == person.id,
            RunRole.left_at.is_(None),
            Run.state.not_in(OVER),
            Meeting.status != "cancelled",
            Meeting.starts_at > now() - BACK,
        )
        .options(
            exercise.joinedload(Exercise.meeting).joinedload(Meeting.network),
            exercise.joinedload(Exercise.meeting).joinedload(Meeting.exercise),
            exercise.selectinload(Exercise.runs),
        )
        .order_by(Meeting.starts_at, Run.number, RunRole.position)
    )
    return [_own(keys, person, one) for one in rows]


def _own(keys: KeyRing, person: Person, role: RunRole) -> OwnExercise:
    exercise = role.run.exercise
    own_start, own_end = own_times(exercise.meeting, person.time_zone)
    return OwnExercise(
        meeting=head.of(exercise.meeting),
        own_start=own_start,
        own_end=own_end,
        role=ROLES[role.kind],
        run=role.run.label if len(exercise.runs) > 1 else "",
        state=role.run.state,
        token=keys.token("play", role.id, role.generation),
    )
