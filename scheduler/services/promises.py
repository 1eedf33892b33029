"""How do the actions that minutes hold become the network's?"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.errors import N_, Refused
from scheduler.inputs import ActionPatch
from scheduler.inputs.actions import ListedActionInput
from scheduler.model import Action, Meeting
from scheduler.services import actions


class NotThisMeetings(Refused):
    """The id is of no action of this meeting."""

    message = N_("This action is not one of the meeting's. Reload the page and try again.")


class UnderWay(Refused):
    """Somebody has begun; it cannot vanish with a line of the minutes."""

    message = N_(
        "“%(text)s” is already under way. Keep it in the notes, "
        "or set it to declined on the network's page of actions."
    )


def write(
    session: Session, meeting: Meeting, plan: Sequence[ListedActionInput], *, by: Actor
) -> None:
    """Make a meeting's actions those of `plan`: with an `id` changed, else new, the rest gone."""
    left = {
        action.id: action
        for action in session.scalars(select(Action).where(Action.meeting_id == meeting.id))
    }
    for place, line in enumerate(plan):
        known = left.pop(line.id, None) if line.id else None
        if line.id and known is None:
            raise NotThisMeetings(field=f"actions.{place}.id")
        try:
            _put(session, meeting, line, known, by)
        except Refused as refused:
            refused.field = f"actions.{place}.{refused.field}"
            raise
    for action in left.values():
        if action.state != "proposed" or action.reports:
            raise UnderWay(field="actions", text=action.text)
        session.delete(action)


def _put(
    session: Session, meeting: Meeting, line: ListedActionInput, known: Action | None, by: Actor
) -> None:
    if known is None:
        network_id = meeting.network_id
        actions.add(session, network_id=network_id, meeting_id=meeting.id, plan=line, by=by)
        return
    known.item_id = line.item
    named = line.model_fields_set & {"horizon", "area"}
    values = {name: getattr(line, name) for name in ("text", "owner", "due", *sorted(named))}
    actions.change(session, known.id, plan=ActionPatch.model_construct(**values), by=by)
