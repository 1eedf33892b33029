"""What follows for searching: what a fact touched is read anew."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.events import (
    ActionAdded,
    ActionChanged,
    ActionLeft,
    ActionReported,
    AreaChanged,
    Event,
    NetworkChanged,
    SeriesChanged,
    SeriesCreated,
    SeriesFixed,
)
from scheduler.model import Meeting
from scheduler.search import index


def read_meeting(session: Session, event: Event) -> None:
    """Read a meeting's agenda, round, notes, decisions, actions and papers anew."""
    index.renew_meeting(session, getattr(event, "meeting", event.subject))


def read_series(session: Session, event: SeriesCreated | SeriesChanged | SeriesFixed) -> None:
    """Read a rhythm's meetings anew."""
    for meeting_id in session.scalars(select(Meeting.id).where(Meeting.series_id == event.subject)):
        index.renew_meeting(session, meeting_id)


def read_action(
    session: Session, event: ActionAdded | ActionChanged | ActionReported | ActionLeft
) -> None:
    """Read an action and its reports anew."""
    index.renew_action(session, event.subject)


def read_area(session: Session, event: AreaChanged) -> None:
    """Read an action area anew."""
    index.renew_area(session, event.subject)


def read_network(session: Session, event: NetworkChanged) -> None:
    """Read all of a network anew if its language is another now: its words have other stems."""
    index.renew_language(session, event.subject)
