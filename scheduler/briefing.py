"""What does an organisation need to know before a meeting?

What it promised, what has changed since the last meeting of the series, what is to be decided, who
comes for it. Each line knows of which point it is, so that a reader gets no more than they may
read; mails, and the links in them, are made of open points alone (`open_only`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from scheduler import clock
from scheduler.calendar import timezone
from scheduler.model import (
    Action,
    AgendaItem,
    Decision,
    Invitation,
    Meeting,
    Minutes,
    Organisation,
)
from scheduler.model.action import OPEN_STATES
from scheduler.promised import OPEN, Promise, Scope, promises, scope_of

LinkPurpose = Literal["brief", "round", "propose"]
NewsKind = Literal["point", "minutes", "decision", "closed"]
STANDING = ("template:", "returned:", "minutes:", "actions")  # on every agenda: nothing new


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What is new: a point, published minutes, a decision, an action of ours that is closed.

    `number` is a decision's (7/2027); `day` when it was published or closed.
    """

    kind: NewsKind
    text: str
    day: date | None = None
    number: str = ""
    meeting_id: UUID | None = None
    action_id: UUID | None = None
    scope: Scope = OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDecide:
    """A point to be decided, or to report in; `number` is its place on the agenda."""

    id: UUID
    number: int
    title: str
    minutes: int | None
    scope: Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """Who is called for the organisation, and what they answered."""

    name: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What one organisation needs to know before one meeting.

    `since` is the wall time of the meeting before, None for the first; `propose_until` the last
    day on which points can be proposed, None when it has passed.
    """

    network_id: UUID
    meeting_id: UUID
    organisation_id: UUID
    organisation: str
    promises: list[Promise]
    since: datetime | None
    news: list[News]
    decide: list[ToDecide]
    rounds: list[ToDecide]
    coming: list[Coming]
    propose_until: date | None

    @property
    def says_something(self) -> bool:
        """Whether it is worth a letter."""
        published = any(one.kind == "minutes" for one in self.news)
        return bool(self.promises or self.decide or self.rounds or published)

    @property
    def nobody_comes(self) -> bool:
        """Whether everybody who was called for the organisation has declined, or nobody was."""
        return all(one.answer == "declined" for one in self.coming)

    def only(
        self, may: Callable[[Scope], bool], *, actions: Collection[UUID] | None = None
    ) -> Brief:
        """Leave out what `may` does not allow; of actions all but these, if they are given."""

        def may_act(action_id: UUID, scope: Scope) -> bool:
            return may(scope) if actions is None else action_id in actions

        return replace(
            self,
            promises=[one for one in self.promises if may_act(one.id, one.scope)],
            news=[
                one
                for one in self.news
                if (may_act(one.action_id, one.scope) if one.action_id else may(one.scope))
            ],
            decide=[one for one in self.decide if may(one.scope)],
            rounds=[one for one in self.rounds if may(one.scope)],
        )


def gather(session: Session, meeting: Meeting, organisation_id: UUID, *, open_only: bool) -> Brief:
    """Give an organisation's brief before a meeting, whole or with what is open alone."""
    before = _before(session, meeting)
    brief = Brief(
        network_id=meeting.network_id,
        meeting_id=meeting.id,
        organisation_id=organisation_id,
        organisation=session.get_one(Organisation, organisation_id).name,
        promises=_promised(session, meeting, organisation_id),
        since=before.start if before else None,
        news=_news(session, meeting, before, organisation_id) if before else [],
        decide=_points(meeting, "decision"),
        rounds=_points(meeting, "round"),
        coming=_coming(session, meeting, organisation_id),
        propose_until=_propose_until(meeting),
    )
    return brief.only(lambda scope: scope.open) if open_only else brief


def _promised(session: Session, meeting: Meeting, organisation_id: UUID) -> list[Promise]:
    ours = Action.organisation_id == organisation_id
    return promises(session, meeting.network, ours, Action.state.in_(OPEN_STATES))


