"""Which mails wait for the coordinator, and what must be known to decide about each?"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from scheduler.calendar import timezone
from scheduler.clock import now
from scheduler.errors import Refused
from scheduler.inputs import MoveInput, parse
from scheduler.model import Incoming, Invitation, Meeting, Network
from scheduler.queries.head import MeetingHead, of
from scheduler.queries.paging import Part, part

MOST = 100
DEALT = timedelta(days=30)  # how long it is shown what was decided

# What is decided in the same way stands together.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "counter": ("counter",),
    "answer": ("other_address", "unconfirmed"),
    "bounce": ("bounce",),
    "words": ("unknown_meeting", "automatic", "mail"),
}
ABOUT_MEETINGS = frozenset({"counter", "answer"})
GROUP_OF = {kind: group for group, kinds in GROUPS.items() for kind in kinds}


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """A proposed time, on the meeting's own clock."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingLine:
    """One mail as pages show it; a protected person by role, their address by its domain.

    `standing` is the answer that counts now. `hindrance` says why what it asks for cannot be done:
    over | cancelled | removed | earlier_time | no_time | same_time | passed | mended.
    """

    id: UUID
    kind: str
    state: str
    network: str
    person_id: UUID
    name: str
    place: str
    meeting: MeetingHead | None
    sequence: int | None
    plan: MoveInput | None
    at: datetime
    sender: str
    subject: str
    text: str
    answer: str
    standing: str
    comment: str
    letter_id: UUID | None
    dealt_at: datetime | None
    hindrance: str

    @property
    def group(self) -> str:
        """What kind of decision it asks for: a key of GROUPS."""
        return GROUP_OF[self.kind]

    @property
    def proposed(self) -> Times | None:
        """The proposed time, if one can be read."""
        if self.plan is None or self.meeting is None:
            return None
        length = timedelta(minutes=self.plan.minutes or self.meeting.minutes)
        return Times(start=self.plan.start, end=self.plan.start + length)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How many mails of one network ask for one kind of decision, and since when.

    `count` counts the addresses of those that bounce; `meeting_id`: the one that all are about.
    """

    group: str
    network_id: UUID
    count: int
    since: datetime
    meeting_id: UUID | None


def undecided(
    session: Session, networks: Collection[UUID] | None, *, meeting_id: UUID | None = None
) -> list[IncomingLine]:
    """Give what waits in these networks (None: all), the oldest first."""
    wanted = _lines(networks).where(Incoming.state == "open")
    if meeting_id is not None:
        wanted = wanted.where(Incoming.meeting_id == meeting_id)
    rows = session.execute(wanted.order_by(Incoming.at, Incoming.id).limit(MOST))
    return [_line(row, network) for row, network in rows]


def decided(session: Session, networks: Collection[UUID] | None) -> list[IncomingLine]:
    """Give what somebody has dealt with lately, the latest first."""
    wanted = _lines(networks).where(Incoming.dealt_at >= now() - DEALT)
    rows = session.execute(wanted.order_by(Incoming.dealt_at.desc(), Incoming.id).limit(MOST))
    return [_line(row, network) for row, network in rows]


def count(session: Session, networks: Collection[UUID] | None) -> int:
    """Count what waits in these networks (None: all)."""
    wanted = select(func.count()).select_from(Incoming).where(Incoming.state == "open")
    if networks is not None:
        wanted = wanted.where(Incoming.network_id.in_(networks))
    return session.scalar(wanted) or 0


def waiting(session: Session, networks: Collection[UUID]) -> list[Waiting]:
    """Count what waits by network and kind of decision."""
    rows = session.execute(
        select(
            Incoming.network_id,
            Incoming.kind,
            Incoming.at,
            Incoming.person_id,
            Incoming.meeting_id,
        )
        .where(Incoming.state == "open", Incoming.network_id.in_(networks))
        .order_by(Incoming.at)
    )
    found: dict[tuple[UUID, str], list[Any]] = {}
    for row in rows:
        found.setdefault((row.network_id, GROUP_OF[row.kind]), []).append(row)
    return [_waiting(network_id, group, same) for (network_id, group), same in found.items()]


def of_network(
    session: Session, network_id: UUID, *, everything: bool, after: str, limit: int
) -> Part[Incoming]:
    """Give a network's mails, the oldest first: those that wait, or `everything`."""
    chosen = select(Incoming).where(Incoming.network_id == network_id)
    if not everything:
        chosen = chosen.where(Incoming.state == "open")
    chosen = chosen.options(joinedload(Incoming.person), joinedload(Incoming.meeting))
    return part(session, chosen, keys=(Incoming.at, Incoming.id), after=after, limit=limit)


