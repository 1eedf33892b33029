"""What else is written at a point while it is treated? Decisions, actions, and its clock."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.clock import now
from scheduler.errors import Conflict, NotFound
from scheduler.inputs import ActionInput, ActionPatch
from scheduler.inputs.taking import DecidedInput
from scheduler.model import Action, AgendaItem, Decision, Meeting, Minutes
from scheduler.model.minutes import FIXED
from scheduler.services import actions, promises, taking
from scheduler.services import minutes as whole
from scheduler.services.refusals import MinutesAreFixed


def decide(session: Session, meeting_id: UUID, *, plan: DecidedInput, by: Actor) -> Decision:
    """Write a decision, or one that stands anew; raises Conflict if another has meanwhile."""
    meeting = taking.load(session, meeting_id, by)
    taking.check_point(meeting, plan.item, plan.text)
    minutes = taking.opened(session, meeting)
    if plan.id is None:
        decision = whole.new_decision(session, meeting, minutes)
        decision.item_id, decision.text = plan.item, plan.text
        session.add(decision)
    else:
        decision = _decision(session, minutes, plan.id)
        if decision.text == plan.text:
            return decision
        if decision.version != plan.seen:
            raise Conflict(field="text")
        decision.text, decision.version = plan.text, decision.version + 1
    taking.saved(session, meeting, minutes, by)
    session.flush()
    return decision


def undecide(
    session: Session, meeting_id: UUID, *, decision_id: UUID, seen: int, by: Actor
) -> None:
    """Take a decision out of minutes that do not hold yet."""
    meeting = taking.load(session, meeting_id, by)
    minutes = taking.opened(session, meeting)
    decision = _decision(session, minutes, decision_id)
    if decision.version != seen:
        raise Conflict(field="text")
    holds_again = update(Decision).where(Decision.superseded_by_id == decision.id)
    session.execute(holds_again.values(superseded_by_id=None))
    session.delete(decision)
    taking.saved(session, meeting, minutes, by)
    session.flush()


def promise(session: Session, meeting_id: UUID, *, plan: ActionInput, by: Actor) -> Action:
    """Take on an action at a point."""
    meeting = taking.load(session, meeting_id, by)
    taking.check_point(meeting, plan.item, plan.text)
    minutes = taking.opened(session, meeting)
    network_id = meeting.network_id
    action = actions.add(session, network_id=network_id, meeting_id=meeting.id, plan=plan, by=by)
    taking.saved(session, meeting, minutes, by)
    return action


def promise_anew(
    session: Session,
    meeting_id: UUID,
    *,
    action_id: UUID,
    plan: ActionPatch,
    seen: int,
    by: Actor,
) -> Action:
    """Change an action of the meeting; raises Conflict if another has meanwhile."""
    meeting, minutes = _opened(session, meeting_id, by)
    _action(session, meeting, action_id)
    action = actions.change(session, action_id, plan=plan, version=seen, by=by)
    taking.saved(session, meeting, minutes, by)
    return action


def unpromise(session: Session, meeting_id: UUID, *, action_id: UUID, seen: int, by: Actor) -> None:
    """Take an action that nobody has begun out of the minutes."""
    meeting, minutes = _opened(session, meeting_id, by)
    action = _action(session, meeting, action_id)
    if action.version != seen:
        raise Conflict(field="text")
    if action.state != "proposed" or action.reports:
        raise promises.UnderWay(field="text", text=action.text)
    session.delete(action)
    taking.saved(session, meeting, minutes, by)
    session.flush()


def start_point(session: Session, item_id: UUID, *, by: Actor) -> AgendaItem:
    """Let a point's clock run; the one that runs ends. Begun again, it counts from its start."""
    meeting, item = _item(session, item_id, by)
    for other in meeting.agenda:
        if other is not item and _runs(other):
            other.ended_at = now()
    item.started_at = item.started_at or now()
    item.ended_at = None
    return item


def end_point(session: Session, item_id: UUID, *, by: Actor) -> AgendaItem:
    """Stop a point's clock."""
    _, item = _item(session, item_id, by)
    if _runs(item):
        item.ended_at = now()
    return item


def _runs(item: AgendaItem) -> bool:
    return item.started_at is not None and item.ended_at is None


def _opened(session: Session, meeting_id: UUID, by: Actor) -> tuple[Meeting, Minutes]:
    meeting = taking.load(session, meeting_id, by)
    return meeting, taking.opened(session, meeting)


def _item(session: Session, item_id: UUID, by: Actor) -> tuple[Meeting, AgendaItem]:
    item = session.get(AgendaItem, item_id)
    if item is None:
        raise NotFound
    meeting = taking.load(session, item.meeting_id, by)
    minutes = taking.of(session, meeting)
    if minutes is not None and minutes.state in FIXED:
        raise MinutesAreFixed
    return meeting, next(one for one in meeting.agenda if one.id == item.id)


def _decision(session: Session, minutes: Minutes, decision_id: UUID) -> Decision:
    found = session.get(Decision, decision_id)
    if found is None or found.minutes_id != minutes.id:
        raise whole.NotThisMeetings(field="text")
    return found


def _action(session: Session, meeting: Meeting, action_id: UUID) -> Action:
    found = session.get(Action, action_id)
    if found is None or found.meeting_id != meeting.id:
        raise promises.NotThisMeetings(field="text")
    return found
