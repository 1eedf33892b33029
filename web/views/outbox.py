"""The outbox: which letters wait, have arrived or have not, and why."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from scheduler.actor import Actor
from scheduler.errors import N_, NotFound
from scheduler.model import Meeting
from scheduler.queries import outbox
from scheduler.queries.membership import alphabetical
from scheduler.queries.outbox import LetterLine
from scheduler.services import letters
from web.reader import gettext
from web.rules import allow
from web.session import current_actor, reading, transaction

bp = Blueprint("outbox", __name__)

STATES: Mapping[str, str] = {
    "queued": N_("Wait"),
    "held": N_("Held back"),
    "sending": N_("Being sent"),
    "doubt": N_("In doubt"),
    "dead": N_("Not delivered"),
    "sent": N_("Sent"),
    "withdrawn": N_("Withdrawn"),
}
KINDS: Mapping[str, str] = {
    "call": N_("Notice"),
    "moved": N_("New time"),
    "changed": N_("Change of text or place"),
    "cancelled": N_("Cancellation"),
    "removed": N_("Removal from the list"),
    "restored": N_("Notice of restoration"),
    "agenda": N_("Agenda"),
    "clock": N_("Change of the clocks' law"),
    "answered": N_("Update of the answer"),
    "declinecounter": N_("No to a proposed time"),
    "remind_silent": N_("Reminder of the missing answer"),
    "remind_coming": N_("Reminder of the meeting"),
    "remind_minutes": N_("Reminder of missing notes"),
    "minutes": N_("Notes"),
    "own_page": N_("Link to their own page"),
    "sign_in": N_("Link to sign in"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Batch:
    """Letters of one kind about one meeting that are in one state, by name; and the newest."""

    first: LetterLine
    letters: Sequence[LetterLine]


@bp.get("/outbox")
@allow("outbox:read")
def show() -> ResponseReturnValue:
    """Show the latest letters, by state, perhaps of one meeting."""
    networks = _networks(current_actor())
    state, about = _state(), _meeting()
    with reading() as session:
        meeting = session.get(Meeting, about) if about else None
        return render_template(
            "outbox/show.html",
            batches=_batches(outbox.letters(session, networks, state=state, meeting_id=about)),
            counts=outbox.counts(session, networks, meeting_id=about),
            trouble=outbox.trouble(session, networks),
            state=state,
            meeting=meeting if _may_see(meeting) else None,
            about=about,
            states=STATES,
            kinds=KINDS,
            most=outbox.MOST,
        )


@bp.get("/outbox/<letter>")
@allow("outbox:read")
def one(letter: UUID) -> ResponseReturnValue:
    """Show one letter: its state and why, its tries, and what the mail server said."""
    with reading() as session:
        line = outbox.one(session, letter)
    if line is None:
        raise NotFound
    return render_template(
        "outbox/letter.html", letter=line, kinds=KINDS, may_retry=line.state in letters.RETRIABLE
    )


@bp.post("/outbox/<letter>/retry")
@allow("meetings:plan")
def retry(letter: UUID) -> ResponseReturnValue:
    """Try a letter again at once."""
    with transaction() as session:
        letters.retry(session, letter, by=current_actor())
    flash(gettext("The letter is tried again now."))
    return redirect(f"/outbox/{letter}", 303)


def _batches(letters: Sequence[LetterLine]) -> list[Batch]:
    """Put together what was sent together, the newest first."""
    found: dict[Hashable, list[LetterLine]] = {}
    for one in letters:
        own = None if one.meeting_id else one.id  # a letter about no meeting stands alone
        key = (one.kind, one.meeting_id, own, one.state, one.reason)
        found.setdefault(key, []).append(one)
    return [Batch(first=same[0], letters=sorted(same, key=_name)) for same in found.values()]


def _name(letter: LetterLine) -> str:
    return alphabetical(letter.to)


def _networks(actor: Actor) -> list[UUID] | None:
    """Give the networks whose letters the asker may see; None: all."""
    if actor.administrator:
        return None
    return [network for network in actor.roles if actor.may("outbox:read", network)]


def _may_see(meeting: Meeting | None) -> bool:
    return meeting is not None and current_actor().may("outbox:read", meeting.network_id)


def _state() -> str:
    asked = request.args.get("state", "")
    return asked if asked in STATES else ""


def _meeting() -> UUID | None:
    try:
        return UUID(request.args.get("meeting", ""))
    except ValueError:
        return None
