"""What can programs do with actions?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from scheduler import clock
from scheduler.errors import NotFound
from scheduler.inputs import ActionInput, ActionPatch
from scheduler.model import Action, Meeting, Network
from scheduler.model.action import ActionState
from scheduler.queries import actions as actions_query
from scheduler.queries.actions import ActionLine
from scheduler.queries.paging import part_of
from scheduler.services import actions
from web.api import out
from web.api.asking import Listing, Nothing
from web.api.endpoint import Call, endpoint


class ActionsAsked(Listing):
    """Which actions: those in a state, or of an organisation."""

    state: ActionState | None = None
    organisation: UUID | None = None


@endpoint(
    "GET",
    "/networks/<network>/actions",
    rule="actions:read",
    query=ActionsAsked,
    returns=out.Page[out.Action],
)
def list_actions(call: Call[ActionsAsked], network: UUID) -> out.Page[out.Action]:
    """List a network's actions: the overdue first, then the open by date, then the closed."""
    asked = call.asked
    lines = actions_query.of_network(call.session, call.session.get_one(Network, network))
    wanted = [
        line
        for line in lines
        if asked.state in {None, line.state} and asked.organisation in {None, line.organisation_id}
    ]
    part = part_of(wanted, key=_key, after=asked.after, limit=asked.limit)
    items = [out.Action.of(line) for line in part.rows]
    return out.Page[out.Action](items=items, next=part.next)


@endpoint(
    "POST",
    "/meetings/<meeting>/actions",
    rule="actions:write",
    body=ActionInput,
    returns=out.Action,
    status=201,
)
def add_action(call: Call[ActionInput], meeting: UUID) -> out.Action:
    """Take on an action at a meeting."""
    network = call.session.get_one(Meeting, meeting).network_id
    row = actions.add(
        call.session, network_id=network, meeting_id=meeting, plan=call.asked, by=call.actor
    )
    return _shown(call, row.id)


@endpoint("GET", "/actions/<action>", rule="actions:read", returns=out.Action)
def get_action(call: Call[Nothing], action: UUID) -> out.Action:
    """Show an action."""
    return _shown(call, action)


@endpoint(
    "PATCH",
    "/actions/<action>",
    rule="actions:write",
    body=ActionPatch,
    returns=out.Action,
    match="may",
)
def change_action(call: Call[ActionPatch], action: UUID) -> out.Action:
    """Change what the body names about an action; the rest stays."""
    call.unchanged(_shown(call, action))
    actions.change(call.session, action, plan=call.asked, by=call.actor)
    return _shown(call, action)


def _shown(call: Call[Any], action: UUID) -> out.Action:
    call.session.flush()
    row = call.session.get_one(Action, action)
    today = clock.today(call.session.get_one(Network, row.network_id).time_zone)
    line = actions_query.one(call.session, action, today)
    if line is None:
        raise NotFound
    return out.Action.of(line)


def _key(line: ActionLine) -> tuple[str, ...]:
    due = line.due.isoformat() if line.due else "9999"
    made = line.created_at.isoformat()
    return (str(int(not line.overdue)), str(int(not line.open)), due, made, str(line.id))
