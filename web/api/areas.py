"""What can programs do with areas?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from scheduler import clock
from scheduler.inputs.areas import AreaInput, AreaPatch
from scheduler.model import Network
from scheduler.queries import areas as query
from scheduler.queries import entitled
from scheduler.queries.areas import AreaLine
from scheduler.queries.paging import part_of
from scheduler.services import areas
from web.api import out
from web.api.asking import Listing, Nothing
from web.api.endpoint import Call, endpoint


@endpoint(
    "GET",
    "/networks/<network>/areas",
    rule="areas:read",
    query=Listing,
    returns=out.Page[out.Area],
)
def list_areas(call: Call[Listing], network: UUID) -> out.Page[out.Area]:
    """List a network's areas in its order, the closed ones last."""
    today = clock.today(call.session.get_one(Network, network).time_zone)
    reader = entitled.reader(call.session, call.actor)
    lines = query.of_network(call.session, network, today, reader)
    part = part_of(lines, key=_key, after=call.asked.after, limit=call.asked.limit)
    return out.Page[out.Area](items=[out.Area.of(line) for line in part.rows], next=part.next)


@endpoint(
    "POST",
    "/networks/<network>/areas",
    rule="areas:write",
    body=AreaInput,
    returns=out.Area,
    status=201,
)
def add_area(call: Call[AreaInput], network: UUID) -> out.Area:
    """Add an area last in the network's order."""
    return _shown(call, areas.add(call.session, network, plan=call.asked, by=call.actor).id)


@endpoint("GET", "/areas/<area>", rule="areas:read", returns=out.Area)
def get_area(call: Call[Nothing], area: UUID) -> out.Area:
    """Show an area: who does what in it, and when it was treated."""
    return _shown(call, area)


@endpoint(
    "PATCH",
    "/areas/<area>",
    rule="areas:write",
    body=AreaPatch,
    returns=out.Area,
    match="may",
)
def change_area(call: Call[AreaPatch], area: UUID) -> out.Area:
    """Change what the body names about an area, its place or whether it is closed."""
    call.unchanged(_shown(call, area))
    areas.change(call.session, area, plan=call.asked, by=call.actor)
    return _shown(call, area)


def _shown(call: Call[Any], area: UUID) -> out.Area:
    call.session.flush()
    return out.Area.of(query.one(call.session, area, entitled.reader(call.session, call.actor)))


def _key(line: AreaLine) -> tuple[str, ...]:
    return (str(int(line.closed)), f"{line.position:06d}", str(line.id))
