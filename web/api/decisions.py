"""What can programs do with a network's decisions?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from scheduler.inputs.minutes import SupersedeInput
from scheduler.inputs.types import OptionalLine
from scheduler.queries import decisions as query
from scheduler.queries.decisions import LoggedDecision
from scheduler.queries.entitled import reader
from scheduler.queries.paging import part_of
from scheduler.services import decisions
from web.api import out
from web.api.asking import Listing, Nothing
from web.api.endpoint import Call, endpoint


class DecisionsAsked(Listing):
    """Which decisions: those of a year, with all of some words."""

    year: int | None = None
    q: OptionalLine = ""


@endpoint(
    "GET",
    "/networks/<network>/decisions",
    rule="minutes:read",
    query=DecisionsAsked,
    returns=out.Page[out.LoggedDecision],
)
def list_decisions(call: Call[DecisionsAsked], network: UUID) -> out.Page[out.LoggedDecision]:
    """List a network's decisions, the newest first: those that who asks may read."""
    asked = call.asked
    lines = query.log(
        call.session, network, reader(call.session, call.actor), year=asked.year, words=asked.q
    )
    part = part_of(lines, key=_key, after=asked.after, limit=asked.limit)
    items = [out.LoggedDecision.of(line) for line in part.rows]
    return out.Page[out.LoggedDecision](items=items, next=part.next)


@endpoint("GET", "/decisions/<decision>", rule="minutes:read", returns=out.LoggedDecision)
def get_decision(call: Call[Nothing], decision: UUID) -> out.LoggedDecision:
    """Show a decision, and whether a later one has taken its place."""
    return _shown(call, decision)


@endpoint(
    "POST",
    "/decisions/<decision>/supersede",
    rule="minutes:write",
    body=SupersedeInput,
    returns=out.LoggedDecision,
)
def supersede_decision(call: Call[SupersedeInput], decision: UUID) -> out.LoggedDecision:
    """Say which later decision takes the place of this one; null: it holds again."""
    decisions.supersede(call.session, decision, plan=call.asked, by=call.actor)
    return _shown(call, decision)


def _shown(call: Call[Any], decision: UUID) -> out.LoggedDecision:
    call.session.flush()
    line = query.one(call.session, decision, reader(call.session, call.actor))
    return out.LoggedDecision.of(line)


def _key(line: LoggedDecision) -> tuple[str, ...]:
    return (f"{9999 - line.year:04}", f"{999999 - line.number:06}")
