"""What does a person's own page show: their meetings, exercises, actions and calendar address?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from scheduler import clock
from scheduler.config import Settings
from scheduler.errors import N_, NotFound
from scheduler.model import Action, Feed, Invitation, Meeting, Person
from scheduler.queries import actions, head, own_exercises, report_page
from scheduler.queries.actions import ActionLine
from scheduler.queries.head import MeetingHead
from scheduler.queries.membership import roles_of
from scheduler.queries.own_exercises import OwnExercise
from scheduler.queries.reply_page import own_times, token_of
from scheduler.tokens import KeyRing, identity_in


class DeadOwnPage(NotFound):
    """An own page's link that is cut off, revoked or never was."""

    message = N_(
        "This link to an own page does not work any more, or was cut off on its way. "
        "Ask for a new one at the address /me."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMeeting:
    """One meeting to come and what the person has answered; `token` opens its reply page."""

    meeting: MeetingHead
    own_start: datetime | None
    own_end: datetime | None
    answer: str
    called: bool
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPage:
    """All that concerns one person.

    `action_tokens` open the pages by which they tell how their actions go. `feed_made` is when
    their calendar address was made, if any; `feed_fetched_at` and `feed_program` when and by which
    program it was fetched last.
    """

    person_id: UUID
    name: str
    language: str
    time_zone: str
    delivery: str
    meetings: list[OwnMeeting]
    exercises: list[OwnExercise]
    actions: list[ActionLine]
    action_tokens: Mapping[UUID, str]
    feed_made: datetime | None
    feed_fetched_at: datetime | None
    feed_program: str


def own_url(settings: Settings, keys: KeyRing, person: Person) -> str:
    """Give the address of a person's own page."""
    return f"{settings.base_url}/me/{keys.token('me', person.id, person.me_generation)}"


def find(session: Session, keys: KeyRing, token: str) -> Person:
    """Find whose page a token opens; raises DeadOwnPage."""
    person = session.get(Person, identity_in(token) or UUID(int=0))
    if person is None or not keys.verify(token, "me", person.id, person.me_generation):
        raise DeadOwnPage
    return person


def by_email(session: Session, email: str) -> Person | None:
    """Find a person by address."""
    return session.scalars(select(Person).where(Person.email_key == email.casefold())).one_or_none()


def show(session: Session, keys: KeyRing, person: Person) -> OwnPage:
    """Give a person's own page."""
    networks = set(roles_of(session, person.id, clock.today(person.time_zone)))
    made = session.scalars(
        select(Feed)
        .where(Feed.person_id == person.id, Feed.network_id.is_(None), Feed.revoked_at.is_(None))
        .order_by(Feed.created_at.desc())
    ).first()
    own = [one for one in actions.open_of_person(session, person.id) if one.network_id in networks]
    return OwnPage(
        person_id=person.id,
        name=person.name,
        language=person.language,
        time_zone=person.time_zone,
        delivery=person.delivery,
        meetings=_coming(session, keys, person),
        exercises=own_exercises.of_person(session, keys, person),
        actions=own,
        action_tokens={
            line.id: report_page.token_of(keys, session.get_one(Action, line.id)) for line in own
        },
        feed_made=(made.rotated_at or made.created_at) if made else None,
        feed_fetched_at=made.fetched_at if made else None,
        feed_program=made.fetched_by if made else "",
    )


def _coming(session: Session, keys: KeyRing, person: Person) -> list[OwnMeeting]:
    invitations = session.scalars(
        select(Invitation)
        .join(Invitation.meeting)
        .where(
            Invitation.person_id == person.id,
            Invitation.removed_at.is_(None),
            Meeting.status.in_(("planned", "called", "cancelled")),
            Meeting.starts_at > clock.now(),
        )
        .options(
            joinedload(Invitation.meeting).joinedload(Meeting.network),
            joinedload(Invitation.meeting).joinedload(Meeting.exercise),
        )
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return [_own(keys, person, one) for one in invitations]


def _own(keys: KeyRing, person: Person, invitation: Invitation) -> OwnMeeting:
    meeting = invitation.meeting
    own_start, own_end = own_times(meeting, person.time_zone)
    return OwnMeeting(
        meeting=head.of(meeting),
        own_start=own_start,
        own_end=own_end,
        answer=invitation.answer,
        called=meeting.called_at is not None,
        token=token_of(keys, invitation),
    )
