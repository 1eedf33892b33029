"""What may a player see of a run? The one place where the hidden is cut away.

Whatever shows something to players (page, stream, answer of the API, mail, screen) is made from
this: notes, hints, expected actions, objectives and what has not been released are not in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scheduler.exercise.agreement import visible_answers
from scheduler.exercise.content import Module, Question
from scheduler.exercise.state import Said, Seat, State, Step
from scheduler.exercise.timing import module_starts


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as a group sees it, and the answers that it may see, by group."""

    key: str
    text: str
    options: tuple[str, ...]
    silent: bool
    revealed: bool
    answers: dict[str, Said]


@dataclass(frozen=True, slots=True)
class Received:
    """An inject as a player sees it; `withdrawn`: taken back, with no words left."""

    key: str
    title: str
    text: str
    sender: str
    delivery: str
    story_time: str
    secret: bool
    released: int
    released_at: datetime | None
    corrected: bool
    withdrawn: bool
    files: tuple[str, ...]
    questions: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that a group has: injects newest first, the questions of the modules that have begun."""

    status: str
    module_title: str
    module_text: str
    story_time: str
    received: tuple[Received, ...]
    questions: tuple[Asked, ...]


def sheet(state: State, group: str, at: datetime) -> Sheet:
    """Give what a group sees at an instant ("": one that gets what is for all)."""
    reached = [one for one in state.steps.values() if reaches(one, group)]
    reached.sort(key=lambda step: (step.released or 0, step.position), reverse=True)
    begun = _begun(state, at)
    current = begun[-1] if begun else None
    return Sheet(
        status=state.status,
        module_title=current.title if current else "",
        module_text=current.text if current else "",
        story_time=current.story_time if current else "",
        received=tuple(received(state, step, group) for step in reached),
        questions=tuple(
            asked(state, one, group)
            for module in reversed(begun)
            for one in module.questions
            if _is_for(one, group)
        ),
    )


def reaches(step: Step, group: str) -> bool:
    """Tell whether a group has got an inject, be it taken back since."""
    return step.released_at is not None and step.for_players and step.reaches(group)


def recipients(state: State, step: Step) -> list[Seat]:
    """Give the players whom an inject is for."""
    players = (one for one in state.seats.values() if one.kind == "player" and one.here)
    return [one for one in players if step.for_players and step.reaches(one.group)]


def received(state: State, step: Step, group: str) -> Received:
    """Give an inject as a player of `group` sees it."""
    gone = step.state == "withdrawn"
    inject = step.inject
    questions = () if gone else inject.questions
    return Received(
        key=inject.key,
        title="" if gone else words(step)[0],
        text="" if gone else words(step)[1],
        sender="" if gone else _sender(state, step),
        delivery=inject.delivery,
        story_time=inject.story_time,
        secret=inject.secret,
        released=step.released or 0,
        released_at=step.released_at,
        corrected=step.text is not None,
        withdrawn=gone,
        files=() if gone else _files(state, step),
        questions=tuple(asked(state, one, group) for one in questions if _is_for(one, group)),
    )


def words(step: Step) -> tuple[str, str]:
    """Give an inject's title and text as they stand, corrected or not."""
    title = step.inject.title if step.title is None else step.title
    return title, step.inject.text if step.text is None else step.text


def asked(state: State, question: Question, group: str) -> Asked:
    """Give a question as a group sees it."""
    return Asked(
        key=question.key,
        text=question.text,
        options=question.options,
        silent=question.silent,
        revealed=question.key in state.revealed,
        answers=visible_answers(state, question, group),
    )


def _begun(state: State, at: datetime) -> list[Module]:
    if state.plan is None or state.started_at is None:
        return []
    ticks, starts = state.elapsed(at), module_starts(state)
    return [one for one in state.plan.content.modules if starts[one.key] <= ticks]


def _is_for(question: Question, group: str) -> bool:
    return not question.groups or group in question.groups


def _sender(state: State, step: Step) -> str:
    personas = state.plan.content.personas if state.plan is not None else ()
    for one in personas:
        if one.key == step.inject.persona:
            return ", ".join(part for part in (one.name, one.organisation) if part)
    return step.inject.persona


def _files(state: State, step: Step) -> tuple[str, ...]:
    papers = state.plan.content.papers if state.plan is not None else ()
    open_to_all = {one.name for one in papers if one.audience == "all"}
    return tuple(name for name in step.inject.files if name in open_to_all)
