"""What may be asked about a rhythm, and about when it calls itself?"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from scheduler.errors import N_
from scheduler.inputs.parsing import wrong
from scheduler.inputs.types import (
    ClockTime,
    Day,
    Input,
    Line,
    Link,
    Nth,
    Number,
    OptionalLine,
    Zone,
)
from scheduler.model.meeting import MeetingKind

Days = Annotated[Number, Field(ge=0, le=400)]
Minutes = Annotated[Number, Field(ge=1, le=10_080)]


class CallInput(Input):
    """When a series or a meeting calls itself; the same keys flat, or under `call`."""

    when: Literal["each", "all_now", "by_hand"] = "each"
    notice_days: Days = 21
    agenda_days: Days = 7
    reply_days: Days = 7
    reminder_days: Days = 3

    @model_validator(mode="before")
    @classmethod
    def _flatten(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("call"), dict):
            return {key: value for key, value in data.items() if key != "call"} | data["call"]
        return data


class RuleInput(Input):
    """A rhythm in the contract's form; scheduler.calendar.rule gives its meaning."""

    every: Annotated[Number, Field(ge=1, le=99)] = 1
    unit: Literal["week", "month"]
    weekdays: Annotated[
        list[Literal["mo", "tu", "we", "th", "fr", "sa", "su"]], Field(min_length=1, max_length=7)
    ]
    nth: Nth | None = None
    weeks: Literal["odd", "even"] | None = None
    months: Annotated[list[Annotated[Number, Field(ge=1, le=12)]], Field(max_length=12)] = []

    @model_validator(mode="after")
    def _fits_its_unit(self) -> Self:
        if self.unit == "month" and self.nth is None:
            raise wrong(
                N_("Say which weekday of the month: 1 to 5, or -1 for the last."), field="nth"
            )
        if self.unit == "week" and self.nth is not None:
            raise wrong(N_("“nth” belongs to a rhythm of months."), field="nth")
        if self.unit == "month" and self.weeks is not None:
            raise wrong(N_("Odd and even weeks belong to a rhythm of weeks."), field="weeks")
        return self


class SeriesInput(CallInput):
    """A rhythm: either `rule` between `from` and `until`, or explicit `dates`."""

    title: Line
    kind: MeetingKind = "meeting"
    rule: RuleInput | None = None
    dates: Annotated[list[Day], Field(max_length=400)] = []
    at: ClockTime
    minutes: Minutes
    time_zone: Zone | None = None  # None: the network's
    first: Annotated[Day | None, Field(alias="from")] = None
    last: Annotated[Day | None, Field(alias="until")] = None
    without: Annotated[list[Day], Field(alias="except", max_length=400)] = []
    place: OptionalLine = ""
    place_protected: bool = False
    online_url: Link = ""

    @model_validator(mode="after")
    def _has_dates(self) -> Self:
        if (self.rule is None) == (not self.dates):
            raise wrong(N_("Give either a rule or a list of dates."), field="rule")
        if self.rule and (self.first is None or self.last is None):
            raise wrong(
                N_("A rhythm needs its first and last day."),
                field="from" if not self.first else "until",
            )
        if self.first and self.last and self.last < self.first:
            raise wrong(N_("The last day comes before the first."), field="until")
        return self
