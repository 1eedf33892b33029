"""What can programs do with call-out exercises?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from scheduler.inputs.exercise import CalloutInput
from scheduler.queries import callouts as query
from scheduler.queries.callouts import CalloutLine
from scheduler.queries.paging import part_of
from scheduler.services import callouts
from web.api import out
from web.api.asking import Listing, Nothing
from web.api.endpoint import Call, endpoint


@endpoint(
    "POST",
    "/networks/<network>/callouts",
    rule="exercises:plan",
    body=CalloutInput,
    returns=out.Callout,
    status=201,
)
def make_callout(call: Call[CalloutInput], network: UUID) -> out.Callout:
    """Call these people, else those on duty, else all members: one mail each, at once."""
    made = callouts.call(call.session, network, plan=call.asked, by=call.actor)
    return _shown(call, made.id)


@endpoint(
    "GET",
    "/networks/<network>/callouts",
    rule="exercises:run",
    query=Listing,
    returns=out.Page[out.CalloutSummary],
)
def list_callouts(call: Call[Listing], network: UUID) -> out.Page[out.CalloutSummary]:
    """List a network's call-out exercises, in the order in which they were made."""
    lines = query.of_network(call.session, network)
    part = part_of(lines[::-1], key=_key, after=call.asked.after, limit=call.asked.limit)
    items = [out.CalloutSummary.of_line(line) for line in part.rows]
    return out.Page[out.CalloutSummary](items=items, next=part.next)


@endpoint("GET", "/callouts/<callout>", rule="exercises:run", returns=out.Callout)
def get_callout(call: Call[Nothing], callout: UUID) -> out.Callout:
    """Show how a call-out goes or went: who was reached and after how many seconds."""
    return _shown(call, callout)


@endpoint(
    "POST",
    "/callouts/<callout>/calls/<callout_call>/answered",
    rule="exercises:run",
    returns=out.Callout,
)
def note_callout_answer(call: Call[Nothing], callout: UUID, callout_call: UUID) -> out.Callout:
    """Note that somebody answered by telephone; who has answered before stays as they are."""
    query.must_be_of(call.session, callout, callout_call)
    callouts.answer(call.session, callout_call, via="coordinator", by=call.actor)
    return _shown(call, callout)


@endpoint("POST", "/callouts/<callout>/stop", rule="exercises:plan", returns=out.Callout)
def stop_callout(call: Call[Nothing], callout: UUID) -> out.Callout:
    """End a call-out before its time: letters that have not left stay, no answer counts."""
    callouts.stop(call.session, callout, by=call.actor)
    return _shown(call, callout)


def _shown(call: Call[Any], callout: UUID) -> out.Callout:
    call.session.flush()
    return out.Callout.of(query.one(call.session, callout))


def _key(line: CalloutLine) -> tuple[str, ...]:
    return (line.called_at.isoformat(), str(line.id))
