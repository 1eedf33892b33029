"""What may be asked about a meeting and the answers to it?"""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from scheduler.inputs.leaving import LeavingInput
from scheduler.inputs.series import CallInput, Minutes
from scheduler.inputs.types import (
    Comment,
    Fold,
    Input,
    Line,
    Link,
    LocalTime,
    OptionalLine,
    Reason,
    Text,
    Zone,
)
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
