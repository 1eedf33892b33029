"""What can have happened to scenarios, exercises, runs and call-outs."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from scheduler.events.base import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class ScenarioChanged(Event):
    """A scenario was begun, written in, approved, retired; subject: the scenario."""

    version: int
    state: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SuggestionMade(Event):
    """Somebody suggested an inject; subject: the suggestion."""

    scenario: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class SuggestionDecided(Event):
    """A suggestion was taken or declined; subject: the suggestion."""

    state: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ExercisePlanned(Event):
    """A meeting became an exercise; subject: the exercise."""

    meeting: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class ExerciseChanged(Event):
    """Something about an exercise changed; subject: the exercise."""

    meeting: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class RunPrepared(Event):
    """An exercise has a run; subject: the run."""

    exercise: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class RunAdvanced(Event):
    """A run's log has grown by the lines `first` to `last`; subject: the run."""

    exercise: UUID
    first: int
    last: int


@dataclass(frozen=True, kw_only=True, slots=True)
class PlayLinksSent(Event):
    """These people got the link to their place in a run; subject: the run.

    `request` makes each asking its own: who asks twice sends twice.
    """

    roles: tuple[UUID, ...]
    request: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class PackSent(Event):
    """The papers of an exercise were mailed to its people; subject: the exercise."""

    pack: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FindingChanged(Event):
    """A finding was written, changed or taken away; subject: the finding."""

    exercise: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportIssued(Event):
    """The report about an exercise took a state; subject: the exercise."""

    number: int
    state: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CalloutMade(Event):
    """Those on duty were called for an exercise; subject: the call-out."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CalloutAnswered(Event):
    """Somebody answered a call-out; subject: the call-out."""

    call: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class CalloutStopped(Event):
    """A call-out was ended before its time; subject: the call-out."""
