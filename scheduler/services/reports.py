"""What does an owner's report change? By link, by mail or on a page; it never checks anything."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Collection
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler import ownership, promising, reporting
from scheduler.actor import Actor
from scheduler.calendar.envelope import plain
from scheduler.calendar.reply import Inbound
from scheduler.dispatch import record
from scheduler.errors import N_, NotFound, Refused
from scheduler.events import ActionReported
from scheduler.inputs import ReportInput
from scheduler.model import Action, ActionReport, Letter, ReplyAddress
from scheduler.services import actions

log = logging.getLogger(__name__)

Via = Literal["page", "link", "mail"]
KINDS = ("action_given", "action_due", "action_overdue")


class NothingSaid(Refused):
    """A report says how far something is, or has a word; this one has neither."""

    message = N_("Say how far it is, or write a word about it.")


def report(
    session: Session,
    action_id: UUID,
    *,
    plan: ReportInput,
    via: Via,
    by: Actor,
    key: str = "",
) -> ActionReport:
    """Take an owner's report; with a state the action takes it, a word alone is kept.

    `key` tells mails apart: the same twice is one report.
    """
    action = session.get(Action, action_id, with_for_update=True)
    if action is None:
        raise NotFound
    _must(session, action, by)
    known = _known(session, action, key)
    if known is not None:
        return known
    if plan.state is None and not plan.text:
        raise NothingSaid(field="text")
    if plan.state is not None and plan.state != action.state:
        actions.take_state(action, plan.state)
        actions.touch(action)
    return _keep(session, action, plan, via=via, key=key, by=by)


def by_mail(session: Session, address: ReplyAddress, mail: Inbound, own: Collection[str]) -> bool:
    """Take a plain mail that answers a letter about an action; false if it is none that counts.

    Only from one of the person's `own` addresses, never from a machine.
    """
    if mail.automatic or mail.disowned or plain(mail.sender) not in own:
        return False
    action_id = _answered(session, address, mail)
    said = reporting.read(mail.text)
    if action_id is None or not said.text:
        return False
    person_id = address.person_id
    by = Actor(kind="mail", id=person_id, person_id=person_id)
    try:
        plan = ReportInput(state=_possible(session, action_id, said), text=said.text)
        report(session, action_id, plan=plan, via="mail", by=by, key=_digest(mail))
    except Refused as refused:  # given to another, taken away
        log.info("a report by mail was not applied: %s", type(refused).__name__)
        return False
    return True


def _possible(
    session: Session, action_id: UUID, said: reporting.Said
) -> Literal["done", "in_progress"] | None:
    """Give the state that is said, unless the action cannot take it: then the words remain."""
    action = session.get(Action, action_id)
    if action is None or said.state is None:
        return None
    return said.state if promising.may_follow(action.state, said.state) else None


def _must(session: Session, action: Action, by: Actor) -> None:
    if by.kind == "link":  # the address is the authority
        return
    if ownership.is_owner(session, action, by.person_id):
        return
    by.must("actions:write", action.network_id)


def _keep(
    session: Session, action: Action, plan: ReportInput, *, via: Via, key: str, by: Actor
) -> ActionReport:
    made = ActionReport(
        action_id=action.id,
        person_id=by.person_id,
        state=plan.state or "",
        text=plan.text,
        via=via,
        by=by.name,
        key=key,
    )
    session.add(made)
    session.flush()
    record(
        session,
        ActionReported(
            by=by.name,
            subject=action.id,
            network_id=action.network_id,
            report=made.id,
            state=made.state,
        ),
    )
    return made


def _known(session: Session, action: Action, key: str) -> ActionReport | None:
    if not key:
        return None
    same = select(ActionReport).where(ActionReport.action_id == action.id, ActionReport.key == key)
    return session.scalars(same).first()


def _answered(session: Session, address: ReplyAddress, mail: Inbound) -> UUID | None:
    """Find which action the letter that a mail answers was about."""
    letter = session.scalars(
        select(Letter)
        .where(
            Letter.message_id.in_(mail.answers_to),
            Letter.person_id == address.person_id,
            Letter.network_id == address.network_id,
            Letter.kind.in_(KINDS),
        )
        .order_by(Letter.queued_at.desc())
    ).first()
    return UUID(letter.body["action"]) if letter else None


def _digest(mail: Inbound) -> str:
    said = mail.message_id or repr((mail.sender, mail.subject, mail.text))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
