"""When does a meeting call itself, remind and close?

Pure: a meeting's wall time and its call settings give wall times; the instants are derived in its
zone, so that a reminder at eight stays at eight across a change of the clocks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from scheduler.calendar import timezone
from scheduler.model import Meeting

MORNING = time(8)
NOON = time(12)
MINUTES_DAYS = 3


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a meeting does by itself: a kind of due work, and when."""

    kind: str
    at: datetime  # UTC


def reply_by(meeting: Meeting) -> date | None:
    """Give the last day for an answer in the meeting's zone; None when the notice was too short."""
    day = meeting.start.date() - timedelta(days=meeting.reply_days)
    called = meeting.called_at
    if called is not None and _local_day(meeting, called) > day:
        return None
    return day


def is_late(meeting: Meeting, at: datetime) -> bool:
    """Tell whether an answer given `at` comes after the last day for answers."""
    day = reply_by(meeting)
    return day is not None and _local_day(meeting, at) > day


def call_at(meeting: Meeting) -> datetime | None:
    """Tell when the meeting calls itself; None when only a person calls it."""
    if meeting.call_when != "each":
        return None
    return _instant(meeting, meeting.start.date() - timedelta(days=meeting.notice_days), MORNING)


def brief_at(meeting: Meeting) -> datetime | None:
    """Tell when each organisation gets its brief; None when the network wants none."""
    days = meeting.network.brief_days
    return _instant(meeting, meeting.start.date() - timedelta(days=days), MORNING) if days else None


def steps(meeting: Meeting) -> list[Step]:
    """List what a called meeting will do by itself, earliest first."""
    start = meeting.start.date()
    found = [
        Step("remind_coming", _instant(meeting, start - timedelta(days=1), NOON)),
        Step("close", meeting.ends_at),
        Step("remind_minutes", _instant(meeting, start + timedelta(days=MINUTES_DAYS), MORNING)),
    ]
    deadline = reply_by(meeting)
    if deadline is not None:
        day = deadline - timedelta(days=meeting.reminder_days)
        found.append(Step("remind_silent", _instant(meeting, day, MORNING)))
    if meeting.call_when == "all_now":
        day = start - timedelta(days=meeting.agenda_days)
        found.append(Step("send_agenda", _instant(meeting, day, MORNING)))
    brief = brief_at(meeting)
    if brief is not None:
        found.append(Step("send_brief", brief))
    return sorted(found, key=lambda step: step.at)


def _instant(meeting: Meeting, day: date, clock: time) -> datetime:
    try:
        return timezone.resolve(datetime.combine(day, clock), meeting.time_zone)
    except timezone.TimeDoesNotExist:
        return timezone.resolve(
            datetime.combine(day, clock) + timedelta(hours=1), meeting.time_zone
        )
    except timezone.TimeOutOfRange:  # days before the first year or after the last
        return datetime.combine(day, clock, UTC)


def _local_day(meeting: Meeting, at: datetime) -> date:
    return at.astimezone(timezone.zone(meeting.time_zone)).date()
