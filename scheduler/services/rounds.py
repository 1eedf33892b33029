"""What can be done with a situation round: each organisation's slot is filled, the order set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.clock import now
from scheduler.dispatch import record
from scheduler.errors import N_, Conflict, NotFound, Refused
from scheduler.events import RoundAnswered, RoundOrdered
from scheduler.inputs import RoundInput
from scheduler.model import AgendaItem, Invitation, Meeting, Minutes, RoundSlot
from scheduler.model.minutes import FIXED
from scheduler.queries import entitled
from scheduler.queries import rounds as query
from scheduler.services import minutes as minutes_service
from scheduler.services.refusals import MeetingIsCancelled


class NoRound(Refused):
    """Only points of kind round are asked round the table, and only what may be written down."""

    message = N_("This point is no round, so there is nothing to fill in. Open the agenda anew.")


class SayWhether(Refused):
    """An empty slot says nothing: not even that there is nothing."""

    message = N_("Write what you report, or choose “Nothing to report”: that is an answer too.")


class SaidBoth(Refused):
    """A text and "nothing to report" contradict each other."""

    message = N_(
        "You wrote a text and chose “Nothing to report”. Save the text, or take it away first."
    )


class NotAskedHere(Refused):
    """The organisation takes no part in this round."""

    message = N_(
        "This organisation is not called to the meeting, or the point is not meant for it. "
        "Invite somebody from it first."
    )


class RoundIsClosed(Refused):
    """What the minutes say when they are approved is what everybody relies on."""

    message = N_(
        "The notes from this meeting are approved, so the round takes no more reports. "
        "Ask the coordinator to correct the notes."
    )
    status = 409


class SignInToReport(Refused):
    """Links are forwarded: they open what is open."""

    message = N_("This round is only for those who sign in. Sign in to fill it in.")
    status = 403


def write(
    session: Session,
    item_id: UUID,
    organisation_id: UUID,
    *,
    plan: RoundInput,
    seen: int | None,
    via: Literal["link", "page"],
    by: Actor,
) -> RoundSlot:
    """Fill one organisation's slot; `seen` is the version that the writer saw (None, 0: none).

    Whoever writes the agenda or the minutes may fill any; whoever is called for an organisation
    its own, by link where the point is open. Raises Conflict when somebody else wrote since.
    """
    item, meeting = _load(session, item_id)
    _must_write(session, meeting, item, organisation_id, by)
    minutes = _open_minutes(session, meeting)
    _must_be_asked(session, meeting, item, organisation_id)
    _must_say_one_thing(plan)
    slot = _slot(session, item, organisation_id)
    if (slot.text, slot.nothing_to_report) == (plan.text, plan.nothing_to_report):
        return slot  # sent twice
    if (seen or 0) != slot.version:
        raise Conflict
    slot.text, slot.nothing_to_report = plan.text, plan.nothing_to_report
    slot.version += 1
    slot.person_id, slot.via, slot.at = by.person_id, via, now()
    session.flush()
    if minutes is not None and minutes.state != "draft":
        minutes_service.touch(minutes, by)  # whoever has adjusted them saw another round
    network_id = meeting.network_id
    record(
        session, RoundAnswered(by=by.name, subject=meeting.id, network_id=network_id, slot=slot.id)
    )
    return slot


def order(session: Session, item_id: UUID, organisation_ids: Sequence[UUID], *, by: Actor) -> None:
    """Let the organisations report in the order given; the others follow by name."""
    item, meeting = _load(session, item_id)
    by.must("agenda:write", meeting.network_id)
    _open_minutes(session, meeting)
    slots = select(RoundSlot).where(RoundSlot.item_id == item.id)
    written = {slot.organisation_id: slot for slot in session.scalars(slots)}
    for organisation_id in organisation_ids:
        if organisation_id not in written:
            _must_be_asked(session, meeting, item, organisation_id)
    for slot in written.values():
        slot.position = None
    for position, organisation_id in enumerate(dict.fromkeys(organisation_ids), 1):
        _slot(session, item, organisation_id).position = position
    session.flush()
    network_id = meeting.network_id
    record(
        session, RoundOrdered(by=by.name, subject=meeting.id, network_id=network_id, item=item.id)
    )


def _load(session: Session, item_id: UUID) -> tuple[AgendaItem, Meeting]:
    item = session.get(AgendaItem, item_id)
    if item is None:
        raise NotFound
    meeting = session.get_one(Meeting, item.meeting_id, with_for_update=True)
    return item, meeting


def _must_write(
    session: Session, meeting: Meeting, item: AgendaItem, organisation_id: UUID, by: Actor
) -> None:
    network_id, audience = meeting.network_id, [UUID(one) for one in item.audience]
    if by.kind == "link" and item.item_class != "open":
        raise SignInToReport
    reader = entitled.reader(session, by)
    if not reader.may_read(network_id, meeting.id, item.item_class, audience):
        raise NotFound
    if by.may("minutes:write", network_id) or organisation_id in _calls(session, meeting, by):
        return
    by.must("agenda:write", network_id)


def _calls(session: Session, meeting: Meeting, by: Actor) -> set[UUID | None]:
    """Give for which organisations the asker is called."""
    if by.person_id is None:
        return set()
    own = select(Invitation.organisation_id).where(
        Invitation.meeting_id == meeting.id,
        Invitation.person_id == by.person_id,
        Invitation.removed_at.is_(None),
    )
    return set(session.scalars(own))


def _open_minutes(session: Session, meeting: Meeting) -> Minutes | None:
    if meeting.cancelled:
        raise MeetingIsCancelled
    minutes = session.scalars(select(Minutes).where(Minutes.meeting_id == meeting.id)).one_or_none()
    if minutes is not None and minutes.state in FIXED:
        raise RoundIsClosed
    return minutes


def _must_be_asked(
    session: Session, meeting: Meeting, item: AgendaItem, organisation_id: UUID
) -> None:
    if item.kind != "round" or item.item_class == "spoken":
        raise NoRound
    audience = [UUID(one) for one in item.audience]
    asked = query.organisations(session, meeting)
    if organisation_id not in asked or not query.takes_part(organisation_id, audience):
        raise NotAskedHere(field="organisation")


def _must_say_one_thing(plan: RoundInput) -> None:
    if plan.text and plan.nothing_to_report:
        raise SaidBoth(field="text")
    if not plan.text and not plan.nothing_to_report:
        raise SayWhether(field="text")


def _slot(session: Session, item: AgendaItem, organisation_id: UUID) -> RoundSlot:
    slot = session.scalars(
        select(RoundSlot).where(
            RoundSlot.item_id == item.id, RoundSlot.organisation_id == organisation_id
        )
    ).one_or_none()
    if slot is None:
        slot = RoundSlot(
            meeting_id=item.meeting_id,
            item_id=item.id,
            organisation_id=organisation_id,
            version=0,
            text="",
            nothing_to_report=False,
        )
        session.add(slot)
    return slot
