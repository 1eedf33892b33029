"""What can those who have a place in a run say? Who they are is their role, by link or signed in.

Who leads the exercise may say all of it too, for whoever wrote on paper.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.clock import now
from scheduler.errors import N_, NotFound, Refused
from scheduler.exercise import taking_part
from scheduler.exercise.course import Course
from scheduler.exercise.refusals import IsClosed
from scheduler.inputs.run import (
    DecisionInput,
    ObservationInput,
    RatingInput,
    ResponseInput,
    SayingInput,
    VoteInput,
)
from scheduler.model import Run, RunRole
from scheduler.queries.runs import state_of
from scheduler.services import run_log

_LEADERS = {"director", "facilitator"}
_MAY: dict[str, set[str]] = {
    "answer": {"player", *_LEADERS},
    "see": {"player", "observer"},
    "say": {"player", "observer", "evaluator", "recorder", *_LEADERS},
    "decide": {"recorder", *_LEADERS},
    "observe": {"evaluator", "observer", "recorder", *_LEADERS},
    "rate": {"evaluator", *_LEADERS},
    "rate_finally": {"director"},
}


class NotYourTask(Refused):
    """Each role in an exercise has its own tasks."""

    message = N_("Your role in this exercise does not include this. Ask the facilitator.")
    status = 403


class FinalNeedsReason(Refused):
    """The rating that stands in the report says what it is built on."""

    message = N_("Say what the final rating is built on.")


class TimeIsUp(Refused):
    """Evaluators have some days after the end."""

    message = N_("The time for observations and ratings is over. Ask the exercise director.")
    status = 409


def see(session: Session, role_id: UUID, inject: str, *, by: Actor) -> None:
    """Note that a role has seen an inject."""
    role = _role(session, role_id, "see")
    _advance(session, role, by, lambda c: taking_part.see(c, role=str(role.id), inject=inject))


def answer(session: Session, role_id: UUID, *, plan: ResponseInput, by: Actor) -> None:
    """Answer for the role's own group."""
    role = _role(session, role_id, "answer")
    told = {**plan.model_dump(), "role": str(role.id)}
    if role.kind == "player":
        told["group"] = role.group
    _advance(session, role, by, lambda c: taking_part.answer(c, **told))


def answer_for(session: Session, run_id: UUID, *, plan: ResponseInput, by: Actor) -> None:
    """Write down what a group answered by voice or on paper."""
    told = {**plan.model_dump(), "role": ""}
    _lead(session, run_id, by, lambda c: taking_part.answer(c, **told))


def decide(session: Session, role_id: UUID, *, plan: DecisionInput, by: Actor) -> None:
    """Record a decision of the exercise."""
    role = _role(session, role_id, "decide")
    _advance(session, role, by, lambda c: taking_part.decide(c, **plan.model_dump()))


def decide_for(session: Session, run_id: UUID, *, plan: DecisionInput, by: Actor) -> None:
    """Record a decision as one who leads."""
    _lead(session, run_id, by, lambda c: taking_part.decide(c, **plan.model_dump()))


def observe(session: Session, role_id: UUID, *, plan: ObservationInput, by: Actor) -> None:
    """Record an observation, or correct one's own."""
    role = _role(session, role_id, "observe")
    _must_be_in_time(role.run)
    _must_be_own(session, role, plan.replaces)
    told = {**plan.model_dump(), "role": str(role.id)}
    _advance(session, role, by, lambda c: taking_part.observe(c, **told))


def observe_for(session: Session, run_id: UUID, *, plan: ObservationInput, by: Actor) -> None:
    """Record an observation as one who leads."""
    told = {**plan.model_dump(), "role": ""}
    _lead(session, run_id, by, lambda c: taking_part.observe(c, **told))


def rate(session: Session, role_id: UUID, *, plan: RatingInput, by: Actor) -> None:
    """Rate an indicator or objective; `final` is the director's, with a reason."""
    role = _role(session, role_id, "rate_finally" if plan.final else "rate")
    if not plan.final:
        _must_be_in_time(role.run)
    _advance(session, role, by, lambda c: _rate(c, plan, str(role.id)))


def rate_for(session: Session, run_id: UUID, *, plan: RatingInput, by: Actor) -> None:
    """Rate as one who leads; each who does is an evaluator of their own."""
    _lead(session, run_id, by, lambda c: _rate(c, plan, plan.role or by.name))


def say(session: Session, role_id: UUID, *, plan: SayingInput, by: Actor) -> None:
    """Say in the hot wash what to keep, improve or start."""
    role = _role(session, role_id, "say")
    told = {**plan.model_dump(), "role": str(role.id)}
    if role.kind == "player":
        told["group"] = role.group
    _advance(session, role, by, lambda c: taking_part.say(c, **told))


def say_for(session: Session, run_id: UUID, *, plan: SayingInput, by: Actor) -> None:
    """Write down what somebody said in the hot wash."""
    _lead(session, run_id, by, lambda c: taking_part.say(c, **{**plan.model_dump(), "role": ""}))


def vote(session: Session, role_id: UUID, *, plan: VoteInput, by: Actor) -> None:
    """Vote for what somebody said."""
    role = _role(session, role_id, "say")
    told: dict[str, Any] = {**plan.model_dump(), "role": str(role.id)}
    _advance(session, role, by, lambda c: taking_part.vote(c, **told))


def _rate(course: Course, plan: RatingInput, role: str) -> None:
    told = plan.model_dump(include={"target", "value", "reason"})
    if plan.final and not plan.reason:
        raise FinalNeedsReason(field="reason")
    if plan.final:
        taking_part.rate_finally(course, **told)
    else:
        taking_part.rate(course, group=plan.group, role=role, **told)


def _role(session: Session, role_id: UUID, verb: str) -> RunRole:
    role = session.get(RunRole, role_id)
    if role is None or role.left_at is not None:
        raise NotFound
    if role.kind not in _MAY[verb]:
        raise NotYourTask
    return role


def _must_be_in_time(run: Run) -> None:
    if run.evaluators_until is not None and now() > run.evaluators_until:
        raise TimeIsUp
    if run.state == "aborted" and run.evaluators_until is None:
        raise IsClosed


def _must_be_own(session: Session, role: RunRole, replaced: int | None) -> None:
    known = state_of(session, role.run_id).observations
    if replaced in known and known[replaced].body["role"] != str(role.id):
        raise NotYourTask


def _advance(session: Session, role: RunRole, by: Actor, does: Callable[[Course], None]) -> None:
    def while_here(course: Course) -> None:
        session.refresh(role, ["left_at"])  # the run is ours now: nobody loses a place meanwhile
        if role.left_at is not None:
            raise NotFound
        does(course)

    run_log.advance(session, role.run_id, while_here, by=by)


def _lead(session: Session, run_id: UUID, by: Actor, does: Callable[[Course], None]) -> None:
    run = session.get(Run, run_id)
    if run is None:
        raise NotFound
    by.must("exercises:run", run.network_id)
    run_log.advance(session, run_id, does, by=by)
