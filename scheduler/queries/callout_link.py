"""What does the page behind a call's link show?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import titles
from scheduler.clock import now
from scheduler.errors import N_, NotFound
from scheduler.model import CalloutCall, Network
from scheduler.titles import Play
from scheduler.tokens import KeyRing, identity_in


class DeadCalloutLink(NotFound):
    """A call's link that is cut off or never was."""

    message = N_(
        "This link to a call-out exercise does not work: perhaps it was cut off on its way. "
        "Open it again from the mail, or telephone the network's coordinator."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CalloutLinkPage:
    """One person's call; `late`: the answer came, or would come, after the time."""

    network: str
    language: str
    time_zone: str
    play: Play
    text: str
    ends_at: datetime
    answered_at: datetime | None
    stopped: bool
    late: bool


def find(session: Session, keys: KeyRing, token: str) -> CalloutCall:
    """Find which call a token opens; raises DeadCalloutLink."""
    call = session.get(CalloutCall, identity_in(token) or UUID(int=0))
    if call is None or not keys.verify(token, "callout", call.id, 0):
        raise DeadCalloutLink
    return call


def show(session: Session, call: CalloutCall) -> CalloutLinkPage:
    """Give the page of a call's link."""
    callout, person = call.callout, call.person
    return CalloutLinkPage(
        network=session.get_one(Network, callout.network_id).name,
        language=person.language,
        time_zone=person.time_zone,
        play=titles.play(person.language, callout.stop_word),
        text=callout.text,
        ends_at=callout.ends_at,
        answered_at=call.answered_at,
        stopped=callout.stopped_at is not None,
        late=(call.answered_at or now()) > callout.ends_at,
    )
