"""Which minutes may somebody read, and how much of them?

A draft is for those who write it; what is out for comments, adjusted or approved is for those who
were there too; what is published for all who may read the network's minutes. Of all these each
reads the points that are theirs to read (editions.py).
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.errors import NotFound
from scheduler.queries import editions, entitled
from scheduler.queries.minutes import of_meeting
from scheduler.queries.minutes_view import MinutesView


def readable(session: Session, meeting_id: UUID, actor: Actor) -> MinutesView:
    """Give a meeting's minutes as who asks may read them; raises NotFound."""
    view = of_meeting(session, meeting_id)
    if not may_open(session, view, actor):
        raise NotFound
    return editions.for_reader(view, entitled.reader(session, actor))


def may_open(session: Session, view: MinutesView, actor: Actor) -> bool:
    """Tell whether somebody may open the minutes at all in the state they have."""
    if actor.may("minutes:write", view.meeting.network_id):
        return True
    if view.published:
        return actor.may("minutes:read", view.meeting.network_id)
    person = actor.person_id
    return (
        view.state != "draft"
        and person is not None
        and entitled.attended(session, view.meeting.id, person)
    )
