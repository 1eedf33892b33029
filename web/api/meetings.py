"""What can programs do with meetings?"""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field
from sqlalchemy.orm import Session

from scheduler.inputs import CancelInput, LeavingInput, MeetingInput, MoveInput, TextInput
from scheduler.inputs.types import Day
from scheduler.model import Meeting
from scheduler.queries import lists
from scheduler.services import meetings
from web.api import out
from web.api.asking import Listing, Nothing
from web.api.endpoint import Call, endpoint


class MeetingsAsked(Listing):
    """Which meetings: those on local days `from` to `to`, or of one series."""

    first: Annotated[Day | None, Field(alias="from")] = None
    last: Annotated[Day | None, Field(alias="to")] = None
    series: UUID | None = None


@endpoint(
    "GET",
    "/networks/<network>/meetings",
    rule="meetings:read",
    query=MeetingsAsked,
    returns=out.Page[out.Meeting],
)
def list_meetings(call: Call[MeetingsAsked], network: UUID) -> out.Page[out.Meeting]:
    """List a network's meetings in order of time."""
    asked = call.asked
    found = lists.meetings(
        call.session,
        network,
        first=asked.first,
        last=asked.last,
        series_id=asked.series,
        after=asked.after,
        limit=asked.limit,
    )
    counts = lists.answers(call.session, [row.id for row in found.rows])
    items = [out.Meeting.of(row, counts[row.id]) for row in found.rows]
    return out.Page[out.Meeting](items=items, next=found.next)


@endpoint(
    "POST",
    "/networks/<network>/meetings",
    rule="meetings:plan",
    body=MeetingInput,
    returns=out.Meeting,
    status=201,
)
def add_meeting(call: Call[MeetingInput], network: UUID) -> out.Meeting:
    """Plan a single meeting; without `people` the network's members are its invitees."""
    return shown(call.session, meetings.add(call.session, network, plan=call.asked, by=call.actor))


@endpoint("GET", "/meetings/<meeting>", rule="meetings:read", returns=out.Meeting)
def get_meeting(call: Call[Nothing], meeting: UUID) -> out.Meeting:
    """Show a meeting with the counts of its answers."""
    return shown(call.session, call.session.get_one(Meeting, meeting))


@endpoint(
    "POST",
    "/meetings/<meeting>/call",
    rule="meetings:plan",
    body=LeavingInput,
    returns=out.Meeting,
    status=202,
    match="may",
)
def call_meeting(call: Call[LeavingInput], meeting: UUID) -> out.Meeting:
    """Send the notice of a meeting to all its invitees; the letters leave within seconds."""
    leave = call.asked.leaving(_seen(call, meeting).time_zone)
    return shown(call.session, meetings.call(call.session, meeting, leave=leave, by=call.actor))


@endpoint(
    "POST",
    "/meetings/<meeting>/move",
    rule="meetings:plan",
    body=MoveInput,
    returns=out.Meeting,
    match="may",
)
def move_meeting(call: Call[MoveInput], meeting: UUID) -> out.Meeting:
    """Give a meeting a new time; those who were told get an update and are asked anew."""
    _seen(call, meeting)
    return shown(call.session, meetings.move(call.session, meeting, plan=call.asked, by=call.actor))


@endpoint(
    "POST",
    "/meetings/<meeting>/cancel",
    rule="meetings:plan",
    body=CancelInput,
    returns=out.Meeting,
    match="may",
)
def cancel_meeting(call: Call[CancelInput], meeting: UUID) -> out.Meeting:
    """Cancel a meeting; those who were told get a cancellation."""
    _seen(call, meeting)
    return shown(
        call.session, meetings.cancel(call.session, meeting, plan=call.asked, by=call.actor)
    )


@endpoint(
    "POST",
    "/meetings/<meeting>/restore",
    rule="meetings:plan",
    body=LeavingInput,
    returns=out.Meeting,
    match="may",
)
def restore_meeting(call: Call[LeavingInput], meeting: UUID) -> out.Meeting:
    """Hold a cancelled meeting after all; everybody is asked anew."""
    leave = call.asked.leaving(_seen(call, meeting).time_zone)
    return shown(call.session, meetings.restore(call.session, meeting, leave=leave, by=call.actor))


@endpoint(
    "PUT",
    "/meetings/<meeting>/text",
    rule="meetings:plan",
    body=TextInput,
    returns=out.Meeting,
    match="may",
)
def put_meeting_text(call: Call[TextInput], meeting: UUID) -> out.Meeting:
    """Give a meeting another title, text and place; what is left out becomes empty."""
    _seen(call, meeting)
    return shown(
        call.session, meetings.change_text(call.session, meeting, plan=call.asked, by=call.actor)
    )


def shown(session: Session, row: Meeting) -> out.Meeting:
    """Show a meeting as it stands in this transaction."""
    session.flush()
    return out.Meeting.of(row, lists.answers(session, [row.id])[row.id])


def _seen(call: Call[Any], meeting: UUID) -> Meeting:
    row = call.session.get_one(Meeting, meeting)
    call.unchanged(shown(call.session, row))
    return row
