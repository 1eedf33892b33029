"""How did a network's call-out exercises go, and whom would the next one call?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, selectinload

from scheduler import clock, titles
from scheduler.clock import now
from scheduler.errands.callouts import key_of
from scheduler.errors import N_, NotFound, Refused
from scheduler.exercise.callout import Answer, Tally, by_organisation, tally
from scheduler.inputs.exercise import CalloutInput
from scheduler.model import Callout, CalloutCall, Letter, Membership, Network
from scheduler.queries import membership

_SECOND = timedelta(seconds=1)


class NotOfThisNetwork(Refused):
    """A call-out calls people of its network alone."""

    message = N_("Somebody you named does not belong to this network today. Choose again.")


class NobodyToCall(Refused):
    """A call-out of nobody tells nothing."""

    message = N_("Nobody belongs to this network yet. Add its people, then call them.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLine:
    """One call; `seconds` from the call to the answer; `letter`: the state of its letter."""

    id: UUID
    person_id: UUID
    name: str
    organisation: str
    answered_at: datetime | None
    seconds: int | None
    via: str
    late: bool
    letter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalloutLine:
    """One call-out in numbers; `open` while answers count in time."""

    id: UUID
    network_id: UUID
    text: str
    stop_word: str
    called_at: datetime
    ends_at: datetime
    stopped_at: datetime | None
    open: bool
    tally: Tally

    @property
    def minutes(self) -> int:
        """How long answers count."""
        return (self.ends_at - self.called_at) // timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalloutPage:
    """One call-out whole: its numbers, organisation by organisation, and call by call."""

    line: CalloutLine
    houses: Mapping[str, Tally]
    calls: Sequence[CallLine]


def to_call(session: Session, network: Network, people: Collection[UUID]) -> list[Membership]:
    """Give whom a call-out calls: these people, else those on duty, else all; each once.

    Raises NotOfThisNetwork or NobodyToCall.
    """
    rows = membership.members(session, network.id, clock.today(network.time_zone))
    known = {one.person_id for one in rows}
    if set(people) - known:
        raise NotOfThisNetwork(field="people")
    named: set[UUID | None] = set(people)
    wanted = named or {one.person_id for one in rows if one.duty} or known
    found = {one.person_id: one for one in rows if one.person_id in wanted}
    if not found:
        raise NobodyToCall(field="people")
    return list(found.values())


def drafted(network: Network, plan: CalloutInput, *, by: str) -> Callout:
    """Give a call-out as the plan has it, called now; nobody is in it yet.

    Its word is one for all, so without one it is that of the network's language.
    """
    at = now()
    return Callout(
        network_id=network.id,
        text=plan.text,
        stop_word=titles.play(network.language, plan.stop_word).stop_word,
        called_at=at,
        ends_at=at + timedelta(minutes=plan.minutes),
        by=by,
    )


def of_network(session: Session, network_id: UUID) -> list[CalloutLine]:
    """Give a network's call-outs, the latest first."""
    order = (Callout.called_at.desc(), Callout.id.desc())
    rows = session.scalars(_whole(Callout.network_id == network_id).order_by(*order))
    return [_line(row) for row in rows]


def one(session: Session, callout_id: UUID) -> CalloutPage:
    """Give one call-out whole; raises NotFound."""
    row = session.scalars(_whole(Callout.id == callout_id)).one_or_none()
    if row is None:
        raise NotFound
    states = _letters(session, row)
    return CalloutPage(
        line=_line(row),
        houses=by_organisation(_answers(row), _within(row)),
        calls=[_call(row, call, states.get(key_of(call.id), "")) for call in row.calls],
    )


def must_be_of(session: Session, callout_id: UUID, call_id: UUID) -> None:
    """Refuse a call that is another call-out's; raises NotFound."""
    found = session.get(CalloutCall, call_id)
    if found is None or found.callout_id != callout_id:
        raise NotFound


def _whole(which: ColumnElement[bool]) -> Select[Callout]:
    calls = selectinload(Callout.calls)
    return (
        select(Callout)
        .where(which)
        .options(calls.joinedload(CalloutCall.person), calls.joinedload(CalloutCall.organisation))
    )


def _letters(session: Session, row: Callout) -> dict[str, str]:
    keys = [key_of(call.id) for call in row.calls]
    found = session.execute(select(Letter.key, Letter.state).where(Letter.key.in_(keys)))
    return {key: str(state) for key, state in found}


def _line(row: Callout) -> CalloutLine:
    return CalloutLine(
        id=row.id,
        network_id=row.network_id,
        text=row.text,
        stop_word=row.stop_word,
        called_at=row.called_at,
        ends_at=row.ends_at,
        stopped_at=row.stopped_at,
        open=row.stopped_at is None and now() < row.ends_at,
        tally=tally(_answers(row), _within(row)),
    )


def _call(row: Callout, call: CalloutCall, letter: str) -> CallLine:
    seconds = _seconds(row, call)
    return CallLine(
        id=call.id,
        person_id=call.person_id,
        name=call.person.public_name,
        organisation=call.organisation.name if call.organisation else "",
        answered_at=call.answered_at,
        seconds=seconds,
        via=call.via,
        late=seconds is not None and seconds > _within(row),
        letter=letter,
    )


def _answers(row: Callout) -> list[Answer]:
    return [
        Answer(one.organisation.name if one.organisation else "", _seconds(row, one))
        for one in row.calls
    ]


def _seconds(row: Callout, call: CalloutCall) -> int | None:
    return None if call.answered_at is None else (call.answered_at - row.called_at) // _SECOND


def _within(row: Callout) -> int:
    return (row.ends_at - row.called_at) // _SECOND
