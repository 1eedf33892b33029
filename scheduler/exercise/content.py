"""What does a scenario say? Its objectives, modules, injects and all they point at.

The terms are HSEEP's (2020). Everything points by key (short and unique within its list), so that
a version is one JSON document: nothing in it changes without its hash changing. A draft may point
at what is not there yet; scheduler.exercise.checking says so.
"""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from scheduler.errors import N_, wrong
from scheduler.exercise.parts import (
    AnyKey,
    Key,
    Line,
    Minutes,
    OptionalLine,
    Part,
    Seconds,
    Sentence,
    VariableName,
    Words,
)

InjectKind = Literal["inject", "contingency", "expected", "note", "information"]
Channel = Literal["aloud", "handout", "mail", "web", "phone", "film"]
TriggerKind = Literal["manual", "start", "module", "after", "marks"]
ScenarioKind = Literal["seminar", "tabletop", "workshop", "game"]
PartStatus = Literal["draft", "review", "approved"]
FOR_PLAYERS: tuple[InjectKind, ...] = ("inject", "contingency", "information")
HIDDEN: tuple[InjectKind, ...] = ("expected", "note")  # the facilitators' alone


class Capability(Part):
    """What a network wants to be able to do."""

    code: Key
    name: Line
    text: Words = ""


class Indicator(Part):
    """What an evaluator can see when an objective is met (HSEEP: critical task)."""

    key: Key
    text: Line
    target: OptionalLine = ""


class Objective(Part):
    """What is exercised; `groups` empty: everybody's. `capabilities` are codes."""

    key: Key
    text: Sentence
    priority: Annotated[int, Field(ge=1, le=3)] = 2
    groups: tuple[AnyKey, ...] = ()
    capabilities: tuple[AnyKey, ...] = ()
    indicators: tuple[Indicator, ...] = ()


class Question(Part):
    """Something the groups talk about; `silent`: each answers in private before all see.

    `options` (may be empty) are the answers to choose from. `hint` is for facilitators alone.
    """

    key: Key
    text: Sentence
    groups: tuple[AnyKey, ...] = ()
    options: tuple[Line, ...] = ()
    silent: bool = False
    hint: Words = ""


class Module(Part):
    """A stretch of the story; `story_time` is told, never computed with. Minutes are planned."""

    key: Key
    title: Line
    text: Words = ""
    story_time: OptionalLine = ""
    talk_minutes: Minutes = 0
    read_minutes: Minutes = 0
    break_minutes: Minutes = 0
    questions: tuple[Question, ...] = ()

    @property
    def minutes(self) -> int:
        """All its minutes."""
        return self.talk_minutes + self.read_minutes + self.break_minutes


class Mark(Part):
    """That an expected action (by its key) is marked in the room: yes, no, or either."""

    action: Key
    value: Literal["yes", "no", "any"] = "yes"


class Requires(Part):
    """Marks that must all be set, or any of them."""

    mode: Literal["all", "any"] = "all"
    marks: Annotated[tuple[Mark, ...], Field(min_length=1)]


class Trigger(Part):
    """When an inject comes: `seconds` after STARTEX, the module, `inject`'s release or the marks.

    `requires` is the cause of kind "marks"; with any other it is a condition: not met in time, the
    inject is held.
    """

    kind: TriggerKind = "manual"
    seconds: Seconds = 0
    inject: AnyKey = ""
    requires: Requires | None = None


class Expected(Part):
    """An action that players are expected to take; marked yes or no in the room."""

    key: Key
    text: Sentence


