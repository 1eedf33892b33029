"""Whom would a call-out call, and what exactly would each be mailed?

All works on rows of a reading session that is thrown away: nothing is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session, make_transient_to_detached

from scheduler.database import new_id
from scheduler.errands.callouts import key_of
from scheduler.inputs.exercise import CalloutInput
from scheduler.model import Callout, Letter, Membership, Network, Person
from scheduler.queries import callouts
from scheduler.render import Rendered, Renderer


@dataclass(frozen=True, slots=True, kw_only=True)
class CalloutPreview:
    """Those who would be called, by organisation, and the mail of one of them."""

    members: Sequence[Membership]
    duty: bool
    shown: Person
    mail: Rendered


def of(
    session: Session,
    renderer: Renderer,
    network_id: UUID,
    plan: CalloutInput,
    *,
    reader: UUID | None = None,
) -> CalloutPreview:
    """Show what calling would send; `reader` is the person whose mail is rendered."""
    network = session.get_one(Network, network_id)
    members = callouts.to_call(session, network, plan.people)
    people = [one.person for one in members if one.person is not None]
    shown = next((one for one in people if one.id == reader), people[0])
    pretended = callouts.drafted(network, plan, by="")
    pretended.id = new_id()
    make_transient_to_detached(pretended)
    session.add(pretended)  # for the renderer to find; a reading session writes nothing
    return CalloutPreview(
        members=members,
        duty=not plan.people and any(one.duty for one in members),
        shown=shown,
        mail=renderer.letter(session, _letter(network, pretended, shown)),
    )


def _letter(network: Network, callout: Callout, person: Person) -> Letter:
    body = {"callout": str(callout.id), "call": str(person.id)}
    return Letter(
        id=person.id,
        key=key_of(person.id),
        kind="callout",
        method="",
        network_id=network.id,
        person_id=person.id,
        person=person,
        body=body,
    )
