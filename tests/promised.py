"""What do tests of actions share? Somebody who promises something, and what is written to them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.actor import SYSTEM
from scheduler.database import Database
from scheduler.inputs import ActionInput, ActionPatch, ReportInput
from scheduler.model import Action, DueRow, Network, Person
from scheduler.services import actions, reports

KUMLA = {"organisation": "Kumla kommun"}
NORA = {"organisation": "Nora kommun"}


def promise(database: Database, network: Network, **plan: Any) -> Action:
    """Kumla promises to invite the school, until 1 February 2027."""
    meeting_id = plan.pop("meeting", None)
    values = {"text": "Bjud in skolan", "owner": KUMLA, "due": "2027-02-01", **plan}
    parsed = ActionInput.model_validate(values)
    with database.transaction() as session:
        return actions.add(
            session, network_id=network.id, meeting_id=meeting_id, plan=parsed, by=SYSTEM
        )


def change(database: Database, action_id: UUID, **plan: Any) -> Action:
    """Change an action."""
    parsed = ActionPatch.model_validate(plan)
    with database.transaction() as session:
        return actions.change(session, action_id, plan=parsed, by=SYSTEM)


def tell(database: Database, action_id: UUID, **how: Any) -> None:
    """Report on an action by its link, or as `by` and `via` say."""
    asked = {name: how.pop(name) for name in ("state", "text") if name in how}
    values = {"via": "link", "by": SYSTEM, **how}
    with database.transaction() as session:
        plan = ReportInput.model_validate(asked)
        reports.report(session, action_id, plan=plan, **values)


def person(session: Session, email: str) -> Person:
    """Find a person by address."""
    return session.scalars(select(Person).where(Person.email == email)).one()


def belonging(database: Database, email: str) -> dict[str, str]:
    """Give somebody as an owner: their organisation and themselves."""
    with database.reading() as session:
        found = person(session, email)
        return {"organisation": str(found.organisation_id), "person": str(found.id)}


def now_(database: Database, action_id: UUID) -> Action:
    """Give an action as it stands."""
    with database.reading() as session:
        return session.get_one(Action, action_id)


def planned(database: Database, action_id: UUID) -> list[tuple[str, str]]:
    """Give what waits about an action: kind and instant."""
    with database.reading() as session:
        rows = session.scalars(
            select(DueRow)
            .where(DueRow.kind.startswith("action_"), DueRow.state == "waiting")
            .order_by(DueRow.due_at)
        )
        about = [row for row in rows if row.body["action"] == str(action_id)]
        return [(row.kind, row.due_at.strftime("%Y-%m-%d %H:%M")) for row in about]
