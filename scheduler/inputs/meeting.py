"""What may be asked about a meeting, its answers, agenda, minutes and actions?"""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, model_validator

from scheduler.inputs.leaving import LeavingInput
from scheduler.inputs.series import CallInput, Minutes
from scheduler.inputs.types import (
    Comment,
    Day,
    Fold,
    Input,
    Line,
    Link,
    LocalTime,
    Number,
    OptionalLine,
    Reason,
    Sentence,
    Text,
    Zone,
)
from scheduler.model.action import ActionState
from scheduler.model.agenda import ItemClass, ItemKind
from scheduler.model.meeting import MeetingKind


class MeetingInput(CallInput):
    """A single meeting; `fold` 1 takes the second of an hour that exists twice."""

    when: Literal["each", "all_now", "by_hand"] = "by_hand"
    title: Line
    kind: MeetingKind = "meeting"
    text: Text = ""
    start: LocalTime
    minutes: Minutes = 60
    time_zone: Zone | None = None  # None: the network's
    fold: Fold | None = None
    place: OptionalLine = ""
    place_protected: bool = False
    online_url: Link = ""
    extra: bool = False
    people: list[UUID] | None = None  # None: all current members of the network


class TextInput(LeavingInput):
    """What can change about a meeting without its time."""

    title: Line
    text: Text = ""
    place: OptionalLine = ""
    place_protected: bool = False
    online_url: Link = ""


class MoveInput(LeavingInput):
    """A new time for one meeting."""

    start: LocalTime
    minutes: Minutes | None = None  # None: as long as before
    fold: Fold | None = None
    reason: Reason = ""
    scope: Literal["this"] = "this"


class CancelInput(LeavingInput):
    """Why one meeting is cancelled."""

    reason: Reason = ""
    scope: Literal["this"] = "this"


class AnswerInput(Input):
    """Yes, no or maybe, with a word."""

    answer: Literal["accepted", "declined", "tentative"]
    comment: Comment = ""


class AgendaItemInput(Input):
    """One point; with the `id` of an existing one it stays that one."""

    id: UUID | None = None
    title: Line
    kind: ItemKind = "information"
    item_class: Annotated[ItemClass, Field(alias="class")] = "open"
    minutes: Annotated[Number, Field(ge=0, le=1_440)] | None = None
    presenter: OptionalLine = ""
    text: Text = ""


class AgendaInput(Input):
    """The whole agenda, in order."""

    items: Annotated[list[AgendaItemInput], Field(max_length=100)]


class OwnerInput(Input):
    """Who answers for an action: an organisation (id or name), perhaps one person of it (id)."""

    shown = frozenset({"organisation_name", "person_name"})

    organisation: Line
    person: UUID | None = None


class ActionInput(Input):
    """What is to be done, by whom, until when."""

    item: UUID | None = None
    text: Sentence
    owner: OwnerInput
    due: Day | None = None


class ActionPatch(Input):
    """What changes about an action; what is left out stays."""

    text: Sentence | None = None
    owner: OwnerInput | None = None
    due: Day | None = None
    state: ActionState | None = None


class AttendanceInput(Input):
    """Whether somebody was there: a person by id, or a guest by name; `for`: the person sat for."""

    person: UUID | None = None
    name: OptionalLine = ""
    organisation: OptionalLine = ""
    present: bool = True
    represents: Annotated[UUID | None, Field(alias="for")] = None

    @model_validator(mode="before")
    @classmethod
    def _take_the_name_where_there_is_no_id(cls, data: Any) -> Any:
        if not isinstance(data, dict) or "organisation_name" not in data:
            return data
        name = data["organisation_name"]
        rest = {key: value for key, value in data.items() if key != "organisation_name"}
        return rest | {"organisation": rest.get("organisation") or name}


class EntryInput(Input):
    """Notes (Markdown) on one point, or without `item` on the whole meeting."""

    item: UUID | None = None
    text: Text


class DecisionInput(Input):
    """One decision; with the `id` of an existing one it stays that one."""

    shown = frozenset({"year", "number"})

    id: UUID | None = None
    item: UUID | None = None
    text: Sentence


class ListedActionInput(ActionInput):
    """An action as the minutes hold it; with the `id` of an existing one it stays that one."""

    shown = frozenset({"network", "meeting", "state", "overdue", "created_at", "changed_at"})

    id: UUID | None = None


class MinutesInput(Input):
    """The whole minutes of a meeting."""

    shown = frozenset({"id", "meeting", "state", "version", "saved_at", "published_at"})

    attendance: Annotated[list[AttendanceInput], Field(max_length=500)] = []
    entries: Annotated[list[EntryInput], Field(max_length=200)] = []
    decisions: Annotated[list[DecisionInput], Field(max_length=200)] = []
    actions: Annotated[list[ListedActionInput], Field(max_length=200)] = []
