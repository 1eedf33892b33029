"""What can be done to a series of meetings."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from scheduler import events, rhythm
from scheduler.actor import Actor
from scheduler.calendar import timezone
from scheduler.dispatch import record
from scheduler.errors import N_, NotFound, Refused
from scheduler.inputs import SeriesInput
from scheduler.model import AgendaItem, DueRow, Invitation, Meeting, Network, RenderedEntry, Series
from scheduler.services import invitees
from scheduler.services.meetings import new_uid


class SeriesIsFixed(Refused):
    """Its dates hold already."""

    message = N_("The dates of this series are fixed already. Change each meeting on its own page.")


def create(session: Session, network_id: UUID, *, plan: SeriesInput, by: Actor) -> Series:
    """Lay out a rhythm as preliminary meetings; nothing is sent until it is fixed."""
    network = session.get(Network, network_id)
    if network is None:
        raise NotFound
    by.must("series:plan", network.id)
    starts = rhythm.starts_of(plan, network)
    series = Series(network_id=network.id, **_columns(plan, network, starts))
    session.add(series)
    session.flush()
    _lay(session, series, starts)
    record(session, events.SeriesCreated(by=by.name, subject=series.id, network_id=network.id))
    return series


def relay(session: Session, series_id: UUID, *, plan: SeriesInput, by: Actor) -> Series:
    """Lay out a preliminary rhythm anew; dates that stay keep their meetings."""
    series = _load(session, series_id, by)
    if series.fixed:
        raise SeriesIsFixed
    network = session.get_one(Network, series.network_id)
    starts = rhythm.starts_of(plan, network)
    for name, value in _columns(plan, network, starts).items():
        setattr(series, name, value)
    _lay(session, series, starts)
    record(session, events.SeriesChanged(by=by.name, subject=series.id, network_id=network.id))
    return series


def fix(session: Session, series_id: UUID, *, by: Actor) -> Series:
    """Make the dates hold: from now on the series calls itself as its settings say."""
    series = _load(session, series_id, by)
    if series.fixed:
        raise SeriesIsFixed
    series.fixed = True
    for meeting in meetings_of(session, series.id):
        if meeting.status == "preliminary":
            meeting.status = "planned"
    record(
        session,
        events.SeriesFixed(by=by.name, subject=series.id, network_id=series.network_id),
    )
    return series


def meetings_of(session: Session, series_id: UUID) -> list[Meeting]:
    """Give a series' meetings in order of time."""
    return list(
        session.scalars(
            select(Meeting).where(Meeting.series_id == series_id).order_by(Meeting.starts_at)
        )
    )


def _load(session: Session, series_id: UUID, by: Actor) -> Series:
    series = session.get(Series, series_id, with_for_update=True)
    if series is None:
        raise NotFound
    by.must("series:plan", series.network_id)
    return series


def _columns(plan: SeriesInput, network: Network, starts: list[datetime]) -> dict[str, Any]:
    return {
        "title": plan.title,
        "kind": plan.kind,
        "rule": plan.rule.model_dump() if plan.rule else None,
        "dates": [day.isoformat() for day in plan.dates],
        "without": [day.isoformat() for day in plan.without],
        "first": plan.first or starts[0].date(),
        "last": plan.last or starts[-1].date(),
        "at": plan.at,
        "minutes": plan.minutes,
        "time_zone": rhythm.zone_of(plan, network),
        "place": plan.place,
        "place_protected": plan.place_protected,
        "online_url": plan.online_url,
        "call_when": plan.when,
        "notice_days": plan.notice_days,
        "agenda_days": plan.agenda_days,
        "reply_days": plan.reply_days,
        "reminder_days": plan.reminder_days,
    }


_SHARED = (
    "network_id",
    "title",
    "kind",
    "minutes",
    "time_zone",
    "place",
    "place_protected",
    "online_url",
    "call_when",
    "notice_days",
    "agenda_days",
    "reply_days",
    "reminder_days",
)


def _lay(session: Session, series: Series, starts: list[datetime]) -> None:
    laid = {meeting.original_start: meeting for meeting in meetings_of(session, series.id)}
    for start in set(laid) - set(starts):
        _erase(session, laid[start])
    for start in starts:
        meeting = laid.get(start) or Meeting(
            series_id=series.id, start=start, original_start=start, uid=new_uid()
        )
        for name in _SHARED:
            setattr(meeting, name, getattr(series, name))
        meeting.status = "preliminary"
        meeting.starts_at = timezone.resolve(start, series.time_zone)
        session.add(meeting)
        session.flush()
        invitees.add_to(session, meeting, None)


def _erase(session: Session, meeting: Meeting) -> None:
    """Take away a preliminary date that nobody was ever told of."""
    for table in (Invitation, AgendaItem, RenderedEntry, DueRow):
        session.execute(delete(table).where(table.meeting_id == meeting.id))
    session.expire(meeting)
    session.delete(meeting)
    session.flush()
