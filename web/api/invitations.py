"""What can programs do with those who are called, and with their answers?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from scheduler import clock
from scheduler.errors import NotFound
from scheduler.inputs import AnswerInput, LeavingInput, PersonInput
from scheduler.inputs.invitation import InviteInput, SubstituteInput
from scheduler.model import Invitation, Meeting
from scheduler.queries import behind, membership
from scheduler.queries import people as people_query
from scheduler.queries.membership import alphabetical
from scheduler.queries.paging import part_of
from scheduler.services import answers, invitations, notices, particulars, people
from web.api import out
from web.api.asking import Listing, Nothing
from web.api.endpoint import Call, endpoint
from web.session import parts


@endpoint(
    "GET",
    "/meetings/<meeting>/invitations",
    rule="invitations:read",
    query=Listing,
    returns=out.Page[out.Invitation],
)
def list_invitations(call: Call[Listing], meeting: UUID) -> out.Page[out.Invitation]:
    """List those who are called to a meeting, by organisation and name."""
    rows = call.session.scalars(
        select(Invitation)
        .where(Invitation.meeting_id == meeting, Invitation.removed_at.is_(None))
        .options(
            joinedload(Invitation.person),
            joinedload(Invitation.organisation),
            joinedload(Invitation.meeting),
        )
    ).all()
    found = part_of(rows, key=_key, after=call.asked.after, limit=call.asked.limit)
    return out.Page[out.Invitation](items=_listed(call, meeting, found.rows), next=found.next)


@endpoint(
    "POST",
    "/meetings/<meeting>/invitations",
    rule="meetings:plan",
    body=InviteInput,
    returns=out.Page[out.Invitation],
    status=201,
)
def invite(call: Call[InviteInput], meeting: UUID) -> out.Page[out.Invitation]:
    """Invite more people of the network; if the meeting is called each gets the notice at once."""
    leave = call.asked.leaving(call.session.get_one(Meeting, meeting).time_zone)
    people_ = call.asked.people
    made = invitations.invite(call.session, meeting, people=people_, leave=leave, by=call.actor)
    call.session.flush()
    return out.Page[out.Invitation](items=_listed(call, meeting, made), next=None)


@endpoint(
    "GET",
    "/meetings/<meeting>/invitations/<invitation>",
    rule="invitations:read",
    returns=out.Invitation,
)
def get_invitation(call: Call[Nothing], meeting: UUID, invitation: UUID) -> out.Invitation:
    """Show one person's call and answer."""
    return _shown(call, _of(call, meeting, invitation))


@endpoint(
    "DELETE", "/meetings/<meeting>/invitations/<invitation>", rule="meetings:plan", status=204
)
def remove_invitation(call: Call[Nothing], meeting: UUID, invitation: UUID) -> None:
    """Take one person off the list; if they were told of the meeting they get a cancellation."""
    _of(call, meeting, invitation)
    invitations.remove(call.session, invitation, by=call.actor)


@endpoint(
    "POST",
    "/meetings/<meeting>/invitations/<invitation>/reply",
    rule="invitations:answer",
    body=AnswerInput,
    returns=out.Invitation,
)
def reply(call: Call[AnswerInput], meeting: UUID, invitation: UUID) -> out.Invitation:
    """Note an answer that somebody gave to the coordinator."""
    _of(call, meeting, invitation)
    row = answers.answer(
        call.session, invitation, plan=call.asked, via="coordinator", by=call.actor
    )
    return _shown(call, row)


@endpoint(
    "POST",
    "/meetings/<meeting>/invitations/<invitation>/substitute",
    rule="meetings:plan",
    body=SubstituteInput,
    returns=out.Invitation,
    status=201,
)
def substitute(call: Call[SubstituteInput], meeting: UUID, invitation: UUID) -> out.Invitation:
    """Let somebody else go instead; somebody new belongs to the network until the meeting's day."""
    leaving = _of(call, meeting, invitation)
    person_id = call.asked.person or _stand_in(call, leaving)
    leave = call.asked.leaving(leaving.meeting.time_zone)
    row = invitations.substitute(
        call.session, invitation, person_id=person_id, leave=leave, by=call.actor
    )
    call.session.flush()
    return _shown(call, row)


@endpoint(
    "POST",
    "/meetings/<meeting>/invitations/<invitation>/resend",
    rule="meetings:plan",
    body=LeavingInput,
    returns=out.Invitation,
)
def resend_invitation(call: Call[LeavingInput], meeting: UUID, invitation: UUID) -> out.Invitation:
    """Send one person the notice again, as the meeting stands; the answer stays."""
    leave = call.asked.leaving(_of(call, meeting, invitation).meeting.time_zone)
    return _shown(call, notices.resend(call.session, invitation, leave=leave, by=call.actor))


@endpoint(
    "POST",
    "/meetings/<meeting>/resend-behind",
    rule="meetings:plan",
    body=LeavingInput,
    returns=out.Page[out.Invitation],
)
def resend_behind(call: Call[LeavingInput], meeting: UUID) -> out.Page[out.Invitation]:
    """Send all those the notice again whose calendars show the meeting as it was."""
    leave = call.asked.leaving(call.session.get_one(Meeting, meeting).time_zone)
    late = notices.resend_behind(call.session, meeting, leave=leave, by=call.actor)
    return out.Page[out.Invitation](items=_listed(call, meeting, late), next=None)


def _stand_in(call: Call[SubstituteInput], leaving: Invitation) -> UUID:
    """Find the person by the address, or let them belong for as long as it takes."""
    network, email = leaving.meeting.network, call.asked.email or ""
    known = people_query.find(call.session, email)
    today = clock.today(network.time_zone)
    if known and membership.of_person(call.session, network.id, known.id, today):
        return known.id
    plan = PersonInput(
        name=call.asked.name,
        email=email,
        organisation=str(leaving.organisation_id or ""),
        role="member",
    )
    added = people.add(call.session, network.id, plan=plan, by=call.actor)
    until = max(leaving.meeting.start.date(), today) + timedelta(days=1)
    people.leave(call.session, added.id, by=call.actor, until=until)
    return added.person_id or UUID(int=0)


def _of(call: Call[Any], meeting: UUID, invitation: UUID) -> Invitation:
    row = call.session.get(Invitation, invitation)
    if row is None or row.meeting_id != meeting:
        raise NotFound
    return row


def _shown(call: Call[Any], row: Invitation) -> out.Invitation:
    return _listed(call, row.meeting_id, [row])[0]


def _listed(call: Call[Any], meeting: UUID, rows: Sequence[Invitation]) -> list[out.Invitation]:
    about = call.session.get_one(Meeting, meeting)
    how = behind.of_meeting(call.session, about, rows)
    plans = call.actor.may("meetings:plan", about.network_id)
    return [
        out.Invitation.of(
            row,
            how[row.id],
            openly=particulars.may_name(call.session, row.person, call.actor),
            reply_url=_reply_url(row) if plans else None,
        )
        for row in rows
    ]


def _reply_url(row: Invitation) -> str:
    token = parts().keys.token("reply", row.id, row.generation)
    return f"{parts().settings.base_url}/r/{token}"


def _key(row: Invitation) -> tuple[str, ...]:
    house = row.organisation.name if row.organisation else ""
    return (alphabetical(house), alphabetical(row.person.public_name), str(row.id))
