"""How are minutes kept so that nobody can alter them unseen?

Each time minutes take a state, all that they say is kept as a row whose hash covers the row before.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.clock import now
from scheduler.model import Meeting, Minutes, MinutesVersion
from scheduler.queries import frozen
from scheduler.queries import minutes as minutes_query

START = "0" * 64


def keep(
    session: Session, meeting: Meeting, minutes: Minutes, *, by: Actor, reason: str = ""
) -> MinutesVersion:
    """Keep what the minutes say now, as the newest link of their chain."""
    session.flush()
    session.expire(minutes)  # what was just written is read in its order
    session.expire(meeting, ["agenda"])
    last = minutes.versions[-1] if minutes.versions else None
    version = MinutesVersion(
        minutes_id=minutes.id,
        number=last.number + 1 if last else 1,
        state=minutes.state,
        at=now(),
        by=by.name,
        reason=reason,
        content=frozen.to_json(minutes_query.live(session, meeting.id)),
        previous=last.hash if last else START,
    )
    version.hash = hash_of(version)
    session.add(version)
    session.flush()
    session.expire(minutes, ["versions"])
    return version


def hash_of(version: MinutesVersion) -> str:
    """Give the hash of a version: SHA-256, hexadecimal, over its canonical JSON (RFC 8785 order).

    It covers the hash before, so that none can be changed, taken away or slipped in.
    """
    said = {
        "minutes": str(version.minutes_id),
        "number": version.number,
        "state": version.state,
        "at": version.at.isoformat(),
        "by": version.by,
        "reason": version.reason,
        "content": version.content,
        "previous": version.previous,
    }
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def broken(session: Session) -> Iterator[MinutesVersion]:
    """Give each version whose hash, number or link to the one before does not hold."""
    before: dict[object, MinutesVersion] = {}
    rows = select(MinutesVersion).order_by(MinutesVersion.minutes_id, MinutesVersion.number)
    for version in session.scalars(rows.execution_options(yield_per=200)):
        last = before.get(version.minutes_id)
        number, link = (last.number + 1, last.hash) if last else (1, START)
        if (version.number, version.previous, version.hash) != (number, link, hash_of(version)):
            yield version
        before[version.minutes_id] = version
