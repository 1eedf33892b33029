"""What does who leads a run see of it? All of it: pure, from its state and its people's names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduler.exercise.agreement import Agreement, agreement, first_answers, last_answers
from scheduler.exercise.clock import TICKS, seconds
from scheduler.exercise.content import Module, Question
from scheduler.exercise.player import words
from scheduler.exercise.state import Said, State
from scheduler.exercise.timing import module_now, module_starts, modules, waiting
from scheduler.queries.console_lines import InjectLine, group_name, lines

NEXT = 3  # how many of what comes are shown with their countdown


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionLine:
    """One question that has come, what each group answered, and how much they agree.

    `answers` are (group, words, number of the log's line).
    """

    key: str
    text: str
    hint: str
    where: str
    silent: bool
    choice: bool
    revealed: bool
    answers: tuple[tuple[str, str, int], ...]
    asked: int
    before: Agreement
    after: Agreement


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleLine:
    """One module: when it begins as things stand, and how much of it has not come yet."""

    key: str
    title: str
    story_time: str
    begins: int
    minutes: int
    now: bool
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Console:
    """A run at one instant. `seconds` and all lengths are exercise time; `rate` is a factor.

    `planned_end` is counted from the start, `forecast_end` from now, as if the clock went on.
    """

    number: int
    status: str
    seconds: int
    rate: float
    module: ModuleLine | None
    modules: tuple[ModuleLine, ...]
    length: int
    planned_end: datetime | None
    forecast_end: datetime | None
    gap_from: datetime | None
    pause_reason: str
    end_reason: str
    held: tuple[InjectLine, ...]
    coming: tuple[InjectLine, ...]
    by_hand: tuple[InjectLine, ...]
    lines: tuple[InjectLine, ...]
    groups: tuple[tuple[str, str, int], ...]
    questions: tuple[QuestionLine, ...]

    @property
    def live(self) -> bool:
        """Whether injects may be released."""
        return self.status in {"running", "paused"}


def console(state: State, at: datetime, names: Mapping[str, str]) -> Console:
    """Give a run as who leads it sees it; `names`: of roles and of actors, by what the log has."""
    known = lines(state, at, names)
    coming = [known[step.inject.key] for _, step in waiting(state)]
    here = module_now(state, at) if state.started_at is not None else ""
    listed = _modules(state, here)
    end = max((one.begins + one.minutes * 60 for one in listed), default=0)
    return Console(
        number=state.number,
        status=state.status,
        seconds=seconds(state.elapsed(at)),
        rate=state.rate / 100,
        module=next((one for one in listed if one.now), None),
        modules=listed,
        length=_length(state),
        planned_end=_planned_end(state),
        forecast_end=_forecast(state, at, end),
        gap_from=state.pause.at if state.pause and state.pause.cause == "gap" else None,
        pause_reason=state.pause.reason if state.pause else "",
        end_reason=state.end_reason,
        held=tuple(one for one in known.values() if one.state == "held"),
        coming=tuple(coming[:NEXT]),
        by_hand=tuple(one for one in known.values() if _by_hand(one, here)),
        lines=tuple(known.values()),
        groups=_groups(state),
        questions=tuple(_questions(state, at)),
    )


def _questions(state: State, at: datetime) -> list[QuestionLine]:
    """Give what is asked by now: of the modules that have begun, of the injects that are out."""
    if state.started_at is None:
        return []
    ticks, starts = state.elapsed(at), module_starts(state)
    begun = [one for one in modules(state) if starts[one.key] <= ticks]
    asked = [(q, module.title) for module in begun for q in module.questions]
    out = sorted((s for s in state.steps.values() if s.out), key=lambda s: s.released or 0)
    asked += [(q, words(step)[0]) for step in out for q in step.inject.questions]
    return [_question(state, question, where) for question, where in reversed(asked)]


def _question(state: State, question: Question, where: str) -> QuestionLine:
    last = last_answers(state, question.key)
    return QuestionLine(
        key=question.key,
        text=question.text,
        hint=question.hint,
        where=where,
        silent=question.silent,
        choice=bool(question.options),
        revealed=question.key in state.revealed,
        answers=tuple(
            (group_name(state, key), _spoken(said), said.number) for key, said in last.items()
        ),
        asked=len(_asked(state, question)),
        before=agreement(first_answers(state, question.key)),
        after=agreement(last),
    )


def _asked(state: State, question: Question) -> list[str]:
    playing = [key for key, _, people in _groups(state) if people]
    return [key for key in playing if not question.groups or key in question.groups]


def _spoken(said: Said) -> str:
    return ": ".join(part for part in (said.body["option"], said.body["text"]) if part)


def _modules(state: State, here: str) -> tuple[ModuleLine, ...]:
    starts = module_starts(state)
    return tuple(_module(state, one, starts, here) for one in modules(state))


def _module(state: State, module: Module, starts: Mapping[str, int], here: str) -> ModuleLine:
    own = [step for step in state.steps.values() if step.inject.module == module.key]
    return ModuleLine(
        key=module.key,
        title=module.title,
        story_time=module.story_time,
        begins=seconds(starts[module.key]),
        minutes=module.minutes,
        now=module.key == here,
        left=sum(step.open for step in own),
    )


def _groups(state: State) -> tuple[tuple[str, str, int], ...]:
    players = [seat.group for seat in state.seats.values() if seat.kind == "player" and seat.here]
    known = [(one.key, one.name) for one in state.plan.content.groups] if state.plan else []
    without = [("", "")] if "" in players else []
    return tuple((key, name, players.count(key)) for key, name in [*known, *without])


def _by_hand(one: InjectLine, here: str) -> bool:
    return one.manual and one.state == "planned" and one.module in {here, ""}


def _length(state: State) -> int:
    return state.plan.content.minutes * 60 if state.plan is not None else 0


def _planned_end(state: State) -> datetime | None:
    length = _length(state)
    if state.started_at is None or not length:
        return None
    return state.started_at + timedelta(seconds=length)


def _forecast(state: State, at: datetime, end: int) -> datetime | None:
    if state.status not in {"running", "paused"} or not end:
        return None
    left = max(end * TICKS - state.elapsed(at), 0)
    return at + timedelta(microseconds=left // state.rate)
