"""What can programs do with the mails that wait for somebody to decide?"""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from scheduler import model
from scheduler.inputs import LeavingInput
from scheduler.inputs.incoming import ConfirmInput
from scheduler.queries import incoming as query
from scheduler.services import incoming as deciding
from scheduler.services import particulars
from web import incoming as post
from web.api import out
from web.api.asking import Listing, Nothing
from web.api.endpoint import Call, endpoint
from web.api.meetings import shown as meeting_shown


class IncomingAsked(Listing):
    """Which mails: those that wait, or all."""

    state: Literal["open", "all"] = "open"


@endpoint(
    "GET",
    "/networks/<network>/incoming",
    rule="outbox:read",
    query=IncomingAsked,
    returns=out.Page[out.Incoming],
)
def list_incoming(call: Call[IncomingAsked], network: UUID) -> out.Page[out.Incoming]:
    """List a network's mails that wait for somebody to decide, the oldest first."""
    asked = call.asked
    found = query.of_network(
        call.session,
        network,
        everything=asked.state == "all",
        after=asked.after,
        limit=asked.limit,
    )
    items = [_shown(call, row) for row in found.rows]
    return out.Page[out.Incoming](items=items, next=found.next)


@endpoint("GET", "/incoming/<incoming>", rule="outbox:read", returns=out.Incoming)
def get_incoming(call: Call[Nothing], incoming: UUID) -> out.Incoming:
    """Show one mail that waits, or has been dealt with."""
    return _shown(call, call.session.get_one(model.Incoming, incoming))


@endpoint(
    "POST",
    "/incoming/<incoming>/confirm",
    rule="meetings:plan",
    body=ConfirmInput,
    returns=out.Incoming,
)
def confirm_incoming(call: Call[ConfirmInput], incoming: UUID) -> out.Incoming:
    """Count an answer as the person's own, though it came from elsewhere."""
    remember = call.asked.remember
    row = deciding.confirm(call.session, incoming, remember=remember, by=call.actor)
    return _shown(call, row)


@endpoint("POST", "/incoming/<incoming>/dismiss", rule="meetings:plan", returns=out.Incoming)
def dismiss_incoming(call: Call[Nothing], incoming: UUID) -> out.Incoming:
    """Put a mail aside: it changes nothing, and nobody is written to."""
    return _shown(call, deciding.dismiss(call.session, incoming, by=call.actor))


@endpoint(
    "POST",
    "/incoming/<incoming>/accept",
    rule="meetings:plan",
    body=LeavingInput,
    returns=out.Meeting,
)
def accept_incoming(call: Call[LeavingInput], incoming: UUID) -> out.Meeting:
    """Move the meeting to the proposed time; those who were told get an update."""
    row = call.session.get_one(model.Incoming, incoming)
    leave = call.asked.leaving(row.meeting.time_zone if row.meeting else "UTC")
    meeting = deciding.accept_counter(call.session, incoming, leave=leave, by=call.actor)
    return meeting_shown(call.session, meeting)


@endpoint("POST", "/incoming/<incoming>/decline", rule="meetings:plan", returns=out.Incoming)
def decline_incoming(call: Call[Nothing], incoming: UUID) -> out.Incoming:
    """Decline a proposed time; who proposed it gets a mail that says so (DECLINECOUNTER)."""
    return _shown(call, deciding.decline_counter(call.session, incoming, by=call.actor))


@endpoint("POST", "/incoming/<incoming>/retry", rule="meetings:plan", returns=out.Incoming)
def retry_incoming(call: Call[Nothing], incoming: UUID) -> out.Incoming:
    """Try a bounced address again: the letters that were held because of it leave."""
    row = call.session.get_one(model.Incoming, incoming)
    return _shown(call, post.retry(call.session, row, by=call.actor))


def _shown(call: Call[Any], row: model.Incoming) -> out.Incoming:
    openly = particulars.may_name(call.session, row.person, call.actor)
    return out.Incoming.of(row, openly=openly)
