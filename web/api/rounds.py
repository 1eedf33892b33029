"""What can programs do with situation rounds?"""

from __future__ import annotations

from uuid import UUID

from scheduler.errors import NotFound
from scheduler.inputs import RoundInput
from scheduler.queries import entitled
from scheduler.queries import rounds as query
from scheduler.queries.paging import part_of
from scheduler.queries.rounds import Round, Slot
from scheduler.services import rounds
from web.api import out
from web.api.asking import Listing
from web.api.endpoint import Call, endpoint


@endpoint(
    "GET",
    "/meetings/<meeting>/round",
    rule="agenda:read",
    query=Listing,
    returns=out.Page[out.Round],
)
def list_rounds(call: Call[Listing], meeting: UUID) -> out.Page[out.Round]:
    """List a meeting's rounds that the asker may read, in the agenda's order."""
    found = query.of_meeting(call.session, meeting, entitled.reader(call.session, call.actor))
    part = part_of(found, key=_key, after=call.asked.after, limit=call.asked.limit)
    items = [out.Round.of(one) for one in part.rows]
    return out.Page[out.Round](items=items, next=part.next)


@endpoint(
    "PUT",
    "/items/<item>/round/<organisation>",
    rule="agenda:write",
    body=RoundInput,
    returns=out.RoundSlot,
    match="may",
)
def put_round_slot(call: Call[RoundInput], item: UUID, organisation: str) -> out.RoundSlot:
    """Write what an organisation reports, or that it has nothing to report."""
    house = _id(organisation)
    standing = _slot(call, item, house)
    if standing is not None:
        call.unchanged(out.RoundSlot.of(standing))
    rounds.write(
        call.session,
        item,
        house,
        plan=call.asked,
        seen=standing.version if standing else None,
        via="page",
        by=call.actor,
    )
    written = _slot(call, item, house)
    if written is None:
        raise NotFound
    return out.RoundSlot.of(written)


def _slot(call: Call[RoundInput], item: UUID, house: UUID) -> Slot | None:
    reader = entitled.reader(call.session, call.actor)
    return query.of_item(call.session, item, reader).slot(house)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


def _key(one: Round) -> tuple[str]:
    return (f"{one.point.number:04}",)
