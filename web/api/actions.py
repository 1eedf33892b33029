"""What can programs do with actions?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from scheduler.inputs import ActionInput, ActionPatch
from scheduler.model import Meeting, Network
from scheduler.model.action import ActionState, Horizon
from scheduler.queries import actions as actions_query
from scheduler.queries.actions import ActionLine
from scheduler.queries.entitled import reader
from scheduler.queries.paging import part_of
from scheduler.services import actions
from web.api import out
from web.api.asking import Listing, Nothing
from web.api.endpoint import Call, endpoint


class ActionsAsked(Listing):
    """Which actions: those in a state, of an organisation, an area or a horizon."""

    state: ActionState | None = None
    organisation: UUID | None = None
    area: UUID | None = None
    horizon: Horizon | None = None


@endpoint(
    "GET",
    "/networks/<network>/actions",
    rule="actions:read",
    query=ActionsAsked,
    returns=out.Page[out.Action],
)
def list_actions(call: Call[ActionsAsked], network: UUID) -> out.Page[out.Action]:
    """List the actions that who asks may read: the overdue first, then by date, then the closed."""
    asked = call.asked
    lines = actions_query.of_network(
        call.session, call.session.get_one(Network, network), reader(call.session, call.actor)
    )
    wanted = [line for line in lines if _is_wanted(asked, line)]
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
    line = actions_query.by_id(call.session, action, reader(call.session, call.actor))
    return out.Action.of(line)


def _is_wanted(asked: ActionsAsked, line: ActionLine) -> bool:
    return (
        asked.state in {None, line.state}
        and asked.organisation in {None, line.organisation_id}
        and asked.area in {None, line.area_id}
        and asked.horizon in {None, line.horizon}
    )


def _key(line: ActionLine) -> tuple[str, ...]:
    due = line.due.isoformat() if line.due else "9999"
    made = line.created_at.isoformat()
    return (str(int(not line.overdue)), str(int(not line.open)), due, made, str(line.id))
