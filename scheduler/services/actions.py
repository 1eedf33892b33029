"""What can be done with actions: somebody takes one on, and it moves towards done."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import clock
from scheduler.actor import Actor
from scheduler.dispatch import record
from scheduler.errors import N_, Conflict, NotFound, Refused
from scheduler.events import ActionAdded, ActionChanged
from scheduler.inputs import ActionInput, ActionPatch
from scheduler.inputs.actions import OwnerInput
from scheduler.model import Action, AgendaItem, Meeting, Network, Person
from scheduler.queries import membership


class NotTheirPerson(Refused):
    """The person does not belong to the organisation that owns the action."""

    message = N_(
        "The person does not belong to %(organisation)s in this network. Choose one of its people, "
        "or leave the person out."
    )


class NotOnThisAgenda(Refused):
    """The point is of another meeting, or of none."""

    message = N_("This point is not on the meeting's agenda. Reload the page and try again.")


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
    """Change what the plan names: words, owner, date (null: none) or state; the rest stays."""
    action = session.get(Action, action_id, with_for_update=True)
    if action is None:
        raise NotFound
    by.must("actions:write", action.network_id)
    if version not in {None, action.version}:
        raise Conflict
    before = _values(action)
    action.text = plan.text or action.text
    action.state = plan.state or action.state
    if "due" in plan.model_fields_set:
        action.due = plan.due
    if plan.owner is not None and not _is_owner(action, plan.owner):
        _give_to(session, action, plan.owner)
    if _values(action) != before:
        _note(session, action, by)
    return action


def _note(session: Session, action: Action, by: Actor) -> None:
    action.version += 1
    action.changed_at = clock.now()
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
    return item.id


def _values(action: Action) -> tuple[object, ...]:
    return (action.text, action.state, action.due, action.organisation_id, action.person_id)
