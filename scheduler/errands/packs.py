"""What do letters with the papers of an exercise say?

A player's has what players may read (scheduler.exercise.manual) and the way to the whole paper.
Those who lead and evaluate get no word of theirs by mail, only where to sign in for it.
"""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import packs
from scheduler.errands.desk import Desk, Errand
from scheduler.errors import N_
from scheduler.exercise.manual import manual
from scheduler.model import Letter, RunRole
from scheduler.packs import NAMES, OVER, RULES, PackKind

CANCELLED = N_("The meeting has been cancelled.")
LEFT = N_("The person has no part in the exercise any more.")
PLAYED = N_("The exercise has been played.")


def pack(session: Session, letter: Letter, desk: Desk) -> dict[str, Any]:
    """Give what players may read, in the words of this exercise, and the link to all of it."""
    role = _role(session, letter)
    paper = packs.of_exercise(session, role.run.exercise, "situation_manual", group=role.group)
    token = desk.keys.token("play", role.id, role.generation)
    return {
        "manual": manual(paper.content, role.group),
        "own": paper.head.own,
        "privacy_note": paper.head.privacy_note,
        "rules": RULES,
        "pack_url": f"{desk.base_url}/play/{token}/pack",
    }


def handbook(session: Session, letter: Letter, desk: Desk) -> dict[str, Any]:
    """Give which paper it is, and where to sign in for it."""
    exercise_id, kind = _role(session, letter).run.exercise_id, letter.body["pack"]
    return {
        "paper": desk.speech.gettext(NAMES[cast("PackKind", kind)]),
        "paper_url": f"{desk.base_url}/exercises/{exercise_id}/packs/{kind}",
    }


def why_not(session: Session, letter: Letter) -> str:
    """Say that nothing is left to read for."""
    role = _role(session, letter)
    if role.left_at is not None:
        return LEFT
    if role.run.exercise.meeting.cancelled:
        return CANCELLED
    return PLAYED if role.run.state in OVER else ""


def _role(session: Session, letter: Letter) -> RunRole:
    return session.get_one(RunRole, UUID(letter.body["role"]))


ERRANDS = {"pack": Errand(pack, why_not), "handbook": Errand(handbook, why_not)}
