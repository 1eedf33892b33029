"""What can be done with actions: somebody takes one on, and it moves towards done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import clock, promising
from scheduler.actor import Actor
from scheduler.dispatch import record
from scheduler.errors import N_, Conflict, NotFound, Refused
from scheduler.events import ActionAdded, ActionChanged
from scheduler.inputs import ActionInput, ActionPatch
from scheduler.inputs.actions import OwnerInput
from scheduler.model import Action, AgendaItem, Area, Commission, Meeting, Network, Person
from scheduler.queries import membership

NEXT: Mapping[str, str] = {
    "proposed": N_(
        "This action is proposed. It can be accepted, begun, done or declined; "
        "only what is done can be checked or reopened."
    ),
    "accepted": N_(
        "This action is accepted. It can be begun, done or declined; "
        "only what is done can be checked or reopened."
    ),
    "in_progress": N_(
        "This action is in progress. It can be done, declined or only accepted again; "
        "only what is done can be checked or reopened."
    ),
    "done": N_("This action is done. It can be checked, or reopened if something is left to do."),
    "verified": N_("This action is done and checked. Reopen it if something is left to do."),
    "declined": N_("This action is declined. Reopen it first if somebody takes it on after all."),
    "reopened": N_(
        "This action is reopened. It can be accepted, begun, done or declined; "
        "only what is done can be checked."
    ),
}


class NotTheirPerson(Refused):
    """The person does not belong to the organisation that owns the action."""

    message = N_(
        "The person does not belong to %(organisation)s in this network. Choose one of its people, "
        "or leave the person out."
    )


class NotOnThisAgenda(Refused):
    """The point is of another meeting, or of none."""

    message = N_("This point is not on the meeting's agenda. Reload the page and try again.")


class NothingIsWrittenThere(Refused):
    """What is only spoken leaves no more than its title."""

    message = N_(
        "“%(title)s” is only spoken about: nothing is written down. "
        "Take the action on under another point."
    )


class UnknownArea(Refused):
    """The area is of another network, or closed."""

    message = N_("This is none of the network's areas. Choose another, or leave the area out.")


class UnknownCommission(Refused):
    """The commission is of another network."""

    message = N_("This is none of the network's commissions. Choose another, or leave it out.")


class NeedsLaterExercise(Refused):
    """What an exercise asked for is checked by exercising it again."""

    message = N_(
        "This comes from an exercise: it is checked when a later exercise has shown that it works. "
        "Choose that exercise on the action's own page."
    )


class StateCannotFollow(Refused):
    """The state makes no sense after the one that the action has."""

    def __init__(self, state: str) -> None:
        self.message = NEXT[state]  # type: ignore[misc]  # one refusal, a wording for each state
        super().__init__(field="state")


def add(
    session: Session,
    *,
    network_id: UUID,
    meeting_id: UUID | None = None,
    plan: ActionInput,
    by: Actor,
) -> Action:
    """Take on an action, from a meeting or between meetings."""
    network = session.get(Network, network_id)
    if network is None:
        raise NotFound
    by.must("actions:write", network.id)
    action = Action(
        network_id=network.id,
        meeting_id=_meeting(session, network, meeting_id),
        item_id=_item(session, meeting_id, plan.item),
        text=plan.text,
        due=plan.due,
        horizon=plan.horizon,
        area_id=_area(session, network.id, plan.area),
        commission_id=_commission(session, network.id, plan.commission),
        origin=_origin(plan, meeting_id),
    )
    _give_to(session, action, plan.owner)
    session.add(action)
    session.flush()
    record(session, ActionAdded(by=by.name, subject=action.id, network_id=network.id))
    return action


def change(
    session: Session,
    action_id: UUID,
    *,
    plan: ActionPatch,
    by: Actor,
    version: int | None = None,
) -> Action:
    """Change what the plan names (an area or date that is null: none); the rest stays.

    Raises StateCannotFollow for a state that makes no sense after the present one.
    """
    action = session.get(Action, action_id, with_for_update=True)
    if action is None:
        raise NotFound
    by.must("actions:write", action.network_id)
    if version not in {None, action.version}:
        raise Conflict
    before = _values(action)
    action.text = plan.text or action.text
    if plan.horizon is not None:
        action.horizon = plan.horizon
    if "due" in plan.model_fields_set:
        action.due = plan.due
    if "area" in plan.model_fields_set and plan.area != action.area_id:
        action.area_id = _area(session, action.network_id, plan.area)
    if plan.owner is not None and not _is_owner(action, plan.owner):
        _give_to(session, action, plan.owner)
        action.generation += 1  # the links of who had it before open no more
    if plan.state is not None:
        take_state(action, plan.state)
    if _values(action) != before:
        _note(session, action, by)
    return action


def take_state(action: Action, state: str) -> None:
    """Let an action take a state; raises StateCannotFollow, or NeedsLaterExercise."""
    if not promising.may_follow(action.state, state):
        raise StateCannotFollow(action.state)
    if state == "verified" and action.finding_id is not None and action.verified_by_id is None:
        raise NeedsLaterExercise(field="state")
    action.state = state
    if state != "verified":
        action.verified_by_id = None
    if action.open:
        action.closed_at = None
    else:
        action.closed_at = action.closed_at or clock.now()
        action.left_at = None


def touch(action: Action) -> None:
    """Raise an action's version: something about it has changed."""
    action.version += 1
    action.changed_at = clock.now()


