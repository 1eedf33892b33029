"""What may be asked about an exercise before and after it is run?"""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BeforeValidator, Field

from scheduler.inputs.types import Day, Input, Line, Number, OptionalLine, Reason, Sentence, Text
from scheduler.model.evaluation import Element, FindingKind
from scheduler.model.exercise import RoleKind

Days = Annotated[Number, Field(ge=0, le=90)]
# The name of a part of the scenario; it says so, so that no program takes it for any text.
Key = Annotated[OptionalLine, Field(json_schema_extra={"format": "key"})]


class SubObjectiveInput(Input):
    """One actor's own objective."""

    organisation: UUID
    text: Sentence


class ExerciseInput(Input):
    """A meeting becomes an exercise, with a scenario: its newest approved version, or `version`."""

    scenario: UUID
    version: Annotated[Number, Field(ge=1)] | None = None
    director: UUID | None = None
    purpose: Text = ""
    scope: Text = ""
    artificialities: Text = ""
    privacy_note: Text = ""
    stop_word: OptionalLine = ""
    variables: dict[str, OptionalLine] = {}
    sub_objectives: list[SubObjectiveInput] = []
    gap: Literal["ask", "count"] = "ask"
    grace_seconds: Annotated[Number, Field(ge=0, le=600)] = 60
    evaluator_days: Days = 3
    feedback_days: Days = 7


class ExercisePatch(Input):
    """What changes about an exercise that has not begun; what is left out stays."""

    scenario: UUID | None = None
    version: Annotated[Number, Field(ge=1)] | None = None
    director: UUID | None = None
    purpose: Text | None = None
    scope: Text | None = None
    artificialities: Text | None = None
    privacy_note: Text | None = None
    stop_word: Line | None = None
    variables: dict[str, OptionalLine] | None = None
    sub_objectives: list[SubObjectiveInput] | None = None
    gap: Literal["ask", "count"] | None = None
    grace_seconds: Annotated[Number, Field(ge=0, le=600)] | None = None
    evaluator_days: Days | None = None
    feedback_days: Days | None = None


def _named(value: Any) -> Any:
    return {"group": value} if isinstance(value, str) else value


class AudienceInput(Input):
    """One group of a run (its key or name in the scenario), and who plays in it."""

    group: Line
    people: list[UUID] = []


class RunInput(Input):
    """A run of an exercise; without audiences those who are called sit where their kind sits."""

    label: Line
    audiences: list[Annotated[AudienceInput, BeforeValidator(_named)]] = []


class RoleInput(Input):
    """What somebody is in a run; `group` is a key ("": none, or all)."""

    person: UUID
    kind: RoleKind
    group: Key = ""
    stands_in_for: UUID | None = None


class EvidenceInput(Input):
    """A line of a run's log."""

    run: UUID
    entry: Annotated[Number, Field(ge=1)]


class FindingInput(Input):
    """A strength or an area for improvement."""

    kind: FindingKind
    text: Sentence
    analysis: Text = ""
    root_cause: Text = ""
    objective: Key = ""
    capability: Key = ""
    evidence: list[EvidenceInput] = []
    recurring_of: UUID | None = None


class FindingPatch(Input):
    """What changes about a finding; what is left out stays."""

    kind: FindingKind | None = None
    text: Sentence | None = None
    analysis: Text | None = None
    root_cause: Text | None = None
    objective: Key | None = None
    capability: Key | None = None
    evidence: list[EvidenceInput] | None = None
    recurring_of: UUID | None = None


class CorrectiveInput(Input):
    """What is to be done about a finding, by whom, until when."""

    text: Sentence
    organisation: Line
    person: UUID | None = None
    due: Day | None = None
    element: Element = ""


class VerifyInput(Input):
    """A later exercise has shown that a corrective action works, or that it does not."""

    exercise: UUID
    works: bool
    text: Reason = ""


class FeedbackInput(Input):
    """A filled-in feedback form: question key → answer."""

    answers: dict[str, Text]


class CalloutInput(Input):
    """A test call: to these people, else to those on duty, else to all members."""

    text: Text = ""
    minutes: Annotated[Number, Field(ge=5, le=24 * 60)] = 60
    people: list[UUID] = []
    stop_word: OptionalLine = ""


class ReportInput(Input):
    """The report goes out for comments, or holds; with its number in the registry."""

    state: Literal["comment", "final"] = "final"
    case_number: OptionalLine = ""
