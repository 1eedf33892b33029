"""What may those who play, observe and record say? Each saying is a line of the log, or refused.

It stays open while the clock stands; after the end too, for what was written on paper.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from scheduler.exercise.content import Question
from scheduler.exercise.course import Course
from scheduler.exercise.refusals import (
    IsClosed,
    NoSuchPart,
    NotForThisGroup,
    NothingSaid,
    NotStarted,
    NotThatStep,
    OptionNotThere,
)
from scheduler.exercise.scales import steps_of
from scheduler.exercise.timing import module_starts, modules


def see(course: Course, *, role: str, inject: str) -> None:
    """Note that somebody has seen an inject; once, and only what they have got."""
    seat, step = course.state.seats.get(role), course.state.steps.get(inject)
    if seat is None or step is None or not step.out or not step.reaches(seat.group):
        return
    if (inject, role) not in course.state.seen:
        course.say("seen", inject=inject, role=role)


def answer(
    course: Course,
    *,
    group: str,
    role: str,
    question: str = "",
    inject: str = "",
    option: str = "",
    text: str = "",
) -> None:
    """Take a group's answer to a question, or to an inject as a whole; the last one counts."""
    _must_have_begun(course)
    if not (option or text):
        raise NothingSaid(field="text")
    _check_places(course, {"group": group})
    if role and question and not _has_come(course, question):
        raise NoSuchPart(field="question", key=question)  # that it will be asked is not told
    if question:
        inject = inject or _inject_of(course, question)
        _check(course, question, group, option)
    elif inject not in course.state.steps or not course.state.steps[inject].out:
        raise NoSuchPart(field="inject", key=inject)
    course.say(
        "answered",
        question=question,
        inject=inject,
        group=group,
        role=role,
        option=option,
        text=text,
    )


def reveal(course: Course, question: str) -> None:
    """Show all groups what each answered in private; a second time is none."""
    _must_have_begun(course)
    if course.state.question(question) is None:
        raise NoSuchPart(field="question", key=question)
    if question not in course.state.revealed:
        course.say("revealed", question=question)


def decide(course: Course, **said: Any) -> None:
    """Record a decision (the fields of scheduler.inputs.run.DecisionInput)."""
    _must_have_begun(course)
    _check_places(course, said)
    _check_replaced(course.state.decisions, said)
    course.say("decided", **said)


def observe(course: Course, **said: Any) -> None:
    """Record an observation (the fields of ObservationInput, and whose `role` it is)."""
    if course.state.started_at is None:
        raise NotStarted
    _check_places(course, said)
    _check_replaced(course.state.observations, said)
    course.say("observed", **said)


def rate(course: Course, *, target: str, group: str, role: str, value: str, reason: str) -> None:
    """Give one evaluator's rating of an indicator or an objective; `value` "": not observed."""
    if course.state.started_at is None:
        raise NotStarted
    _check_places(course, {"group": group})
    _check_step(course, target, value)
    course.say("rated", target=target, group=group, role=role, value=value, reason=reason)


def rate_finally(course: Course, *, target: str, value: str, reason: str) -> None:
    """Give the lead evaluator's rating; those of each evaluator stay."""
    if course.state.started_at is None:
        raise NotStarted
    _check_step(course, target, value)
    course.say("rated_finally", target=target, value=value, reason=reason)


def say(course: Course, *, kind: str, text: str, group: str, role: str) -> None:
    """Say in the hot wash what to keep, improve or start."""
    _must_have_begun(course)
    course.say("said", kind=kind, text=text, group=group, role=role)


def vote(course: Course, *, item: int, role: str, up: bool = True) -> None:
    """Vote for what somebody said; once each, and it can be taken back."""
    _must_have_begun(course)
    if item not in course.state.sayings:
        raise NoSuchPart(field="item", key=str(item))
    if (role in course.state.votes.get(item, set())) != up:
        course.say("voted", item=item, role=role, up=up)


def must_have_groups(course: Course, groups: Iterable[str]) -> None:
    """Refuse groups that the run does not have."""
    for key in groups:
        _check_places(course, {"group": key})


def _must_have_begun(course: Course) -> None:
    if course.state.started_at is None:
        raise NotStarted
    if course.state.status in {"closed", "aborted"}:
        raise IsClosed


def _check(course: Course, key: str, group: str, option: str) -> Question:
    question = course.state.question(key)
    if question is None:
        raise NoSuchPart(field="question", key=key)
    if question.groups and group not in question.groups:
        raise NotForThisGroup(field="group")
    if option and option not in question.options:
        raise OptionNotThere(field="option")
    return question


def _has_come(course: Course, key: str) -> bool:
    """Tell whether players have a question: its module has begun, or its inject is out."""
    inject = course.state.steps.get(_inject_of(course, key))
    if inject is not None:
        return inject.out
    ticks, starts = course.ticks, module_starts(course.state)
    return any(
        starts[module.key] <= ticks
        for module in modules(course.state)
        for one in module.questions
        if one.key == key
    )


def _inject_of(course: Course, question: str) -> str:
    for key, step in course.state.steps.items():
        if any(one.key == question for one in step.inject.questions):
            return key
    return ""


def _check_places(course: Course, said: dict[str, Any]) -> None:
    plan = course.state.plan
    groups = {one.key for one in plan.content.groups} if plan is not None else set()
    if said.get("group") and said["group"] not in groups:
        raise NoSuchPart(field="group", key=said["group"])
    if said.get("inject") and said["inject"] not in course.state.steps:
        raise NoSuchPart(field="inject", key=said["inject"])
    if said.get("indicator") and said["indicator"] not in targets(course):
        raise NoSuchPart(field="indicator", key=said["indicator"])


def _check_replaced(known: dict[int, Any], said: dict[str, Any]) -> None:
    if said["replaces"] is not None and said["replaces"] not in known:
        raise NoSuchPart(field="replaces", key=str(said["replaces"]))


def _check_step(course: Course, target: str, value: str) -> None:
    if target not in targets(course):
        raise NoSuchPart(field="target", key=target)
    plan = course.state.plan
    steps = steps_of(plan.content.scale) if plan is not None else ()
    if value and value not in {step.key for step in steps}:
        raise NotThatStep(field="value", value=value, steps=", ".join(s.key for s in steps))


def targets(course: Course) -> set[str]:
    """Give what can be rated: the keys of objectives and of their indicators."""
    plan = course.state.plan
    objectives = plan.content.objectives if plan is not None else ()
    return {o.key for o in objectives} | {i.key for o in objectives for i in o.indicators}
