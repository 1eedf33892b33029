"""What do forms about a meeting need to know: which of two hours, and changed since seen?"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import request
from sqlalchemy.orm import Session

from scheduler.calendar import timezone
from scheduler.clock import now
from scheduler.errors import N_, Refused
from scheduler.model import Meeting
from scheduler.services import refusals
from web.forms.base import Form


class TimeExistsTwice(Refused):
    """A wall time that the clocks show twice, without a word on which is meant."""

    message = N_(
        "%(time)s comes twice that night: summer time ends and the clocks go back. Choose which "
        "of the two is meant."
    )


class ChangedSince(Refused):
    """The meeting is not the one that was looked at."""

    message = N_(
        "Somebody has changed the meeting since you opened this page. Look at it again below, "
        "then send."
    )
    status = 409


class NothingChanged(Refused):
    """A change that changes nothing."""

    message = N_("Everything is as it was. Change something, or go back to the meeting.")


def ask_which(form: Form[Any], start: datetime, fold: int | None, zone: str) -> None:
    """Refuse a time that exists twice until one is chosen; the first is proposed."""
    if fold is None and timezone.exists_twice(start, zone):
        form.data["fold"] = 0
        raise TimeExistsTwice(field="fold", time=start.time())


def asks_which(form: Form[Any], zone: str) -> bool:
    """Tell whether the time that is typed exists twice, so that the form must ask which."""
    try:
        return timezone.exists_twice(datetime.fromisoformat(form.value("start")), zone)
    except (ValueError, OverflowError):
        return False


def mark(meeting: Meeting) -> str:
    """Give what changes about a meeting whenever it does."""
    return f"{meeting.sequence}-{meeting.status}"


def unchanged(session: Session, meeting_id: UUID) -> Meeting:
    """Give the meeting if it stands as the page said; raises ChangedSince."""
    meeting = session.get_one(Meeting, meeting_id)
    if request.form.get("seen") != mark(meeting):
        raise ChangedSince
    return meeting


def to_come(meeting: Meeting) -> None:
    """Refuse what the services would refuse of a cancelled or past meeting, before it is asked."""
    if meeting.cancelled:
        raise refusals.MeetingIsCancelled
    not_over(meeting)


def not_over(meeting: Meeting) -> None:
    """Refuse a meeting that has begun."""
    if meeting.status == "held" or meeting.starts_at <= now():
        raise refusals.MeetingIsOver
