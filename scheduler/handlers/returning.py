"""What follows for agendas to come, when something is left open or settled?"""

from __future__ import annotations

from sqlalchemy.orm import Session

from scheduler.events import Event
from scheduler.services import returning


def renew_next(session: Session, event: Event) -> None:
    """Let the network's agendas to come take up what has been left, and no more."""
    if event.network_id is not None:
        returning.renew_network(session, event.network_id)
