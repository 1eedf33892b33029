"""What can programs do with commissions?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from scheduler import clock
from scheduler.inputs.areas import CommissionInput, CommissionPatch
from scheduler.model import Network
from scheduler.queries import commissions as query
from scheduler.queries.commissions import CommissionLine
from scheduler.queries.paging import part_of
from scheduler.services import commissions
from web.api import out
from web.api.asking import Listing, Nothing
from web.api.endpoint import Call, endpoint


@endpoint(
    "GET",
    "/networks/<network>/commissions",
    rule="areas:read",
    query=Listing,
    returns=out.Page[out.Commission],
)
def list_commissions(call: Call[Listing], network: UUID) -> out.Page[out.Commission]:
    """List a network's commissions: by the day they report back, the closed ones last."""
    today = clock.today(call.session.get_one(Network, network).time_zone)
    lines = query.of_network(call.session, network, today)
    part = part_of(lines, key=_key, after=call.asked.after, limit=call.asked.limit)
    items = [out.Commission.of(line) for line in part.rows]
    return out.Page[out.Commission](items=items, next=part.next)


@endpoint(
    "POST",
    "/networks/<network>/commissions",
    rule="areas:write",
    body=CommissionInput,
    returns=out.Commission,
    status=201,
)
def add_commission(call: Call[CommissionInput], network: UUID) -> out.Commission:
    """Write down a commission that the network was given."""
    made = commissions.add(call.session, network, plan=call.asked, by=call.actor)
    return _shown(call, made.id)


@endpoint("GET", "/commissions/<commission>", rule="areas:read", returns=out.Commission)
def get_commission(call: Call[Nothing], commission: UUID) -> out.Commission:
    """Show a commission."""
    return _shown(call, commission)


@endpoint(
    "PATCH",
    "/commissions/<commission>",
    rule="areas:write",
    body=CommissionPatch,
    returns=out.Commission,
    match="may",
)
def change_commission(call: Call[CommissionPatch], commission: UUID) -> out.Commission:
    """Change what the body names about a commission; a closed one has an outcome."""
    call.unchanged(_shown(call, commission))
    commissions.change(call.session, commission, plan=call.asked, by=call.actor)
    return _shown(call, commission)


def _shown(call: Call[Any], commission: UUID) -> out.Commission:
    call.session.flush()
    return out.Commission.of(query.one(call.session, commission))


def _key(line: CommissionLine) -> tuple[str, ...]:
    day = line.report_back.isoformat() if line.report_back else "9999"
    made = line.created_at.isoformat()
    return (str(int(line.state == "closed")), day, made, str(line.id))
