"""What can be done with an exercise before it is run? A meeting becomes one, and it is changed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.clock import now
from scheduler.database import new_id
from scheduler.dispatch import record
from scheduler.errors import N_, Conflict, InvalidInput, NotFound, Refused
from scheduler.events import ExerciseChanged, ExercisePlanned, MeetingTextChanged, ScenarioChanged
from scheduler.exercise.content import Content
from scheduler.exercise.plan import Plan, skinned
from scheduler.inputs.exercise import ExerciseInput, ExercisePatch
from scheduler.leaving import AT_ONCE
from scheduler.model import AgendaItem, Exercise, Meeting, Network, Person, Scenario
from scheduler.model.scenario import ScenarioVersion
from scheduler.services import agenda, meetings
from scheduler.titles import play

_OWN = (
    "purpose",
    "scope",
    "artificialities",
    "privacy_note",
    "stop_word",
    "variables",
    "gap",
    "grace_seconds",
    "evaluator_days",
    "feedback_days",
)


class IsExerciseAlready(Refused):
    """One meeting exercises one scenario."""

    message = N_(
        "This meeting has an exercise already. Change that one, or choose another meeting."
    )
    status = 409


class MeetingNotToCome(Refused):
    """What is over or cancelled exercises nothing."""

    message = N_("This meeting has been held or cancelled. Choose one that is yet to come.")
    status = 409


class HasBegun(Refused):
    """What is exercised stays as it was exercised."""

    message = N_("A run of this exercise has begun: what is exercised stays as it is.")
    status = 409


class NotThisNetworks(Refused):
    """An exercise uses what its network has."""

    message = N_("This is not one of the network's own. Choose one that is.")


def plan(session: Session, meeting_id: UUID, *, plan: ExerciseInput, by: Actor) -> Exercise:
    """Make a meeting an exercise with a scenario; its agenda gets a point for it."""
    meeting = session.get(Meeting, meeting_id, with_for_update=True)
    if meeting is None:
        raise NotFound
    by.must("exercises:plan", meeting.network_id)
    if meeting.status in {"held", "cancelled"}:
        raise MeetingNotToCome
    if session.scalar(select(Exercise.id).where(Exercise.meeting_id == meeting.id)):
        raise IsExerciseAlready
    version = version_of(session, meeting.network_id, plan.scenario, plan.version)
    network = session.get_one(Network, meeting.network_id)
    exercise = Exercise(
        id=new_id(),
        network_id=meeting.network_id,
        meeting_id=meeting.id,
        version=version,
        by=by.name,
        **{name: getattr(plan, name) for name in _OWN},
    )
    exercise.stop_word = play(network.language, plan.stop_word).stop_word
    exercise.director_id = _person(session, plan.director)
    exercise.sub_objectives = [one.model_dump(mode="json") for one in plan.sub_objectives]
    plan_of(exercise)  # what cannot be put in words is refused here
    session.add(exercise)
    meeting.kind = "exercise"
    _put_on_agenda(session, meeting, version, by)
    session.flush()
    session.refresh(meeting, ["exercise"])
    _tell_the_called(session, meeting, by)
    record(session, _planned(exercise, by))
    return exercise


def change(
    session: Session,
    exercise_id: UUID,
    *,
    plan: ExercisePatch,
    by: Actor,
    edited: int | None = None,
) -> Exercise:
    """Change what the plan names about an exercise of which no run has begun."""
    exercise = session.get(Exercise, exercise_id, with_for_update=True)
    if exercise is None:
        raise NotFound
    by.must("exercises:plan", exercise.network_id)
    if any(run.state != "prepared" for run in exercise.runs):
        raise HasBegun
    if edited not in {None, exercise.edited}:
        raise Conflict
    for name, value in plan.model_dump(include=set(_OWN), exclude_none=True).items():
        setattr(exercise, name, value)
    if plan.director is not None:
        exercise.director_id = _person(session, plan.director)
    if plan.sub_objectives is not None:
        exercise.sub_objectives = [one.model_dump(mode="json") for one in plan.sub_objectives]
    if plan.scenario is not None:
        version = version_of(session, exercise.network_id, plan.scenario, plan.version)
        exercise.version_id, exercise.version = version.id, version
    plan_of(exercise)
    exercise.edited += 1
    session.flush()
    if "stop_word" in plan.model_fields_set:
        _tell_the_called(session, exercise.meeting, by)
    record(session, _changed(exercise, by))
    return exercise


def version_of(
    session: Session, network_id: UUID, scenario_id: UUID, number: int | None = None
) -> ScenarioVersion:
    """Give a scenario's version: that number, else the newest approved, else the newest."""
    scenario = session.get(Scenario, scenario_id)
    if scenario is None or scenario.network_id != network_id:
        raise NotThisNetworks(field="scenario")
    usable = [one for one in scenario.versions if one.state != "retired"]
    if number is not None:
        usable = [one for one in usable if one.number == number]
    held = [one for one in usable if one.state in {"approved", "locked"}]
    if not usable:
        raise NotThisNetworks(field="version")
    return (held or usable)[-1]