def _before(session: Session, meeting: Meeting) -> Meeting | None:
    """Give the last meeting of the series that was held; a single one follows none."""
    if meeting.series_id is None:
        return None
    held = select(Meeting).where(
        Meeting.series_id == meeting.series_id,
        Meeting.status == "held",
        Meeting.starts_at < meeting.starts_at,
    )
    return session.scalars(held.order_by(Meeting.starts_at.desc()).limit(1)).one_or_none()


def _news(session: Session, meeting: Meeting, before: Meeting, organisation_id: UUID) -> list[News]:
    return [
        *_new_points(meeting),
        *_published(session, meeting, before.ends_at),
        *_decided(session, meeting, before.ends_at),
        *_closed(session, meeting, before.ends_at, organisation_id),
    ]


def _new_points(meeting: Meeting) -> Iterable[News]:
    for item in meeting.agenda:
        if item.origin_id is None and not item.source.startswith(STANDING):
            yield News(kind="point", text=item.title, scope=scope_of(item))


def _published(session: Session, meeting: Meeting, since: datetime) -> Iterable[News]:
    rows = session.execute(
        select(Meeting, Minutes.published_at)
        .join(Minutes, Minutes.meeting_id == Meeting.id)
        .where(Meeting.series_id == meeting.series_id, Minutes.published_at > since)
        .order_by(Minutes.published_at)
    )
    for one, published_at in rows:
        day = _day(meeting, published_at) if published_at else None
        yield News(kind="minutes", text=one.title, day=day, meeting_id=one.id)


def _decided(session: Session, meeting: Meeting, since: datetime) -> Iterable[News]:
    rows = session.execute(
        select(Decision, AgendaItem)
        .join(Minutes, Minutes.id == Decision.minutes_id)
        .join(Meeting, Meeting.id == Decision.meeting_id)
        .outerjoin(AgendaItem, AgendaItem.id == Decision.item_id)
        .where(
            Meeting.series_id == meeting.series_id,
            Minutes.published_at > since,
            Decision.superseded_by_id.is_(None),
        )
        .order_by(Decision.year, Decision.number)
    )
    for one, item in rows:
        number, scope = f"{one.number}/{one.year}", scope_of(item)
        at = one.meeting_id
        yield News(kind="decision", text=one.text, number=number, meeting_id=at, scope=scope)


def _closed(
    session: Session, meeting: Meeting, since: datetime, organisation_id: UUID
) -> Iterable[News]:
    rows = session.execute(
        select(Action, AgendaItem, Minutes.state)
        .outerjoin(AgendaItem, AgendaItem.id == Action.item_id)
        .outerjoin(Minutes, Minutes.meeting_id == Action.meeting_id)
        .where(
            Action.network_id == meeting.network_id,
            Action.organisation_id == organisation_id,
            Action.closed_at > since,
        )
        .order_by(Action.closed_at)
    )
    for one, item, state in rows:
        day = _day(meeting, one.closed_at) if one.closed_at else None
        scope = scope_of(item, state)
        yield News(kind="closed", text=one.text, day=day, action_id=one.id, scope=scope)


def _points(meeting: Meeting, kind: str) -> list[ToDecide]:
    return [
        ToDecide(
            id=item.id,
            number=number,
            title=item.title,
            minutes=item.minutes,
            scope=scope_of(item),
        )
        for number, item in enumerate(meeting.agenda, 1)
        if item.kind == kind
    ]


def _coming(session: Session, meeting: Meeting, organisation_id: UUID) -> list[Coming]:
    called = session.scalars(
        select(Invitation)
        .where(
            Invitation.meeting_id == meeting.id,
            Invitation.organisation_id == organisation_id,
            Invitation.removed_at.is_(None),
        )
        .options(joinedload(Invitation.person))
    )
    found = [Coming(name=one.person.public_name, answer=one.answer) for one in called]
    return sorted(found, key=lambda one: one.name.casefold())


def _propose_until(meeting: Meeting) -> date | None:
    day = meeting.start.date() - timedelta(days=meeting.network.proposal_days)
    over = meeting.cancelled or day < clock.today(meeting.time_zone)
    return None if over else day


def _day(meeting: Meeting, at: datetime) -> date:
    return at.astimezone(timezone.zone(meeting.time_zone)).date()
