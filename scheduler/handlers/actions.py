"""What follows when somebody promises something, reports on it, or leaves?"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler import clock, due, events, outbox, ownership, promising
from scheduler.actor import SYSTEM
from scheduler.due import Work
from scheduler.model import Action, Membership, Network
from scheduler.model.action import OPEN_STATES
from scheduler.services import leavers

KINDS = ("action_due", "action_overdue")

ActionFact = events.ActionAdded | events.ActionChanged | events.ActionReported | events.ActionLeft
MinutesFact = events.MinutesCirculated | events.MinutesApproved | events.MinutesPublished
NetworkFact = events.NetworkChanged | events.ZonesRenewed
MembershipFact = events.MembershipStarted | events.MembershipEnded


def follow(session: Session, event: ActionFact) -> None:
    """Tell a new owner what is theirs to do, and plan the reminders anew."""
    action = session.get(Action, event.subject)
    if action is not None:
        _follow(session, action)


def follow_minutes(session: Session, event: MinutesFact) -> None:
    """Tell the owners of what minutes hold, now that these are no draft any more."""
    of_meeting = select(Action).where(
        Action.meeting_id == event.subject, Action.state.in_(OPEN_STATES)
    )
    for action in session.scalars(of_meeting.order_by(Action.created_at, Action.id)):
        _follow(session, action)


def replan_network(session: Session, event: NetworkFact) -> None:
    """Keep the reminders of a network's actions at eight where the network is now."""
    open_ones = select(Action).where(
        Action.network_id == event.subject, Action.state.in_(OPEN_STATES)
    )
    for action in session.scalars(open_ones.order_by(Action.id)):
        plan_reminders(session, action)


def release(session: Session, event: MembershipFact) -> None:
    """Let open actions stay with the organisation when their person leaves it, on that day."""
    membership = session.get(Membership, event.subject)
    if membership is None or membership.person_id is None:
        return
    network = session.get_one(Network, membership.network_id)
    until = membership.until
    if until is not None and until > clock.today(network.time_zone):
        due.plan(
            session,
            kind="release_actions",
            lane="reactions",
            key=f"release_actions:{membership.id}:{until}",
            due_at=promising.midnight(until, network.time_zone),
            network_id=network.id,
            body={"person": str(membership.person_id), "network": str(network.id)},
        )
    leavers.release(session, network.id, membership.person_id, by=SYSTEM)


def release_actions(session: Session, work: Work) -> None:
    """Let the actions of somebody whose last day has passed stay with the organisation."""
    network_id, person_id = UUID(work.body["network"]), UUID(work.body["person"])
    leavers.release(session, network_id, person_id, by=SYSTEM)


def remind(session: Session, work: Work) -> None:
    """Remind the owners of an action that is open, and plan the next reminder."""
    action = session.get(Action, UUID(work.body["action"]))
    if action is None or not action.open or str(action.due) != work.body["due"]:
        return
    if ownership.is_promised(session, action):
        _post(session, work.kind, action, mark=work.body["day"], due=str(action.due))
    plan_reminders(session, action)


def plan_reminders(session: Session, action: Action) -> None:
    """Plan when the owners of an action are reminded, in place of what was planned before."""
    due.cancel_about(session, action.id, kinds=KINDS)  # what still holds is planned again below
    if not action.open:
        return
    zone = session.get_one(Network, action.network_id).time_zone
    for one in promising.reminders(action.due, zone, clock.now()):
        due.plan(
            session,
            kind=one.kind,
            lane="reactions",
            key=f"{one.kind}:{action.id}:{one.day}",
            due_at=one.at,
            network_id=action.network_id,
            body={"action": str(action.id), "day": str(one.day), "due": str(action.due)},
        )


def _follow(session: Session, action: Action) -> None:
    plan_reminders(session, action)
    told = action.open and action.left_at is None and ownership.is_promised(session, action)
    if told:
        _post(session, "action_given", action, mark=str(action.generation))


def _post(session: Session, kind: str, action: Action, *, mark: str, **about: str) -> None:
    for person in ownership.owners(session, action):
        outbox.post(
            session,
            key=f"{kind}:{action.id}:{mark}:{person.id}",
            kind=kind,
            person=person,
            network_id=action.network_id,
            body={"action": str(action.id), "generation": action.generation, **about},
        )