def plan_of(exercise: Exercise) -> Plan:
    """Give what a run of an exercise follows: the version in the exercise's own words."""
    content = Content.model_validate(exercise.version.content)
    try:
        spoken = skinned(content, exercise.variables)
    except ValueError:
        raise InvalidInput(
            N_("With these names a text becomes too long. Choose shorter ones."), field="variables"
        ) from None
    return Plan.model_validate(
        {"content": spoken, "gap": exercise.gap, "grace_seconds": exercise.grace_seconds}
    )


def pin(session: Session, exercise: Exercise, by: Actor) -> None:
    """Lock the version that is run: it never changes again.

    Who leads a run of a draft approves it by that; the log of facts says so.
    """
    version = exercise.version
    if version.state == "locked":
        return
    if version.approved_at is None:
        by.must("scenarios:write", exercise.network_id)
        version.approved_at, version.approved_by = now(), by.name
    version.state, version.locked_at = "locked", now()
    record(
        session,
        ScenarioChanged(
            by=by.name,
            subject=version.scenario_id,
            network_id=exercise.network_id,
            version=version.number,
            state=version.state,
        ),
    )


def _put_on_agenda(session: Session, meeting: Meeting, version: ScenarioVersion, by: Actor) -> None:
    if any(item.kind == "exercise" for item in meeting.agenda):
        return
    agenda.refuse_if_fixed(session, meeting.id)
    content = Content.model_validate(version.content)
    # The title alone is no secret of the story; what happens in it is.
    item = AgendaItem(
        id=new_id(),
        meeting_id=meeting.id,
        title=content.title,
        kind="exercise",
        minutes=min(content.minutes, meeting.minutes) or None,
        audience=[],
        source="exercise",
    )
    agenda.insert(session, meeting, item, len(meeting.agenda))
    agenda.changed(session, meeting, by)


def _tell_the_called(session: Session, meeting: Meeting, by: Actor) -> None:
    """Those who have it in their calendars see from now on that it is an exercise."""
    if meeting.status != "called" or meeting.starts_at <= now():
        return
    meetings.raise_sequence(session, meeting)
    change = meetings.note(session, meeting, "text", by, AT_ONCE)
    about = meetings.about(meeting, by)
    record(session, MeetingTextChanged(**about, change=change.id))


def _person(session: Session, person_id: UUID | None) -> UUID | None:
    if person_id is not None and session.get(Person, person_id) is None:
        raise NotThisNetworks(field="director")
    return person_id


def _planned(exercise: Exercise, by: Actor) -> ExercisePlanned:
    return ExercisePlanned(**_about(exercise, by))


def _changed(exercise: Exercise, by: Actor) -> ExerciseChanged:
    return ExerciseChanged(**_about(exercise, by))


def _about(exercise: Exercise, by: Actor) -> dict[str, Any]:
    return {
        "by": by.name,
        "subject": exercise.id,
        "network_id": exercise.network_id,
        "meeting": exercise.meeting_id,
    }
