"""What came by mail and waits for a person: another time, an answer from elsewhere, a bounce."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from scheduler.clock import now
from scheduler.errors import N_, Refused
from scheduler.leaving import Leaving
from scheduler.model import Incoming
from scheduler.queries import incoming as query
from scheduler.services import incoming as deciding
from web import incoming as post
from web.forms import meeting as about
from web.reader import gettext, reader
from web.rules import allow
from web.session import current_actor, parts, reading, transaction

bp = Blueprint("incoming", __name__)

_ELSEWHERE = frozenset({401, 403, 404})  # no words on the page mend these


@dataclass(frozen=True, kw_only=True, slots=True)
class Verb:
    """One decision: what it does, what is said afterwards, whether the meeting shows it."""

    do: Callable[[Session, Incoming], object]
    done: str
    shows_meeting: bool = False


@bp.get("/incoming")
@allow("outbox:read")
def show() -> ResponseReturnValue:
    """Show what waits, the oldest first, and what has been dealt with lately."""
    return _page()


def _confirm(session: Session, row: Incoming) -> object:
    remember = request.form.get("remember") == "true"
    return deciding.confirm(session, row.id, remember=remember, by=current_actor())


def _accept(session: Session, row: Incoming) -> object:
    if row.meeting_id is not None:
        about.unchanged(session, row.meeting_id)
    undo = timedelta(seconds=parts().settings.undo_seconds)
    leave = Leaving(at=now() + undo)
    return deciding.accept_counter(session, row.id, leave=leave, by=current_actor())


def _decline(session: Session, row: Incoming) -> object:
    return deciding.decline_counter(session, row.id, by=current_actor())


def _dismiss(session: Session, row: Incoming) -> object:
    return deciding.dismiss(session, row.id, by=current_actor())


def _retry(session: Session, row: Incoming) -> object:
    return post.retry(session, row, by=current_actor())


VERBS: Mapping[str, Verb] = {
    "confirm": Verb(do=_confirm, done=N_("The answer counts.")),
    "accept": Verb(do=_accept, done=N_("The meeting is moved."), shows_meeting=True),
    "decline": Verb(do=_decline, done=N_("The proposal is declined, and a mail says so.")),
    "dismiss": Verb(do=_dismiss, done=N_("It is put aside.")),
    "retry": Verb(do=_retry, done=N_("Mail to the address is tried again now.")),
}


@bp.post(f"/incoming/<incoming>/<any({','.join(VERBS)}):verb>")
@allow("meetings:plan")
def decide(incoming: UUID, verb: str) -> ResponseReturnValue:
    """Do what was decided about one mail; a refusal stands above the list."""
    how = VERBS[verb]
    try:
        with transaction() as session:
            row = session.get_one(Incoming, incoming)
            how.do(session, row)
            meeting = row.meeting_id
    except Refused as refused:
        if refused.status in _ELSEWHERE:
            raise
        return _page(refused), refused.status
    flash(gettext(how.done))
    to_meeting = meeting and (how.shows_meeting or request.form.get("back") == "meeting")
    return redirect(f"/meetings/{meeting}" if to_meeting else "/incoming", 303)


def _page(refused: Refused | None = None) -> str:
    with reading() as session:
        decided = query.decided(session, post.networks_of(current_actor()))
    return render_template(
        "incoming/show.html",
        undecided=post.undecided(),
        decided=decided,
        refusal=reader().refusal(refused) if refused else "",
        most=query.MOST,
    )
