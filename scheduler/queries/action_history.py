"""What has become of an action since it was taken on: changes and reports, the newest first?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.model import ActionReport, EventRow, Organisation, Person

_FACTS = ("ActionAdded", "ActionChanged", "ActionLeft")
What = Literal["added", "changed", "left", "reported"]
_WHAT: dict[str, What] = {"ActionAdded": "added", "ActionChanged": "changed", "ActionLeft": "left"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One change or report; `who` is "" where nobody's name is known.

    `state` is the one that it had after that, "" for a word alone.
    """

    at: datetime
    what: What
    state: str = ""
    text: str = ""
    via: str = ""
    who: str = ""


def of_action(session: Session, action_id: UUID) -> list[Happening]:
    """Give all that has happened to an action, the newest first."""
    facts = session.scalars(
        select(EventRow).where(EventRow.subject == action_id, EventRow.kind.in_(_FACTS))
    ).all()
    reports = session.scalars(select(ActionReport).where(ActionReport.action_id == action_id)).all()
    names = _names(session, {row.by for row in facts} | {row.by for row in reports})
    found = [
        *(
            Happening(
                at=row.at,
                what=_WHAT[row.kind],
                state=row.body.get("state", ""),
                who=names.get(row.by, ""),
            )
            for row in facts
        ),
        *(
            Happening(
                at=row.at,
                what="reported",
                state=row.state,
                text=row.text,
                via=row.via,
                who=names.get(row.by, ""),
            )
            for row in reports
        ),
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _names(session: Session, actors: Collection[str]) -> dict[str, str]:
    """Give the names behind "person:<id>", "link:<id>" and the like."""
    ids = {actor: _identity(actor) for actor in actors}
    wanted = set(ids.values()) - {None}
    people = session.scalars(select(Person).where(Person.id.in_(wanted)))
    houses = session.scalars(select(Organisation).where(Organisation.id.in_(wanted)))
    known = {one.id: one.public_name for one in people} | {one.id: one.name for one in houses}
    return {actor: known[one] for actor, one in ids.items() if one in known}


def _identity(actor: str) -> UUID | None:
    try:
        return UUID(actor.partition(":")[2])
    except ValueError:
        return None
