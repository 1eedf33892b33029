"""Until when can points of a meeting be proposed? Pure over the meeting and its network."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from scheduler.calendar import timezone
from scheduler.clock import now
from scheduler.model import Meeting

LAST_MOMENT = time(23, 59, 59)


def deadline(meeting: Meeting) -> datetime:
    """Give the instant after which points of a meeting can no longer be proposed.

    The end of the day `proposal_days` before it where it is held; never less than a day after the
    call, nor later than its start.
    """
    day = meeting.start.date() - timedelta(days=meeting.network.proposal_days)
    last = timezone.instant(datetime.combine(day, LAST_MOMENT), meeting.time_zone)
    if meeting.called_at is not None:
        last = max(last, meeting.called_at + timedelta(days=1))
    return min(last, meeting.starts_at)


def may_propose(meeting: Meeting) -> bool:
    """Tell whether points of a meeting can still be proposed."""
    to_come = meeting.status in {"preliminary", "planned", "called"} and meeting.starts_at > now()
    return to_come and now() <= deadline(meeting)
