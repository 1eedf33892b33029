"""What can programs read of a network's numbers?"""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field

from scheduler import clock
from scheduler.inputs.types import Input
from scheduler.model import Network
from scheduler.queries import entitled, numbers
from scheduler.yearly import to_leave
from web.api import out
from web.api.endpoint import Call, endpoint


class NumbersAsked(Input):
    """Which year; without one, the present."""

    year: Annotated[int | None, Field(ge=1970, le=9998)] = None


@endpoint(
    "GET",
    "/networks/<network>/numbers",
    rule="numbers:read",
    query=NumbersAsked,
    returns=out.Numbers,
)
def get_numbers(call: Call[NumbersAsked], network: UUID) -> out.Numbers:
    """Show a year's attendance and actions; small figures are for those who keep the records."""
    zone = call.session.get_one(Network, network).time_zone
    year = call.asked.year or clock.today(zone).year
    reader = entitled.reader(call.session, call.actor)
    if reader.keeps(network):
        return out.Numbers.of(numbers.of_network(call.session, network, year, reader))
    return out.Numbers.of(to_leave(numbers.of_network(call.session, network, year)))