def _note(session: Session, action: Action, by: Actor) -> None:
    touch(action)
    record(
        session,
        ActionChanged(
            by=by.name, subject=action.id, network_id=action.network_id, state=action.state
        ),
    )


def _give_to(session: Session, action: Action, owner: OwnerInput) -> None:
    network = session.get_one(Network, action.network_id)
    day = clock.today(network.time_zone)
    try:
        found = membership.organisation(session, network.id, owner.organisation, day)
    except Refused as refused:
        refused.field = "owner.organisation"
        raise
    action.organisation, action.organisation_id = found, found.id
    action.person = action.person_id = None
    if owner.person is not None:
        held = membership.of_person(session, network.id, owner.person, day)
        if held is None or held.organisation_id != found.id:
            raise NotTheirPerson(field="owner.person", organisation=found.name)
        action.person, action.person_id = session.get(Person, owner.person), owner.person
    action.left_at = None


def _is_owner(action: Action, owner: OwnerInput) -> bool:
    # Asked first: an owner that has left the network since may keep what it took on.
    names = {str(action.organisation_id), action.organisation.name_key}
    return owner.organisation.casefold() in names and owner.person == action.person_id


def _meeting(session: Session, network: Network, meeting_id: UUID | None) -> UUID | None:
    if meeting_id is None:
        return None
    meeting = session.get(Meeting, meeting_id)
    if meeting is None or meeting.network_id != network.id:
        raise NotFound
    return meeting.id


def _item(session: Session, meeting_id: UUID | None, item_id: UUID | None) -> UUID | None:
    if item_id is None:
        return None
    item = session.get(AgendaItem, item_id)
    if item is None or item.meeting_id != meeting_id:
        raise NotOnThisAgenda(field="item")
    if item.item_class == "spoken":
        raise NothingIsWrittenThere(field="item", title=item.title)
    return item.id


def _area(session: Session, network_id: UUID, area_id: UUID | None) -> UUID | None:
    if area_id is None:
        return None
    area = session.get(Area, area_id)
    if area is None or area.network_id != network_id or area.closed_at is not None:
        raise UnknownArea(field="area")
    return area.id


def _commission(session: Session, network_id: UUID, commission_id: UUID | None) -> UUID | None:
    if commission_id is None:
        return None
    commission = session.get(Commission, commission_id)
    if commission is None or commission.network_id != network_id:
        raise UnknownCommission(field="commission")
    return commission.id


def _origin(plan: ActionInput, meeting_id: UUID | None) -> str:
    """Say where it comes from: what the plan names, else its commission or meeting, if any."""
    if "origin" in plan.model_fields_set:
        return plan.origin
    if plan.commission is not None:
        return "commission"
    return "meeting" if meeting_id else "other"


def _values(action: Action) -> tuple[Any, ...]:
    owner = (action.organisation_id, action.person_id)
    return (action.text, action.state, action.due, action.horizon, action.area_id, *owner)