def sender_of(row: Incoming, *, openly: bool) -> str:
    """Give the address that it came from; of a protected person's, unless `openly`, the domain."""
    if openly or not row.person.protected:
        return row.sender
    domain = row.sender.partition("@")[2]
    return f"***@{domain}" if domain else ""


def _lines(networks: Collection[UUID] | None) -> Select[Incoming, str]:
    wanted = (
        select(Incoming, Network.name)
        .join(Network, Network.id == Incoming.network_id)
        .options(
            joinedload(Incoming.person),
            joinedload(Incoming.meeting).joinedload(Meeting.network),
            joinedload(Incoming.invitation).joinedload(Invitation.organisation),
        )
    )
    return wanted if networks is None else wanted.where(Incoming.network_id.in_(networks))


def _waiting(network_id: UUID, group: str, rows: list[Any]) -> Waiting:
    meetings = {row.meeting_id for row in rows}
    people = {row.person_id for row in rows}
    return Waiting(
        group=group,
        network_id=network_id,
        count=len(people if group == "bounce" else rows),
        since=rows[0].at,
        meeting_id=meetings.pop() if group in ABOUT_MEETINGS and len(meetings) == 1 else None,
    )


def _line(row: Incoming, network: str) -> IncomingLine:
    house = (row.invitation and row.invitation.organisation) or row.person.organisation
    plan = _plan(row)
    return IncomingLine(
        id=row.id,
        kind=row.kind,
        state=row.state,
        network=network,
        person_id=row.person_id,
        name=row.person.public_name,
        place=house.name if house and not row.person.protected else "",
        meeting=of(row.meeting) if row.meeting else None,
        sequence=row.meeting.sequence if row.meeting else None,
        plan=plan,
        at=row.at,
        sender=sender_of(row, openly=False),
        subject=row.subject,
        text=row.text,
        answer=row.answer,
        standing=row.invitation.answer if row.invitation else "",
        comment=row.comment,
        letter_id=row.letter_id,
        dealt_at=row.dealt_at,
        hindrance=next(_hindrances(row, plan), ""),
    )


def _plan(row: Incoming) -> MoveInput | None:
    """Give the proposal as a move, unless it is none that could be made."""
    if row.meeting is None or row.start is None:
        return None
    try:
        plan = parse(MoveInput, {"start": row.start, "minutes": row.minutes or row.meeting.minutes})
        timezone.resolve(plan.start, row.meeting.time_zone)
    except Refused:
        return None
    return plan


def _hindrances(row: Incoming, plan: MoveInput | None) -> Iterator[str]:
    if row.kind == "bounce" and row.person.bounced_at is None:
        yield "mended"
    if GROUP_OF[row.kind] in ABOUT_MEETINGS:
        yield from _of_meeting(row)
    if row.kind == "counter":
        yield from _of_proposal(row, plan)


def _of_meeting(row: Incoming) -> Iterator[str]:
    meeting, invitation = row.meeting, row.invitation
    if meeting is None or invitation is None or not invitation.active:
        yield "removed"
    elif meeting.cancelled:
        yield "cancelled"
    elif meeting.status == "held" or meeting.starts_at <= now():
        yield "over"
    elif row.kind != "counter" and _answered(row, meeting) < meeting.time_sequence:
        yield "earlier_time"


def _answered(row: Incoming, meeting: Meeting) -> int:
    return meeting.sequence if row.sequence is None else row.sequence


def _of_proposal(row: Incoming, plan: MoveInput | None) -> Iterator[str]:
    meeting = row.meeting
    if plan is None or meeting is None:
        yield "no_time"
    elif timezone.resolve(plan.start, meeting.time_zone) <= now():
        yield "passed"
    elif (plan.start, plan.minutes) == (meeting.start, meeting.minutes):
        yield "same_time"
