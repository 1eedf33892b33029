"""What can programs do with the letters of a change that have not left yet?"""

from __future__ import annotations

from uuid import UUID

from scheduler.queries import waiting
from scheduler.queries.paging import part_of
from scheduler.services import sending
from web.api import out
from web.api.asking import Listing, Nothing
from web.api.endpoint import Call, endpoint
from web.api.meetings import shown


@endpoint(
    "GET",
    "/meetings/<meeting>/changes",
    rule="invitations:read",
    query=Listing,
    returns=out.Page[out.Change],
)
def list_changes(call: Call[Listing], meeting: UUID) -> out.Page[out.Change]:
    """List what was changed about a meeting, and what of its letters still waits."""
    rows = list(enumerate(waiting.of_meeting(call.session, meeting)))
    asked = call.asked
    found = part_of(rows, key=lambda row: (f"{row[0]:09}",), after=asked.after, limit=asked.limit)
    items = [out.Change.of(row) for _, row in found.rows]
    return out.Page[out.Change](items=items, next=found.next)


@endpoint("POST", "/changes/<change>/undo", rule="meetings:plan", returns=out.Meeting)
def undo_change(call: Call[Nothing], change: UUID) -> out.Meeting:
    """Take a change back, as long as none of its letters has left."""
    return shown(call.session, sending.undo(call.session, change, by=call.actor))


@endpoint("POST", "/changes/<change>/send", rule="meetings:plan", returns=out.Meeting)
def send_change(call: Call[Nothing], change: UUID) -> out.Meeting:
    """Let a change's letters leave now that are held or wait for their time."""
    return shown(call.session, sending.let_go(call.session, change, by=call.actor))


@endpoint("POST", "/changes/<change>/hold", rule="meetings:plan", returns=out.Meeting)
def hold_change(call: Call[Nothing], change: UUID) -> out.Meeting:
    """Keep a change's letters back until they are sent."""
    return shown(call.session, sending.hold(call.session, change, by=call.actor))
