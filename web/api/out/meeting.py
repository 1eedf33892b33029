"""How are series, meetings and invitations shown?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from pydantic import Field

from scheduler import model
from scheduler.inputs.series import RuleInput
from scheduler.inputs.types import LocalTime
from scheduler.model.invitation import AnswerWord, Via
from scheduler.model.meeting import MeetingKind, Status
from scheduler.queries import series
from scheduler.queries.behind import Delivery
from scheduler.queries.waiting import WaitingChange
from web.api.out.base import Id, Instant, MaybeId, Out
from web.api.out.network import Invitee

When = Literal["each", "all_now", "by_hand"]


class Calling(Out):
    """When something calls itself: the same keys as in what is asked."""

    when: When
    notice_days: int
    agenda_days: int
    reply_days: int
    reminder_days: int


class Series(Calling):
    """A rhythm of meetings; `meetings` counts those that it has made."""

    counted = frozenset({"meetings"})

    id: Id
    network: Id
    title: str
    kind: MeetingKind
    rule: RuleInput | None
    dates: list[date]
    first: date = Field(alias="from")
    last: date = Field(alias="until")
    without: list[date] = Field(alias="except")
    at: str
    minutes: int
    time_zone: str
    place: str
    place_protected: bool
    online_url: str
    fixed: bool
    meetings: int

    @classmethod
    def of(cls, row: model.Series, meetings: int) -> Series:
        """Show a series."""
        return cls.copy_of(row, network=row.network_id, when=row.call_when, meetings=meetings)

    @property
    def location(self) -> str:
        """Where it is found."""
        return f"/series/{self.id}"


class Clash(Out):
    """A meeting that stands at the same time already."""

    id: Id
    title: str
    start: LocalTime


class SeriesDate(Out):
    """One date that a rhythm would make, and what stands on it."""

    start: LocalTime
    starts_at: Instant
    week: int
    clash: list[Clash]

    @classmethod
    def of(cls, day: series.SeriesDate) -> SeriesDate:
        """Show one date."""
        return cls.copy_of(day, clash=[Clash.copy_of(row) for row in day.clashes])


class Answers(Out):
    """How many have answered what."""

    accepted: int = Field(ge=0)
    declined: int = Field(ge=0)
    tentative: int = Field(ge=0)
    silent: int = Field(alias="needs-action", ge=0)

    @classmethod
    def of(cls, counts: Mapping[str, int]) -> Answers:
        """Show counts by answer."""
        words = ("accepted", "declined", "tentative", "needs-action")
        return cls.model_validate({word: counts.get(word, 0) for word in words})


class Meeting(Calling):
    """A meeting; `start` and `original_start` are wall time in its `time_zone`."""

    counted = frozenset({"answers"})

    id: Id
    network: Id
    series: MaybeId
    kind: MeetingKind
    title: str
    text: str
    start: LocalTime
    minutes: int
    time_zone: str
    starts_at: Instant
    ends_at: Instant
    place: str
    place_protected: bool
    online_url: str
    extra: bool
    status: Status
    uid: str
    sequence: int
    original_start: LocalTime
    called_at: Instant | None
    answers: Answers

    @classmethod
    def of(cls, row: model.Meeting, counts: Mapping[str, int]) -> Meeting:
        """Show a meeting."""
        return cls.copy_of(
            row,
            network=row.network_id,
            series=row.series_id,
            when=row.call_when,
            answers=Answers.of(counts),
        )

    @property
    def location(self) -> str:
        """Where it is found."""
        return f"/meetings/{self.id}"


class Change(Out):
    """What was changed about a meeting, and what of its letters still waits.

    They leave at `leave_at`, or when they are sent (`held`); `waiting` counts them.
    """

    id: Id
    kind: str
    at: Instant
    leave_at: Instant | None
    held: bool
    waiting: int
    can_undo: bool
    undone_at: Instant | None

    @classmethod
    def of(cls, change: WaitingChange) -> Change:
        """Show one change."""
        return cls.copy_of(change, waiting=change.count)


class Invitation(Out):
    """One person's call to one meeting, the answer, and what the calendar was told.

    `behind`: told of the meeting, but not how it stands now. `feed_fetched_at`, `feed_fetched_by`:
    the last fetch of a calendar of the person's own, and the program.
    """

    counted = frozenset(
        {
            "called_at",
            "told_sequence",
            "told_at",
            "behind",
            "bounced_at",
            "feed_fetched_at",
            "feed_fetched_by",
        }
    )

    id: Id
    meeting: Id
    person: Invitee
    optional: bool
    answer: AnswerWord
    answered_at: Instant | None
    answered_via: Via | None
    answered_late: bool
    comment: str
    called_at: Instant | None
    told_sequence: int | None
    told_at: Instant | None
    behind: bool
    bounced_at: Instant | None
    feed_fetched_at: Instant | None
    feed_fetched_by: str
    substitute_for: MaybeId
    reply_url: str | None = Field(default=None, exclude_if=lambda value: value is None)

    @classmethod
    def of(
        cls, row: model.Invitation, how: Delivery, *, openly: bool, reply_url: str | None
    ) -> Invitation:
        """Show an invitation; `openly`: protected people's particulars too."""
        return cls.copy_of(
            row,
            meeting=row.meeting_id,
            person=Invitee.of(row.person, row.organisation, openly=openly),
            called_at=how.called_at,
            behind=how.behind,
            bounced_at=how.bounced_at,
            feed_fetched_at=how.feed_fetched_at,
            feed_fetched_by=how.feed_program,
            substitute_for=row.substitute_for_id,
            reply_url=reply_url,
        )
