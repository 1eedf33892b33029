"""How are minutes kept for ever, and read again?

A version is the whole view as JSON. What is read from it is what was approved; only what must be
true today is taken from today: the state of actions, which decision took another's place, and the
name of somebody who has been protected since.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.model import Person
from scheduler.queries.attendance import Attendee
from scheduler.queries.minutes_view import MinutesView

_KEPT: TypeAdapter[MinutesView] = TypeAdapter(MinutesView)


def to_json(view: MinutesView) -> dict[str, Any]:
    """Give minutes as JSON; `hash` is left out, as it covers this."""
    kept: dict[str, Any] = _KEPT.dump_python(replace(view, hash=""), mode="json")
    return kept


def from_json(content: Mapping[str, Any]) -> MinutesView:
    """Give the minutes that `to_json` gave."""
    return _KEPT.validate_python(dict(content))


def as_kept(session: Session, today: MinutesView, content: Mapping[str, Any]) -> MinutesView:
    """Give minutes as they were kept, with what must be true today from `today`."""
    kept = from_json(content)
    states = {line.id: line for line in today.actions}
    later = {line.id: line.superseded_by for line in today.decisions}
    hidden = _protected(session, kept)
    return replace(
        kept,
        meeting=replace(kept.meeting, status=today.meeting.status),
        state=today.state,
        version=today.version,
        saved_at=today.saved_at,
        approved_at=today.approved_at,
        published_at=today.published_at,
        hash=today.hash,
        attendance=[_shown(one, hidden) for one in kept.attendance],
        adjusters=today.adjusters,
        decisions=[replace(line, superseded_by=later.get(line.id, "")) for line in kept.decisions],
        actions=[
            replace(
                line,
                person=hidden.get(line.person_id, line.person) if line.person_id else line.person,
                state=states[line.id].state if line.id in states else line.state,
                overdue=line.id in states and states[line.id].overdue,
                stale=line.id in states and states[line.id].stale,
            )
            for line in kept.actions
        ],
    )


def read_version(session: Session, content: Mapping[str, Any], hash_: str) -> MinutesView:
    """Give minutes exactly as they were kept, but for the names of the protected."""
    kept = from_json(content)
    hidden = _protected(session, kept)
    actions = [
        replace(line, person=hidden.get(line.person_id, line.person)) if line.person_id else line
        for line in kept.actions
    ]
    attendance = [_shown(one, hidden) for one in kept.attendance]
    return replace(kept, hash=hash_, attendance=attendance, actions=actions)


def _protected(session: Session, kept: MinutesView) -> dict[UUID, str]:
    named = {one.person_id for one in kept.attendance}
    named |= {one.represents_id for one in kept.attendance}
    named |= {line.person_id for line in kept.actions}
    found = select(Person).where(Person.id.in_(named - {None}), Person.protected)
    return {person.id: person.public_name for person in session.scalars(found)}


def _shown(one: Attendee, hidden: Mapping[UUID, str]) -> Attendee:
    name = hidden.get(one.person_id, one.name) if one.person_id else one.name
    absent = hidden.get(one.represents_id, one.represents) if one.represents_id else one.represents
    return replace(one, name=name, represents=absent)
