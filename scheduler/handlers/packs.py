"""Which letters follow when the papers of an exercise are sent?"""

from __future__ import annotations

from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler import events, outbox, packs
from scheduler.model import Exercise, Letter
from scheduler.packs import PLAYER_PACKS, PackKind


def send(session: Session, event: events.PackSent) -> None:
    """Write each reader of a paper one letter, unless they have had the paper as it stands."""
    exercise = session.get_one(Exercise, event.subject)
    kind = cast("PackKind", event.pack)
    roles = packs.readers(exercise, kind)
    digests = {
        group: packs.digest(packs.of_exercise(session, exercise, kind, group=group))
        for group in {role.group for role in roles}
    }
    for role in roles:
        key = f"pack:{kind}:{role.id}:{digests[role.group]}"
        taken_back = session.scalar(
            select(Letter).where(Letter.key == key, Letter.state == "withdrawn")
        )
        if taken_back is not None:  # the meeting was cancelled, say, and is held after all
            outbox.let_go(session, taken_back)
            continue
        outbox.post(
            session,
            key=key,
            kind="pack" if kind in PLAYER_PACKS else "handbook",
            person=role.person,
            meeting=exercise.meeting,
            body={"pack": kind, "role": str(role.id)},
        )
