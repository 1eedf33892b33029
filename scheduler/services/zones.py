"""What changes when a new release of the time zones is another law?

A meeting's wall time stays; its instant, and all that happens by itself around it, is derived anew.
Those who were told are told once (docs/decisions/0030-time-law.md).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler import events
from scheduler.actor import Actor
from scheduler.calendar import timezone
from scheduler.clock import now
from scheduler.dispatch import record
from scheduler.leaving import AT_ONCE
from scheduler.model import Known, Meeting
from scheduler.services import meetings

RELEASE = "tzdata"
_A_DAY = timedelta(days=1)  # no law has moved clocks by more


def rederive(session: Session, *, by: Actor) -> int:
    """Derive the instants of meetings to come anew if the zones are of another release than last.

    Gives how many meetings begin at another instant. The first release seen is only noted.
    """
    release, known = timezone.tzdata_version(), session.get(Known, RELEASE)
    if known is None:
        session.add(Known(name=RELEASE, value=release))
        return 0
    if known.value == release:
        return 0
    known.value, known.at = release, now()
    coming = _to_come(session)
    moved = sum(_rederive(session, one, by) for one in coming)
    for network_id in sorted({one.network_id for one in coming}):
        record(session, events.ZonesRenewed(by=by.name, subject=network_id, network_id=network_id))
    return moved


def _to_come(session: Session) -> list[Meeting]:
    moment = now()
    chosen = (
        select(Meeting)
        .where(Meeting.starts_at > moment - _A_DAY, Meeting.status != "held")
        .order_by(Meeting.id)
        .with_for_update()
    )
    return [one for one in session.scalars(chosen) if max(one.starts_at, _instant(one)) > moment]


def _rederive(session: Session, meeting: Meeting, by: Actor) -> bool:
    old, new = meeting.starts_at, _instant(meeting)
    if new == old:
        return False
    meeting.starts_at = new
    meetings.raise_sequence(session, meeting)
    change = meetings.note(session, meeting, "clock", by, AT_ONCE)
    about = meetings.about(meeting, by)
    record(session, events.ZoneLawChanged(**about, change=change.id, old_starts_at=old))
    return True


def _instant(meeting: Meeting) -> datetime:
    return timezone.instant(meeting.start, meeting.time_zone, fold=meeting.fold)
