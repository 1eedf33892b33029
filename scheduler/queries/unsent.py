"""What would a letter that has not left say if it left now?"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import truth
from scheduler.model import Letter
from scheduler.render import Rendered, Renderer


def mail_of(session: Session, renderer: Renderer, letter_id: UUID) -> Rendered | None:
    """Render a letter about a meeting that certainly has not left; nothing is kept.

    None if it has left or may have, is no longer true, or is nobody else's to see.
    """
    letter = session.get_one(Letter, letter_id)
    waits = letter.state in {"queued", "held"} and not (letter.body or {}).get("doubt")
    if not waits or letter.meeting is None or letter.invitation is None:
        return None
    reason, draft = truth.look(session, letter)
    if reason:
        return None
    if draft is not None:
        letter.kind, letter.method = draft.kind, draft.method
    return renderer.letter(session, letter)
