"""What should who leads exercises do now: send links, evaluate, report, watch a call-out?"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from scheduler.clock import now, today
from scheduler.model import (
    Callout,
    Exercise,
    ExerciseReport,
    Letter,
    Meeting,
    Network,
    Run,
    RunRole,
)
from scheduler.queries import head
from scheduler.queries.duty import Duty

RAN = ("ended", "hotwash", "closed")
BACK = timedelta(days=180)  # what nobody reported until then stands in the list of exercises
NOTICE = timedelta(days=1)  # before an exercise its people should have their links
_ON_THE_WAY = ("queued", "held", "sending", "sent", "doubt")


def of(session: Session, led: Collection[UUID], networks: Collection[Network]) -> list[Duty]:
    """Give the duties in the networks whose exercises the asker leads; `networks` may hold more."""
    if not led:
        return []
    named = {one.id: one for one in networks}
    return [
        *_links(session, led),
        *_afterwards(session, led),
        *(_callout(one, named[one.network_id]) for one in _open_callouts(session, led)),
    ]


def _links(session: Session, led: Collection[UUID]) -> Iterator[Duty]:
    """Find exercises of today and tomorrow in which somebody has a place but no link to it."""
    rows = session.scalars(
        _exercises(led).where(
            Meeting.status.in_(("planned", "called")),
            Meeting.starts_at > now() - NOTICE,
            Meeting.starts_at < now() + 2 * NOTICE,
        )
    ).all()
    sent = _sent(session, [row.meeting_id for row in rows])
    for row in rows:
        near = row.meeting.start.date() - today(row.meeting.time_zone) <= NOTICE
        missing = [role for role in _waiting(row) if (str(role.id), role.generation) not in sent]
        if missing and near and row.meeting.ends_at > now():
            yield Duty(
                kind="links",
                since=row.meeting.starts_at - NOTICE,
                count=len(missing),
                meeting=head.of(row.meeting),
                subject_id=row.id,
            )


def _waiting(row: Exercise) -> list[RunRole]:
    """Give those who have a place in a run that is to come."""
    prepared = [run for run in row.runs if run.state == "prepared"]
    return [role for run in prepared for role in run.roles if role.left_at is None]


def _sent(session: Session, meetings: Collection[UUID]) -> set[tuple[str, int]]:
    letters = select(Letter.body).where(
        Letter.kind == "play_link", Letter.meeting_id.in_(meetings), Letter.state.in_(_ON_THE_WAY)
    )
    return {(body["role"], body["generation"]) for body in session.scalars(letters)}


def _afterwards(session: Session, led: Collection[UUID]) -> Iterator[Duty]:
    """Find what has been run and is not reported: it is rated first, then written up."""
    recent = select(Run.exercise_id).where(Run.state.in_(RAN), Run.ended_at > now() - BACK)
    rows = session.scalars(_exercises(led).where(Exercise.id.in_(recent))).all()
    issued = _issued(session, [row.id for row in rows])
    for row in rows:
        ended = [run for run in row.runs if run.state in RAN]
        going_on = any(run.state in {"running", "paused"} for run in row.runs)
        state, at = issued.get(row.id, ("", now()))
        if state == "final" or going_on:
            continue
        until = max((run.evaluators_until for run in ended if run.evaluators_until), default=None)
        since = max(run.ended_at for run in ended if run.ended_at)
        if until is not None and now() <= until:
            yield _about(row, "evaluate", since, until)
        elif state == "comment":
            yield _about(row, "comments", at)
        else:
            yield _about(row, "report", since)


def _about(row: Exercise, kind: str, since: datetime, until: datetime | None = None) -> Duty:
    meeting = head.of(row.meeting)
    return Duty(kind=kind, since=since, until=until, meeting=meeting, subject_id=row.id)


def _issued(session: Session, exercises: Collection[UUID]) -> dict[UUID, tuple[str, datetime]]:
    """Give the state of each one's last report, and since when it has it; final stays final."""
    rows = session.scalars(
        select(ExerciseReport)
        .where(ExerciseReport.exercise_id.in_(exercises))
        .order_by(ExerciseReport.number)
    )
    found: dict[UUID, tuple[str, datetime]] = {}
    for row in rows:
        if found.get(row.exercise_id, ("",))[0] != "final":
            found[row.exercise_id] = (row.state, row.at)
    return found


def _exercises(led: Collection[UUID]) -> Select[Exercise]:
    return (
        select(Exercise)
        .join(Meeting, Meeting.id == Exercise.meeting_id)
        .where(Exercise.network_id.in_(led))
        .options(
            joinedload(Exercise.meeting).joinedload(Meeting.network),
            joinedload(Exercise.meeting).joinedload(Meeting.exercise),
            selectinload(Exercise.runs).selectinload(Run.roles),
        )
        .order_by(Meeting.starts_at)
    )


def _open_callouts(session: Session, led: Collection[UUID]) -> list[Callout]:
    rows = select(Callout).where(
        Callout.network_id.in_(led), Callout.stopped_at.is_(None), Callout.ends_at > now()
    )
    return list(session.scalars(rows.options(selectinload(Callout.calls))))


def _callout(row: Callout, network: Network) -> Duty:
    return Duty(
        kind="callout",
        since=row.called_at,
        count=sum(one.answered_at is not None for one in row.calls),
        out_of=len(row.calls),
        network=network,
        subject_id=row.id,
    )
