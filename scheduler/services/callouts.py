"""What can be done with call-out exercises: those on duty are called, answer, and it ends."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.clock import now
from scheduler.dispatch import record
from scheduler.errors import N_, NotFound, Refused
from scheduler.events import CalloutAnswered, CalloutMade, CalloutStopped
from scheduler.inputs.exercise import CalloutInput
from scheduler.model import Callout, CalloutCall, Network
from scheduler.queries import callouts as query

Via = Literal["link", "coordinator"]


class CalloutIsStopped(Refused):
    """After the stop nothing counts any more."""

    message = N_("This call-out exercise has been stopped, so no more answers are taken.")
    status = 409


def call(session: Session, network_id: UUID, *, plan: CalloutInput, by: Actor) -> Callout:
    """Call those named, else those on duty, else all members: one letter each, at once."""
    network = session.get(Network, network_id)
    if network is None:
        raise NotFound
    by.must("exercises:plan", network.id)
    callout = query.drafted(network, plan, by=by.name)
    for position, member in enumerate(query.to_call(session, network, plan.people)):
        callout.calls.append(
            CalloutCall(
                person_id=member.person_id,
                organisation_id=member.organisation_id,
                position=position,
            )
        )
    session.add(callout)
    session.flush()
    record(session, CalloutMade(by=by.name, subject=callout.id, network_id=network.id))
    return callout


def answer(session: Session, call_id: UUID, *, via: Via, by: Actor) -> CalloutCall:
    """Note that somebody answered, by their link or as a coordinator heard; the first time counts.

    Raises CalloutIsStopped for a first answer after the stop.
    """
    one = session.get(CalloutCall, call_id, with_for_update=True)
    if one is None:
        raise NotFound
    if via == "coordinator":
        by.must("exercises:run", one.callout.network_id)
    elif by.person_id != one.person_id:
        raise NotFound
    if one.answered_at is not None:
        return one
    if one.callout.stopped_at is not None:
        raise CalloutIsStopped
    one.answered_at, one.via = now(), via
    network_id = one.callout.network_id
    fact = CalloutAnswered(by=by.name, subject=one.callout_id, network_id=network_id, call=one.id)
    record(session, fact)
    return one


def stop(session: Session, callout_id: UUID, *, by: Actor) -> Callout:
    """End a call-out before its time: letters that have not left stay, later answers are none."""
    callout = session.get(Callout, callout_id, with_for_update=True)
    if callout is None:
        raise NotFound
    by.must("exercises:plan", callout.network_id)
    if callout.stopped_at is None:
        callout.stopped_at = now()
        fact = CalloutStopped(by=by.name, subject=callout.id, network_id=callout.network_id)
        record(session, fact)
    return callout
