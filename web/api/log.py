"""What can programs read of what was sent and of what happened?"""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field

from scheduler.inputs.types import Input
from scheduler.model.letter import LetterState
from scheduler.queries import lists, outbox, timeline
from scheduler.queries.paging import part_of
from scheduler.services import particulars
from web.api import out
from web.api.asking import Listing
from web.api.endpoint import Call, endpoint


class LettersAsked(Listing):
    """Which letters: those in a state."""

    state: LetterState | None = None


class EventsAsked(Input):
    """Which facts: those after one, by its id."""

    after: Annotated[int, Field(ge=0, le=2**53, description="The id of the last one read.")] = 0
    limit: Annotated[int, Field(ge=1, le=500)] = 100


@endpoint(
    "GET",
    "/meetings/<meeting>/timeline",
    rule="invitations:read",
    query=Listing,
    returns=out.Page[out.TimelineEntry],
)
def list_timeline(call: Call[Listing], meeting: UUID) -> out.Page[out.TimelineEntry]:
    """List what has been sent about a meeting and what will be, in order."""
    # The query has the order already: what is planned comes last.
    rows = list(enumerate(timeline.of_meeting(call.session, meeting)))
    found = part_of(
        rows,
        key=lambda row: (str(int(row[1].future)), row[1].at.isoformat(), f"{row[0]:09}"),
        after=call.asked.after,
        limit=call.asked.limit,
    )
    items = [out.TimelineEntry.of(entry) for _, entry in found.rows]
    return out.Page[out.TimelineEntry](items=items, next=found.next)


@endpoint("GET", "/outbox", rule="outbox:read", query=LettersAsked, returns=out.Page[out.Letter])
def list_letters(call: Call[LettersAsked]) -> out.Page[out.Letter]:
    """List the letters of the token's networks, the newest first."""
    asked = call.asked
    found = lists.letters(
        call.session, call.actor, state=asked.state, after=asked.after, limit=asked.limit
    )
    times = outbox.times(call.session, [row.id for row in found.rows])
    items = [
        out.Letter.of(
            row,
            leave_at=times.get(row.id),
            openly=particulars.may_name(call.session, row.person, call.actor),
        )
        for row in found.rows
    ]
    return out.Page[out.Letter](items=items, next=found.next)


@endpoint("GET", "/events", rule="events:read", query=EventsAsked, returns=out.Page[out.Event])
def list_events(call: Call[EventsAsked]) -> out.Page[out.Event]:
    """List what has happened in the token's networks, in order; ask again after the last id."""
    limit = call.asked.limit
    rows = lists.facts(call.session, call.actor, after=call.asked.after, limit=limit + 1)
    items = [out.Event.of(row) for row in rows[:limit]]
    return out.Page[out.Event](items=items, next=items[-1].id if len(rows) > limit else None)
