"""A change whose letters wait: take it back, let them leave now, or hold them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from scheduler.errors import N_, Refused
from scheduler.model import Meeting, MeetingChange
from scheduler.services import sending
from web.reader import gettext, reader
from web.rules import allow
from web.session import current_actor, reading, transaction

bp = Blueprint("changes", __name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Verb:
    """One thing that can be done to letters that wait, and what is said afterwards."""

    do: Callable[..., Meeting]
    done: str


VERBS: Mapping[str, Verb] = {
    "undo": Verb(do=sending.undo, done=N_("The change is undone. Nobody has been told of it.")),
    "send": Verb(do=sending.let_go, done=N_("The letters leave now.")),
    "hold": Verb(
        do=sending.hold, done=N_("The letters are held. Nothing leaves before you send them.")
    ),
}


@bp.post(f"/changes/<change>/<any({','.join(VERBS)}):verb>")
@allow("meetings:plan")
def make(change: UUID, verb: str) -> ResponseReturnValue:
    """Do it, or say why it is too late; back to where the button was."""
    with reading() as session:
        meeting = session.get_one(MeetingChange, change).meeting_id
    try:
        with transaction() as session:
            VERBS[verb].do(session, change, by=current_actor())
    except (sending.TooLateToUndo, sending.NothingWaits) as refused:
        flash(_words(refused), "warning")
    else:
        flash(gettext(VERBS[verb].done))
    outbox = request.form.get("back") == "outbox"
    return redirect(f"/outbox?meeting={meeting}" if outbox else f"/meetings/{meeting}", 303)


def _words(refused: Refused) -> str:
    return reader().refusal(refused)
