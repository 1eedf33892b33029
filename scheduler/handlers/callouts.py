"""Which letters follow from a call-out exercise?"""

from __future__ import annotations

from sqlalchemy.orm import Session

from scheduler import events, outbox
from scheduler.errands import callouts
from scheduler.model import Callout


def send(session: Session, event: events.CalloutMade) -> None:
    """Write each person who is called one letter, with the link to answer by."""
    callout = session.get_one(Callout, event.subject)
    for call in callout.calls:
        outbox.post(
            session,
            key=callouts.key_of(call.id),
            kind="callout",
            person=call.person,
            network_id=callout.network_id,
            body=callouts.body_of(call),
        )
