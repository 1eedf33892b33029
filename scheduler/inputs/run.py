"""What may be asked of a run while it goes on: steered, answered, recorded, rated?"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from scheduler.exercise.content import Channel, InjectKind
from scheduler.inputs.types import Input, Line, Number, OptionalLine, Reason, Sentence, Text

Rate = Annotated[float, Field(ge=0.5, le=8)]
_IS_KEY = Field(json_schema_extra={"format": "key"})  # so that no program takes it for any text
Named = Annotated[Line, _IS_KEY]
Value = Annotated[OptionalLine, Field(max_length=40), _IS_KEY]


class PauseInput(Input):
    """Why the clock is stopped."""

    reason: Reason = ""


class ResumeInput(Input):
    """Whether a gap in the service counts as exercise time."""

    count_gap: bool = False


class AbortInput(Input):
    """Why the exercise is broken off: a real event."""

    reason: Sentence


class JumpInput(Input):
    """Go to a module; what has not come before it is skipped, released or moved along.

    `rest`: for all of them; `each` (inject key → what) where it differs. `shift`: what belongs to
    the module and after it comes as much earlier or later as the module does.
    """

    module: Named
    rest: Literal["skip", "release", "move"] = "skip"
    each: dict[str, Literal["skip", "release", "move"]] = {}
    shift: bool = True


class RateInput(Input):
    """How fast exercise time goes from now on: 0.5 to 8."""

    rate: Rate


class ReleaseInput(Input):
    """Release now; `confirmed` in a pause; `shift`: what is late moves all later automatic ones."""

    confirmed: bool = False
    shift: bool = False


class SkipInput(Input):
    """Why an inject is skipped, or taken back."""

    reason: Reason = ""


class CorrectInput(Input):
    """What an inject says from now on."""

    title: OptionalLine = ""
    body: Text


class AdHocInput(Input):
    """An inject made in the room; without `later` it leaves at once."""

    title: Line
    text: Text = ""
    kind: InjectKind = "inject"
    delivery: Channel = "web"
    groups: list[Named] = []
    persona: Annotated[OptionalLine, _IS_KEY] = ""
    secret: bool = False
    later: bool = False
    confirmed: bool = False


class MarkInput(Input):
    """Whether an expected action was taken."""

    action: Named
    value: Literal["yes", "no", ""] = "yes"


class ResponseInput(Input):
    """A group's answer to a question, or to an inject as a whole."""

    question: Value = ""
    inject: Value = ""
    group: Value = ""
    option: OptionalLine = ""
    text: Text = ""


class DecisionInput(Input):
    """What was decided: by which function, standing in or not, on which ground, why."""

    text: Sentence
    options: Text = ""
    decided_by: OptionalLine = ""
    stand_in: bool = False
    ground: OptionalLine = ""
    reason: Text = ""
    follow_up: Text = ""
    inject: Value = ""
    group: Value = ""
    replaces: Annotated[Number, Field(ge=1)] | None = None


class ObservationInput(Input):
    """What somebody saw; `confidence`: sure, likely or unsure."""

    kind: Literal["strength", "area", "fact"] = "fact"
    text: Annotated[Text, Field(min_length=1, max_length=4_000)]
    inject: Value = ""
    indicator: Value = ""
    group: Value = ""
    confidence: Literal["", "sure", "likely", "unsure"] = ""
    replaces: Annotated[Number, Field(ge=1)] | None = None


class RatingInput(Input):
    """One evaluator's rating of an indicator or objective; `value` "": not observed."""

    target: Named
    group: Value = ""
    value: Value = ""
    reason: Reason = ""
    role: Value = ""
    final: bool = False


class SayingInput(Input):
    """What to keep, improve or start, said in the hot wash."""

    kind: Literal["kept", "improve", "start"]
    text: Sentence
    group: Value = ""


class VoteInput(Input):
    """A vote for what somebody said (the number of its line)."""

    item: Annotated[Number, Field(ge=1)]
    up: bool = True
