"""Whose is a personal link into a run, or the address of its screen, and what stands around it?

What a run shows to players comes from scheduler.exercise.player alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from scheduler import titles
from scheduler.errors import N_, NotFound
from scheduler.exercise import player
from scheduler.exercise.content import Paper
from scheduler.exercise.state import State
from scheduler.model import Person, Run, RunRole, ScenarioFile
from scheduler.titles import Play
from scheduler.tokens import KeyRing, identity_in


class DeadPlayLink(NotFound):
    """A personal link that is cut off, revoked, or whose role has been taken away."""

    message = N_(
        "This link into an exercise does not work any more, or was cut off on its way. Open the "
        "link in the latest mail about the exercise, or ask the facilitator."
    )


class DeadScreenLink(NotFound):
    """The address of a screen that is cut off or has been changed."""

    message = N_(
        "This address of a screen does not work any more. Open the screen anew from the page of "
        "the exercise."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Somebody's place in a run, and what stands around it; `starts_at`: as is planned."""

    role_id: UUID
    run_id: UUID
    person_id: UUID
    kind: str
    person: str  # as others may read it: a page is seen by the whole table
    organisation: str
    language: str
    time_zone: str
    title: str
    label: str
    starts_at: datetime
    play: Play


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What stands around the screen of a run."""

    run_id: UUID
    title: str
    label: str
    language: str
    play: Play


def find(session: Session, keys: KeyRing, token: str) -> RunRole:
    """Find whose place a link opens; raises DeadPlayLink."""
    role = session.get(RunRole, identity_in(token) or UUID(int=0))
    if role is None or role.left_at is not None:
        raise DeadPlayLink
    if not keys.verify(token, "play", role.id, role.generation):
        raise DeadPlayLink
    return role


def place(session: Session, role: RunRole) -> Place:
    """Give somebody's place."""
    exercise, person = role.run.exercise, session.get_one(Person, role.person_id)
    return Place(
        role_id=role.id,
        run_id=role.run_id,
        person_id=person.id,
        kind=role.kind,
        person=person.public_name,
        organisation=role.organisation.name if role.organisation else "",
        language=person.language,
        time_zone=exercise.meeting.time_zone,
        title=exercise.meeting.title,
        label=role.run.label,
        starts_at=exercise.meeting.starts_at,
        play=titles.play(person.language, exercise.stop_word),
    )


def room(session: Session, keys: KeyRing, token: str) -> Room:
    """Find which run's screen an address opens; raises DeadScreenLink."""
    run = session.get(Run, identity_in(token) or UUID(int=0))
    if run is None or not keys.verify(token, "screen", run.id, run.screen_generation):
        raise DeadScreenLink
    language = run.exercise.version.content["language"]
    return Room(
        run_id=run.id,
        title=run.exercise.version.content["title"],
        label=run.label,
        language=language,
        play=titles.play(language, run.exercise.stop_word),
    )


def paper(session: Session, run: Run, state: State, name: str, *, group: str) -> ScenarioFile:
    """Give a paper of an inject that a group has received; raises NotFound."""
    known = _papers(state)
    steps = (one for one in state.steps.values() if player.reaches(one, group))
    if name not in known or not any(
        name in player.received(state, step, group).files for step in steps
    ):
        raise NotFound
    found = session.scalar(
        select(ScenarioFile)
        .options(undefer(ScenarioFile.content))
        .where(
            ScenarioFile.scenario_id == run.exercise.version.scenario_id,
            ScenarioFile.sha256 == known[name].sha256,
        )
    )
    if found is None:
        raise NotFound
    return found


def _papers(state: State) -> dict[str, Paper]:
    papers = state.plan.content.papers if state.plan is not None else ()
    return {one.name: one for one in papers}
