"""What does a paper about a meeting or a network need, and who may have which edition?

Editions of minutes: `full` for those who keep the network's records; `mine`, what the asker is
entitled to; `organisation:<id>` for the keepers and for whoever sat for that organisation then;
`public` once the minutes are published, without the names of persons. Anything else is not there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from scheduler import clock
from scheduler.actor import Actor
from scheduler.errors import NotFound
from scheduler.model import Invitation, Meeting, Minutes, Network, Organisation, Person
from scheduler.queries import actions as actions_query
from scheduler.queries import agenda as agenda_query
from scheduler.queries import attendance, editions, entitled, head, membership, minutes_access
from scheduler.queries import minutes as minutes_query
from scheduler.queries.actions import ActionLine
from scheduler.queries.agenda import AgendaView
from scheduler.queries.attendance import Attendee
from scheduler.queries.head import MeetingHead
from scheduler.queries.minutes_view import MinutesView
from scheduler.titles import DEMO


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesPaper:
    """One edition of minutes; `organisation` is the name of whose edition it is, if one's."""

    view: MinutesView
    edition: str
    organisation: str
    convenor: str
    approved_by: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaPaper:
    """An agenda as its reader may see it; `begins`: the wall time of each point, if known."""

    view: AgendaView
    begins: list[datetime | None]
    convenor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPaper:
    """Who was called to a meeting, by organisation and name; the protected by role."""

    meeting: MeetingHead
    convenor: str
    called: list[Attendee]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionsPaper:
    """A network's actions as its reader may see them, on a day."""

    network: str
    marked_network: str
    language: str
    day: date
    actions: list[ActionLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """An edition that somebody may have; `organisation`: whose, by name."""

    value: str
    organisation: str = ""


def minutes(session: Session, meeting_id: UUID, *, edition: str, by: Actor) -> MinutesPaper:
    """Give an edition of a meeting's minutes ("": the most that the asker may have)."""
    view = minutes_query.of_meeting(session, meeting_id)
    if not minutes_access.may_open(session, view, by):
        raise NotFound
    asked = edition or ("full" if by.may("minutes:write", view.meeting.network_id) else "mine")
    found = {one.value: one for one in offered(session, view, by)}.get(asked)
    if found is None:
        raise NotFound
    public = found.value == "public"
    return MinutesPaper(
        view=_cut(session, view, found, by),
        edition=found.value,
        organisation=found.organisation,
        convenor=_convenor(session, view.meeting),
        approved_by="" if public else _approved_by(session, meeting_id),
        place=_place(session, view.meeting) if public else view.meeting.place,
    )


def offered(session: Session, view: MinutesView, by: Actor) -> list[Edition]:
    """Give the editions of minutes that somebody may have, who may open them at all."""
    keeps = by.may("minutes:write", view.meeting.network_id)
    houses = _called(session, view.meeting.id)
    if not keeps:
        sat_for = entitled.reader(session, by).seats.get(view.meeting.id, frozenset())
        houses = {house: name for house, name in houses.items() if house in sat_for}
    public = view.published or keeps
    return [
        Edition(value="full" if keeps else "mine"),
        *(Edition(value=f"organisation:{house}", organisation=n) for house, n in houses.items()),
        *([Edition(value="public")] if public else []),
    ]


def agenda(session: Session, meeting_id: UUID, *, by: Actor) -> AgendaPaper:
    """Give a meeting's agenda as the asker may see it; the times are those of the whole."""
    view = agenda_query.of_meeting(session, meeting_id)
    by.must("agenda:read", view.meeting.network_id)
    return AgendaPaper(
        view=editions.agenda_for(view, entitled.reader(session, by)),
        begins=beginnings(view),
        convenor=_convenor(session, view.meeting),
    )


def sheet(session: Session, meeting_id: UUID, *, by: Actor) -> SheetPaper:
    """Give those who were called to a meeting, to sign that they are there."""
    meeting = head.of(head.load(session, meeting_id))
    by.must("invitations:read", meeting.network_id)
    return SheetPaper(
        meeting=meeting,
        convenor=_convenor(session, meeting),
        called=attendance.from_answers(session, meeting_id),
    )


def actions(session: Session, network_id: UUID, *, by: Actor) -> ActionsPaper:
    """Give a network's actions, those that are the asker's to read."""
    by.must("actions:read", network_id)
    network = session.get_one(Network, network_id)
    return ActionsPaper(
        network=network.name,
        marked_network=f"{DEMO}: {network.name}" if network.demo else network.name,
        language=network.language,
        day=clock.today(network.time_zone),
        actions=actions_query.of_network(session, network, entitled.reader(session, by)),
    )


def beginnings(view: AgendaView) -> list[datetime | None]:
    """Give the wall time at which each point begins; None after a point of unknown length."""
    found: list[datetime | None] = []
    at: datetime | None = view.meeting.start
    for point in view.points:
        found.append(at)
        at = at + timedelta(minutes=point.minutes) if at and point.minutes is not None else None
    return found


def nameless(view: MinutesView) -> MinutesView:
    """Leave out the names of persons: organisations stand with how many came."""
    there = [one for one in view.attendance if one.present]
    return replace(
        view,
        attendance=[_nobody(one) for one in there],
        adjusters=[],
        points=[replace(point, presenter="") for point in view.points],
        actions=[replace(line, person_id=None, person="") for line in view.actions],
    )


def _cut(session: Session, view: MinutesView, edition: Edition, by: Actor) -> MinutesView:
    match edition.value.partition(":"):
        case ("full", _, _):
            return view
        case ("public", _, _):
            return nameless(editions.public(view))
        case ("organisation", _, house):
            return editions.for_organisation(view, UUID(house))
    return editions.for_reader(view, entitled.reader(session, by))


def _nobody(one: Attendee) -> Attendee:
    return replace(one, person_id=None, name="", represents_id=None, represents="", arrived="")


def _called(session: Session, meeting_id: UUID) -> dict[UUID, str]:
    rows = session.execute(
        select(Organisation.id, Organisation.name)
        .join(Invitation, Invitation.organisation_id == Organisation.id)
        .join(Meeting, Meeting.id == Invitation.meeting_id)
        .where(
            Invitation.meeting_id == meeting_id,
            or_(Invitation.removed_at.is_(None), Invitation.removed_at >= Meeting.starts_at),
        )
        .distinct()
    )
    found = sorted(rows, key=lambda row: membership.alphabetical(row.name))
    return {row.id: row.name for row in found}


def _convenor(session: Session, meeting: MeetingHead) -> str:
    day = meeting.start.date()
    found = membership.convenor(session, meeting.network_id, day)
    return found.name if found else ""


def _approved_by(session: Session, meeting_id: UUID) -> str:
    by = session.scalar(select(Minutes.approved_by).where(Minutes.meeting_id == meeting_id)) or ""
    kind, _, identity = by.partition(":")
    person = session.get(Person, UUID(identity)) if kind == "person" else None
    return person.public_name if person else ""


def _place(session: Session, meeting: MeetingHead) -> str:
    return "" if session.get_one(Meeting, meeting.id).place_protected else meeting.place
