"""What should a coordinator do now, and what comes next?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, joinedload

from scheduler import calling, clock
from scheduler.actor import Actor
from scheduler.clock import now
from scheduler.errands.exercises import PAUSED
from scheduler.model import (
    Action,
    Invitation,
    Letter,
    Meeting,
    Minutes,
    Network,
    Proposal,
    Series,
)
from scheduler.model.action import OPEN_STATES
from scheduler.queries import actions, exercise_duties, incoming
from scheduler.queries.duty import Duty
from scheduler.queries.head import MeetingHead, of, with_network
from scheduler.queries.meeting import counts_of

AHEAD = timedelta(days=14)
BACK = timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """One meeting of the next fortnight, with its answers."""

    meeting: MeetingHead
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The start page."""

    duties: list[Duty]
    coming: list[Coming]
    networks: list[Network]


def page(session: Session, networks: list[Network], actor: Actor) -> Home:
    """Give the start page over the networks that the asker belongs to."""
    planned = _where(networks, actor, "meetings:plan")
    written = _where(networks, actor, "minutes:write")
    acted = [one for one in networks if actor.may("actions:write", one.id)]
    read = [one for one in networks if actor.may("outbox:read", one.id)]
    duties = [
        *_to_call(session, planned),
        *_silent(session, planned),
        *_preliminary(session, planned),
        *_dead(session, planned),
        *_undecided(session, read),
        *_without_minutes(session, written),
        *_drafts(session, written),
        *_overdue(session, acted),
        *_left_behind(session, acted),
        *_proposed(session, _where(networks, actor, "agenda:decide")),
        *exercise_duties.of(session, _where(networks, actor, "exercises:run"), networks),
    ]
    return Home(
        duties=sorted(duties, key=lambda duty: duty.since),
        coming=_coming(session, [one.id for one in networks]),
        networks=networks,
    )


def _where(networks: list[Network], actor: Actor, verb: str) -> list[UUID]:
    return [one.id for one in networks if actor.may(verb, one.id)]


def _coming(session: Session, networks: Collection[UUID]) -> list[Coming]:
    moment = now()
    rows = session.scalars(
        with_network()
        .where(
            Meeting.network_id.in_(networks),
            Meeting.starts_at >= moment - timedelta(hours=12),
            Meeting.starts_at <= moment + AHEAD,
            Meeting.status.in_(("planned", "called", "cancelled")),
        )
        .order_by(Meeting.starts_at)
    ).all()
    counts = counts_of(session, [row.id for row in rows])
    return [Coming(meeting=of(row), counts=counts[row.id]) for row in rows if row.ends_at > moment]


def _to_call(session: Session, networks: Collection[UUID]) -> list[Duty]:
    """Find planned meetings whose notice should go out now, by hand or today by themselves."""
    moment = now()
    rows = session.scalars(
        with_network()
        .where(
            Meeting.network_id.in_(networks),
            Meeting.status == "planned",
            Meeting.starts_at > moment,
            Meeting.starts_at < moment + timedelta(days=400),
        )
        .order_by(Meeting.starts_at)
    )
    duties = []
    for row in rows:
        since = _notice_day(row)
        if since <= moment + timedelta(days=1):
            duties.append(Duty(kind="call", since=since, meeting=of(row)))
    return duties


def _notice_day(meeting: Meeting) -> datetime:
    return calling.call_at(meeting) or meeting.starts_at - timedelta(days=meeting.notice_days)


def _silent(session: Session, networks: Collection[UUID]) -> list[Duty]:
    rows = session.execute(
        select(Meeting, func.count(Invitation.id))
        .join(Invitation, Invitation.meeting_id == Meeting.id)
        .where(
            Meeting.network_id.in_(networks),
            Meeting.status == "called",
            Meeting.starts_at > now(),
            Invitation.removed_at.is_(None),
            Invitation.answer == "needs-action",
        )
        .options(joinedload(Meeting.network))
        .group_by(Meeting.id)
    )
    return [
        Duty(kind="silent", since=meeting.called_at or now(), count=silent, meeting=of(meeting))
        for meeting, silent in rows
        if _deadline_near(meeting)
    ]


