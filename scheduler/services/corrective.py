"""What can be done about a finding: somebody promises to mend it, a later exercise shows it holds.

Promising, reporting and being late are those of any action (actions.py, reports.py).
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.dispatch import record
from scheduler.errors import N_, NotFound, Refused
from scheduler.events import ActionChanged
from scheduler.inputs import ActionInput
from scheduler.inputs.actions import OwnerInput
from scheduler.inputs.exercise import CorrectiveInput, VerifyInput
from scheduler.model import Action, ActionReport, Finding
from scheduler.queries import retests
from scheduler.services import actions
from scheduler.services.actions import StateCannotFollow


class NotCorrective(Refused):
    """Only what comes from an exercise is shown by one."""

    message = N_("This action comes from no exercise. Set it to checked on its own page.")
    status = 409


class NotALaterExercise(Refused):
    """What has been mended is shown by an exercise that came after."""

    message = N_(
        "Choose an exercise of this network that came after the one with the finding, "
        "and that has been run."
    )


class SayWhy(Refused):
    """What did not work is opened again with a word on it."""

    message = N_("Say what did not work, so that whoever takes it up again knows.")


def add(session: Session, finding_id: UUID, *, plan: CorrectiveInput, by: Actor) -> Action:
    """Let somebody promise to mend what was found; an organisation needs no account for that."""
    finding = session.get(Finding, finding_id)
    if finding is None or finding.removed_at is not None:
        raise NotFound
    by.must("exercises:report", finding.network_id)
    try:
        action = actions.add(session, network_id=finding.network_id, plan=_promise(plan), by=by)
    except Refused as refused:
        refused.field = refused.field.removeprefix("owner.")
        raise
    action.finding_id, action.element = finding.id, plan.element
    return action


def verify(session: Session, action_id: UUID, *, plan: VerifyInput, by: Actor) -> Action:
    """Say what a later exercise has shown: that it works, or that it is opened again."""
    action = session.get(Action, action_id, with_for_update=True)
    if action is None:
        raise NotFound
    by.must("exercises:report", action.network_id)
    if action.finding_id is None:
        raise NotCorrective
    if action.state not in {"done", "verified"}:
        raise StateCannotFollow(action.state)
    _must_be_later(session, action, plan.exercise)
    if plan.works:
        action.verified_by_id = plan.exercise
        actions.take_state(action, "verified")
    elif plan.text:
        actions.take_state(action, "reopened")
    else:
        raise SayWhy(field="text")
    actions.touch(action)
    _keep(session, action, plan.text, by)
    return action


def _promise(plan: CorrectiveInput) -> ActionInput:
    owner = OwnerInput(organisation=plan.organisation, person=plan.person)
    return ActionInput(text=plan.text, owner=owner, due=plan.due, origin="exercise")


def _must_be_later(session: Session, action: Action, exercise_id: UUID) -> None:
    if exercise_id not in {one.id for one in retests.later_exercises(session, action)}:
        raise NotALaterExercise(field="exercise")


def _keep(session: Session, action: Action, text: str, by: Actor) -> None:
    session.add(
        ActionReport(
            action_id=action.id, person_id=by.person_id, state=action.state, text=text, by=by.name
        )
    )
    session.flush()
    record(
        session,
        ActionChanged(
            by=by.name, subject=action.id, network_id=action.network_id, state=action.state
        ),
    )
