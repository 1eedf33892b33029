"""How does a demonstration not mail anybody of what was promised in its invented past?"""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from scheduler import dispatch
from scheduler.clock import now
from scheduler.handlers import actions
from scheduler.model import Action, DueRow, Network


def were_told(session: Session, network: Network) -> None:
    """Let the owners of a network's actions have been told long ago; what is to come is planned."""
    handler = dispatch.name_of(actions.follow)
    session.execute(
        update(DueRow)
        .where(
            DueRow.kind == "react",
            DueRow.network_id == network.id,
            DueRow.state == "waiting",
            DueRow.key.endswith(f":{handler}", autoescape=True),
        )
        .values(state="cancelled", done_at=now())
        .execution_options(synchronize_session=False)
    )
    for action in session.scalars(select(Action).where(Action.network_id == network.id)):
        actions.plan_reminders(session, action)
