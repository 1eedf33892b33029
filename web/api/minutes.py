"""What can programs do with minutes?"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from scheduler.inputs import MinutesInput
from scheduler.queries import minutes as minutes_query
from scheduler.queries import minutes_access
from scheduler.services import minutes as minutes_service
from web.api import out
from web.api.asking import Nothing
from web.api.endpoint import Call, endpoint


@endpoint("GET", "/meetings/<meeting>/minutes", rule="minutes:read", returns=out.Minutes)
def get_minutes(call: Call[Nothing], meeting: UUID) -> out.Minutes:
    """Show minutes, as far as the asker may read them; a draft only to those who write it."""
    return out.Minutes.of(minutes_access.readable(call.session, meeting, call.actor))


@endpoint(
    "PUT",
    "/meetings/<meeting>/minutes",
    rule="minutes:write",
    body=MinutesInput,
    returns=out.Minutes,
    match="must",
)
def put_minutes(call: Call[MinutesInput], meeting: UUID) -> out.Minutes:
    """Write minutes; what the body leaves out stays. Only the first save goes without If-Match."""
    view = minutes_query.of_meeting(call.session, meeting)
    call.unchanged(out.Minutes.of(view), required=view.version > 0)
    minutes_service.save(
        call.session, meeting, plan=call.asked, version=view.version, by=call.actor
    )
    return _minutes(call.session, meeting)


def _minutes(session: Session, meeting: UUID) -> out.Minutes:
    return out.Minutes.of(minutes_query.of_meeting(_fresh(session), meeting))


def _fresh(session: Session) -> Session:
    """Let what was just written be read anew, in its order."""
    session.flush()
    session.expire_all()
    return session
