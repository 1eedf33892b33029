"""The outbox: which letters wait, have arrived or have not, and why."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.clock import now
from scheduler.errands.exercises import PAUSED
from scheduler.errors import N_, NotFound
from scheduler.model import Meeting, MeetingChange
from scheduler.outbox import HELD
from scheduler.queries import outbox, unsent, waiting
from scheduler.queries.membership import alphabetical
from scheduler.queries.outbox import LetterLine
from scheduler.services import bounces, letters
from scheduler.services.restoring import HELD as BROUGHT_BACK
from web import framing, leaving, proposals
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
    "brief": N_("Brief before the meeting"),
    "remind_minutes": N_("Reminder of missing notes"),
    "proposal_decided": N_("Answer to a proposed point"),
    "circulated": N_("Notes out for comments"),
    "minutes": N_("Notes"),
    "corrected": N_("Corrected notes"),
    "action_given": N_("What is theirs to do"),
    "action_due": N_("Reminder of an action"),
    "action_overdue": N_("Reminder of an overdue action"),
    "callout": N_("Call-out exercise"),
    "play_link": N_("Link to a place in an exercise"),
    "inject": N_("Inject"),
    "pack": N_("Situation manual"),
    "handbook": N_("Paper for those who lead or evaluate"),
    "trial": N_("Test"),
    "own_page": N_("Link to their own page"),
    "sign_in": N_("Link to sign in"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """The change that letters are about, as far as they wait for it."""

    id: UUID
    can_undo: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Batch:
    """Letters of one kind about one meeting that are in one state, by name; and the newest.

    `leaves`: when they leave, in words, if that is at a time to come. `mend`: what mends it that
    they do not: address (another, or once more) | send (somebody lets them go) | again | fault
    (a mistake of ours) | "".
    """

    first: LetterLine
    letters: Sequence[LetterLine]
    leaves: str
    mend: str
    change: Change | None


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
            batches=_batches(
                session, outbox.letters(session, networks, state=state, meeting_id=about)
            ),
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
    """Show one letter: its state and why, its tries, what the server said; unsent, its words."""
    with reading() as session:
        line = outbox.one(session, letter)
        if line is None:
            raise NotFound
        batch = replace(_batch(session, [line]), change=None)  # its buttons are about this one
        mail = unsent.mail_of(session, proposals.renderer(), letter)
    mail = proposals.discreet(mail, protected=line.protected)
    frame = framing.framed(mail.html) if mail else None
    page = render_template(
        "outbox/letter.html",
        letter=line,
        kinds=KINDS,
        may_retry=line.state in letters.RETRIABLE,
        batch=batch,
        mail=mail,
        frame=frame,
    )
    return framing.allow(Response(page, mimetype="text/html"), frame)


@bp.post("/outbox/<letter>/retry")
@allow("meetings:plan")
def retry(letter: UUID) -> ResponseReturnValue:
    """Try a letter again at once."""
    with transaction() as session:
        letters.retry(session, letter, by=current_actor())
    flash(gettext("The letter is tried again now."))
    return redirect(f"/outbox/{letter}", 303)


@bp.post("/people/<person>/address-again")
@allow("meetings:plan")
def address_again(person: UUID) -> ResponseReturnValue:
    """Write to a person's address again: what was held because of it leaves."""
    with transaction() as session:
        bounces.try_again(session, person, by=current_actor())
    flash(gettext("The address is tried again now."))
    return redirect("/outbox", 303)


def _batches(session: Session, letters: Sequence[LetterLine]) -> list[Batch]:
    """Put together what was sent together, the newest first."""
    found: dict[Hashable, list[LetterLine]] = {}
    for one in letters:
        own = None if one.meeting_id else one.id  # a letter about no meeting stands alone
        key = (one.kind, one.meeting_id, own, one.state, one.reason, _later(one), one.change_id)
        found.setdefault(key, []).append(one)
    return [_batch(session, same) for same in found.values()]


def _batch(session: Session, same: Sequence[LetterLine]) -> Batch:
    first, at = same[0], _later(same[0])
    return Batch(
        first=first,
        letters=sorted(same, key=_name),
        leaves=leaving.when(at) if at else "",
        mend=_mend(first),
        change=_change(session, first) if at or _mend(first) == "send" else None,
    )


def _change(session: Session, letter: LetterLine) -> Change | None:
    change = session.get(MeetingChange, letter.change_id) if letter.change_id else None
    if change is None:
        return None
    return Change(id=change.id, can_undo=waiting.can_undo(session, change))


def _later(letter: LetterLine) -> datetime | None:
    """Give when a letter that has not been tried leaves, if that is yet to come."""
    at = letter.next_try
    return at if letter.tries == 0 and at is not None and at > now() else None


def _mend(letter: LetterLine) -> str:
    if letter.dead_address and letter.state in {"held", "dead"}:
        return "address"
    if letter.state == "dead":
        return "again"
    if letter.state != "held":
        return ""
    if letter.reason == PAUSED:
        return ""  # it leaves by itself
    if letter.reason == HELD:
        return "send"
    return "again" if letter.reason == BROUGHT_BACK else "fault"


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