def _deadline_near(meeting: Meeting) -> bool:
    day = calling.reply_by(meeting)
    return day is None or day <= clock.today(meeting.time_zone) + timedelta(days=3)


def _preliminary(session: Session, networks: Collection[UUID]) -> list[Duty]:
    rows = session.execute(
        select(Series, Network)
        .join(Network, Network.id == Series.network_id)
        .where(Series.network_id.in_(networks), Series.fixed.is_(False))
    )
    return [
        Duty(
            kind="series",
            since=series.created_at,
            network=network,
            series_id=series.id,
            title=series.title,
        )
        for series, network in rows
    ]


def _dead(session: Session, networks: Collection[UUID]) -> list[Duty]:
    rows = session.execute(
        select(func.min(Letter.queued_at), func.count())
        .where(Letter.network_id.in_(networks), Letter.state.in_(("dead", "held")))
        .where(Letter.reason != PAUSED)  # it leaves by itself
        .having(func.count() > 0)
    )
    return [Duty(kind="dead", since=since, count=count) for since, count in rows]


def _undecided(session: Session, networks: list[Network]) -> list[Duty]:
    """Find mails that wait for somebody to decide, a duty for each network and kind of decision."""
    found = incoming.waiting(session, [one.id for one in networks])
    about = {one.meeting_id for one in found if one.meeting_id}
    rows = session.scalars(with_network().where(Meeting.id.in_(about))) if about else ()
    meetings = {row.id: of(row) for row in rows}
    named = {one.id: one for one in networks}
    return [
        Duty(
            kind=one.group,
            since=one.since,
            count=one.count,
            network=named[one.network_id],
            meeting=meetings.get(one.meeting_id) if one.meeting_id else None,
        )
        for one in found
    ]


def _without_minutes(session: Session, networks: Collection[UUID]) -> list[Duty]:
    moment = now()
    rows = session.scalars(
        with_network()
        .where(
            Meeting.network_id.in_(networks),
            Meeting.status == "held",
            Meeting.called_at.is_not(None),
            Meeting.starts_at > moment - BACK,
            ~exists().where(Minutes.meeting_id == Meeting.id),
        )
        .order_by(Meeting.starts_at)
    )
    return [Duty(kind="minutes", since=row.starts_at, meeting=of(row)) for row in rows]


def _drafts(session: Session, networks: Collection[UUID]) -> list[Duty]:
    rows = session.scalars(
        with_network()
        .join(Minutes, Minutes.meeting_id == Meeting.id)
        .where(Meeting.network_id.in_(networks), Minutes.state == "draft")
        .order_by(Meeting.starts_at)
    )
    return [Duty(kind="draft", since=row.starts_at, meeting=of(row)) for row in rows]


def _overdue(session: Session, networks: list[Network]) -> list[Duty]:
    found = []
    for network in networks:
        today: date = clock.today(network.time_zone)
        late, since = session.execute(
            select(func.count(), func.min(Action.created_at)).where(
                Action.network_id == network.id,
                Action.due < today,
                Action.state.in_(OPEN_STATES),
            )
        ).one()
        if late:
            found.append(Duty(kind="actions", since=since, count=late, network=network))
    return found


def _left_behind(session: Session, networks: list[Network]) -> list[Duty]:
    """Find organisations whose open actions need somebody new: who answered for them has left."""
    named = {one.id: one for one in networks}
    return [
        Duty(
            kind="left",
            since=since,
            count=count,
            network=named[network_id],
            organisation_id=house.id,
            title=house.name,
        )
        for network_id, house, count, since in actions.left_behind(session, named)
    ]


def _proposed(session: Session, networks: Collection[UUID]) -> list[Duty]:
    rows = session.execute(
        select(Meeting, func.count(Proposal.id), func.min(Proposal.created_at))
        .join(Proposal, Proposal.meeting_id == Meeting.id)
        .where(
            Meeting.network_id.in_(networks),
            Meeting.status != "cancelled",
            Meeting.starts_at > now(),
            Proposal.state == "open",
        )
        .options(joinedload(Meeting.network))
        .group_by(Meeting.id)
    )
    return [
        Duty(kind="proposals", since=since, count=count, meeting=of(meeting))
        for meeting, count, since in rows
    ]
