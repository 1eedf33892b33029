"""What do letters of an exercise that is run say: your place in it, and what reaches you in it?

What a player is written comes from scheduler.exercise.player, where the hidden is cut away.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler.clock import now
from scheduler.errands.desk import Desk, Errand
from scheduler.errors import N_
from scheduler.exercise import player
from scheduler.exercise.course import stands
from scheduler.exercise.state import State
from scheduler.model import Letter, Run, RunRole
from scheduler.played import log, state_of

CANCELLED = N_("The meeting has been cancelled.")
LEFT = N_("The person has no part in the exercise any more.")
OVER = N_("The exercise is over.")
TAKEN_BACK = N_("The message was taken back before it left.")
NEWER = N_("A newer letter says more.")
REPLACED = N_("The person has got another link.")
PAUSED = N_("The exercise is paused. The letter leaves when the exercise goes on.")

GOING_ON = ("running", "paused")
ROLES: Mapping[str, str] = {
    "director": N_("exercise director"),
    "facilitator": N_("facilitator"),
    "evaluator": N_("evaluator"),
    "recorder": N_("recorder"),
    "observer": N_("observer"),
    "player": N_("player"),
}


def play_link(session: Session, letter: Letter, desk: Desk) -> dict[str, Any]:
    """Give what somebody is in a run, in which group, and their own link."""
    role = _role(session, letter)
    return {
        "role": desk.speech.gettext(ROLES[role.kind]),
        "group": _group(state_of(session, role.run_id), role.group),
        "run": role.run.label if len(role.run.exercise.runs) > 1 else "",
        "play_url": _play_url(role, desk),
    }


def why_no_link(session: Session, letter: Letter) -> str:
    """Say that the link leads nowhere any more."""
    role = _role(session, letter)
    if role.left_at is not None:
        return LEFT
    if role.generation != letter.body["generation"]:
        return REPLACED
    if role.run.exercise.meeting.cancelled:
        return CANCELLED
    return OVER if role.run.state in {"closed", "aborted"} else ""


def inject(session: Session, letter: Letter, desk: Desk) -> dict[str, Any]:
    """Give an inject as its player sees it; of one that was taken back its title alone."""
    role = _role(session, letter)
    state = state_of(session, role.run_id)
    step = state.steps[letter.body["inject"]]
    return {
        "notice": letter.body["notice"],
        "inject_title": player.words(step)[0],
        "inject": player.received(state, step, role.group),
        "play_url": _play_url(role, desk),
    }


def why_not(session: Session, letter: Letter) -> str:
    """Say why a message must not reach a player any more."""
    role = _role(session, letter)
    state = state_of(session, role.run_id)
    if role.left_at is not None:
        return LEFT
    if state.status not in GOING_ON:
        return OVER
    if letter.body["notice"] == "withdrawn":
        return ""
    if state.steps[letter.body["inject"]].state == "withdrawn":
        return TAKEN_BACK
    return NEWER if _is_corrected_since(session, role, letter) else ""


def wait(session: Session, letter: Letter) -> str:
    """Say that a message waits while the clock stands, unless it was let out in the pause."""
    if letter.body["in_pause"]:
        return ""
    role = _role(session, letter)
    # Nobody may resume between this look and the letter's being held: it would stay behind.
    run = session.get_one(Run, role.run_id, with_for_update=True)
    state = state_of(session, run.id)
    return PAUSED if stands(state, run.heartbeat_at, now()) else ""


def _is_corrected_since(session: Session, role: RunRole, letter: Letter) -> bool:
    if letter.body["notice"] != "corrected":
        return False  # the first letter says how it stands
    later = log(session, role.run_id, after=letter.body["line"])
    key = letter.body["inject"]
    return any(one.verb == "corrected" and one.body["inject"] == key for one in later)


def _role(session: Session, letter: Letter) -> RunRole:
    return session.get_one(RunRole, UUID(letter.body["role"]))


def _play_url(role: RunRole, desk: Desk) -> str:
    return f"{desk.base_url}/play/{desk.keys.token('play', role.id, role.generation)}"


def _group(state: State, key: str) -> str:
    groups = state.plan.content.groups if state.plan is not None else ()
    return next((one.name for one in groups if one.key == key), "")


ERRANDS = {
    "play_link": Errand(play_link, why_no_link),
    "inject": Errand(inject, why_not, wait),
}