class Inject(Part):
    """Something that happens in the story. `key` is its control number; `groups` empty: all.

    `note`, `expected` and `objectives` never reach players; a `secret` one is never on the screen
    in the room. `extra` keeps columns of an imported list that we do not know.
    """

    key: Key
    module: AnyKey = ""
    kind: InjectKind = "inject"
    title: Line
    text: Words = ""
    persona: AnyKey = ""
    delivery: Channel = "web"
    groups: tuple[AnyKey, ...] = ()
    trigger: Trigger = Trigger()
    story_time: OptionalLine = ""
    questions: tuple[Question, ...] = ()
    expected: tuple[Expected, ...] = ()
    objectives: tuple[AnyKey, ...] = ()
    files: tuple[Line, ...] = ()  # names of papers
    note: Words = ""
    responsible: OptionalLine = ""
    secret: bool = False
    reading_minutes: Annotated[int, Field(ge=0, le=240)] | None = None
    status: PartStatus = "draft"
    extra: dict[str, str] = Field(default_factory=dict)


class Group(Part):
    """Whom an inject can be for: a table, an agency. `kinds` of organisations sit there."""

    key: Key
    name: Line
    text: Words = ""
    kinds: tuple[Line, ...] = ()


class Persona(Part):
    """Who speaks in an inject; always invented."""

    key: Key
    name: Line
    organisation: OptionalLine = ""


class Variable(Part):
    """A name that changes from place to place: {kommun} in any text."""

    key: VariableName
    value: OptionalLine = ""
    text: OptionalLine = ""


class Paper(Part):
    """A file of the scenario, and who may see it."""

    name: Line
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    media_type: Line
    size: Annotated[int, Field(ge=0)]
    audience: Literal["all", "facilitators", "evaluators"] = "all"


class FormQuestion(Part):
    """One question of the feedback form; a `scale` one is answered from 1 to 5."""

    key: Key
    text: Line
    kind: Literal["scale", "text"] = "text"


class Step(Part):
    """One step of a scale, best first; `key` is what is stored."""

    key: Key
    name: Line
    text: OptionalLine = ""


class Scale(Part):
    """How ratings are given: a built-in scale by name, or steps of one's own (2 to 7)."""

    name: Literal["psmu", "met", "five", "own"] = "met"
    steps: Annotated[tuple[Step, ...], Field(max_length=7)] = ()


_LISTS = {
    "capabilities": "code",
    "objectives": "key",
    "groups": "key",
    "personas": "key",
    "variables": "key",
    "modules": "key",
    "injects": "key",
    "papers": "name",
    "feedback": "key",
}


class Content(Part):
    """All that one version of a scenario says."""

    title: Line
    summary: Words = ""
    kind: ScenarioKind = "tabletop"
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
    level: OptionalLine = ""
    tags: tuple[Line, ...] = ()
    licence: OptionalLine = ""
    origin: OptionalLine = ""
    sensitivity: OptionalLine = ""
    purpose: Words = ""
    scope: Words = ""
    artificialities: Words = ""
    capabilities: tuple[Capability, ...] = ()
    objectives: tuple[Objective, ...] = ()
    groups: tuple[Group, ...] = ()
    personas: tuple[Persona, ...] = ()
    variables: tuple[Variable, ...] = ()
    modules: tuple[Module, ...] = ()
    injects: tuple[Inject, ...] = ()
    papers: tuple[Paper, ...] = ()
    feedback: tuple[FormQuestion, ...] = ()
    scale: Scale = Scale()

    @model_validator(mode="after")
    def _keys_are_unique(self) -> Content:
        for name, key in _LISTS.items():
            _refuse_twice(name, [getattr(part, key) for part in getattr(self, name)])
        _refuse_twice("indicators", [i.key for o in self.objectives for i in o.indicators])
        _refuse_twice("questions", [question.key for question in self.questions])
        _refuse_twice("expected", [action.key for i in self.injects for action in i.expected])
        return self

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question, of modules and of injects."""
        of_modules = [question for module in self.modules for question in module.questions]
        return (*of_modules, *(q for inject in self.injects for q in inject.questions))

    @property
    def minutes(self) -> int:
        """All planned minutes of its modules."""
        return sum(module.minutes for module in self.modules)


def _refuse_twice(name: str, keys: list[str]) -> None:
    twice = [key for key, count in Counter(keys).items() if count > 1]
    if twice:
        raise wrong(
            N_("“%(key)s” stands twice. Give one of them another."), field=name, key=twice[0]
        )
