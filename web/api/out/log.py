"""How are calendar addresses, letters and facts shown?"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from scheduler import model
from scheduler.inputs.types import LocalTime
from scheduler.model.feed import FeedKind, Level
from scheduler.model.letter import LetterState
from scheduler.queries import timeline
from web.api.out.base import Id, Instant, MaybeId, Out
from web.api.out.network import called


class Feed(Out):
    """A calendar address; `url` is told when it is made or replaced, and never again.

    `fetched_at` and `fetched_by` (a program's name) tell of the last fetch, within 15 minutes.
    """

    id: Id
    kind: FeedKind
    level: Level
    language: str
    network: MaybeId
    person: MaybeId
    created_at: Instant
    rotated_at: Instant | None
    fetched_at: Instant | None
    fetched_by: str
    url: str | None = Field(default=None, exclude_if=lambda value: value is None)

    @classmethod
    def of(cls, row: model.Feed, url: str | None = None) -> Feed:
        """Show a calendar address."""
        return cls.copy_of(row, network=row.network_id, person=row.person_id, url=url)


class Recipient(Out):
    """Who a letter is for."""

    id: Id
    name: str
    email: str | None


class Letter(Out):
    """A mail to one person, and whether it has arrived; the id stands in X-Kallelse-Letter.

    `leave_at`: when it leaves, or is tried again; null if it is held, has left or never will.
    """

    id: Id
    network: MaybeId
    meeting: MaybeId
    invitation: MaybeId
    person: Recipient
    kind: str
    state: LetterState
    reason: str
    method: str
    sequence: int
    message_id: str
    subject: str
    tries: int
    answer: str
    queued_at: Instant
    leave_at: Instant | None
    sent_at: Instant | None

    @classmethod
    def of(cls, row: model.Letter, *, leave_at: datetime | None, openly: bool) -> Letter:
        """Show a letter; `openly`: a protected person's name and address too."""
        return cls.copy_of(
            row,
            network=row.network_id,
            meeting=row.meeting_id,
            invitation=row.invitation_id,
            leave_at=leave_at,
            person=Recipient.model_validate(
                {"id": row.person_id, **called(row.person, openly=openly)}
            ),
        )


class Event(Out):
    """A fact: what happened to what, when and by whom. Its `id` can be the next `after`."""

    id: Id
    kind: str
    at: Instant
    by: str
    subject: Id
    network: MaybeId
    body: dict[str, Any]

    @classmethod
    def of(cls, row: model.EventRow) -> Event:
        """Show a fact."""
        return cls.copy_of(row, network=row.network_id)


class TimelineEntry(Out):
    """One line of a meeting's timeline: letters of one kind, an answer, a change, or a plan.

    `kind` is the letter's, the answer's, the change's or the planned work's own word; `states`
    counts letters by state; `future`: this is yet to come, at `at`.
    """

    at: Instant
    what: Literal["letters", "reply", "change", "planned"]
    kind: str
    future: bool
    count: int
    states: dict[LetterState, int]
    names: list[str]
    text: str
    sequence: int | None
    late: bool
    old_start: LocalTime | None
    new_start: LocalTime | None

    @classmethod
    def of(cls, entry: timeline.TimelineEntry) -> TimelineEntry:
        """Show one line."""
        return cls.copy_of(entry, states=dict(entry.states), names=list(entry.names))
