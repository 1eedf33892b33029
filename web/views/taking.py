"""Taking minutes at the meeting: one page, saved piece by piece, by several writers at once.

Every form is one piece and works alone: it comes back to its place. A script that asks for JSON
gets what stands now instead, the same as it gets by asking for the pieces.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from pydantic import BaseModel
from sqlalchemy.orm import Session

from scheduler import clock, inputs
from scheduler.errors import N_, Conflict, NotFound, Refused
from scheduler.inputs import ActionInput, ActionPatch, OutcomeInput
from scheduler.inputs.taking import (
    DecidedInput,
    GuestInput,
    NoteInput,
    PresenceInput,
    SettleInput,
)
from scheduler.services import points, presence, taken, taking
from scheduler.services.taking import Noted
from web.forms import owners
from web.forms import taking as desks
from web.reader import gettext, reader
from web.rules import allow
from web.session import current_actor, reading, transaction

bp = Blueprint("taking", __name__)

ADDRESS = "/meetings/<meeting>/minutes/write"
ELSEWHERE = frozenset({401, 403, 404, 410})  # nothing that is typed here mends these

M = TypeVar("M", bound=BaseModel)


class BothWrote(Conflict):
    """Two writers wrote on the same notes; both texts are kept."""

    message = N_(
        "Somebody else has saved these notes while you wrote. Nothing is lost: "
        "both texts are shown here. Choose which to keep."
    )


@bp.get(ADDRESS)
@allow("minutes:write")
def show(meeting: UUID) -> ResponseReturnValue:
    """Show minutes to be written; those that are approved are read elsewhere."""
    with reading() as session:
        made = desks.desk(session, meeting, current_actor().name)
    if made.view.meeting.cancelled:
        return redirect(f"/meetings/{meeting}", 303)
    if made.view.fixed:
        return redirect(f"/meetings/{meeting}/minutes", 303)
    return _page(made)


@bp.get(f"{ADDRESS}/pieces")
@allow("minutes:write")
def pieces(meeting: UUID) -> ResponseReturnValue:
    """Give what has been saved since the page saw `since`; nothing if nothing has."""
    answer = _told(meeting)
    if answer["mark"] == request.args.get("since"):
        return jsonify({"mark": answer["mark"]})
    return jsonify(answer)


@bp.post(f"{ADDRESS}/note")
@allow("minutes:write")
def note(meeting: UUID) -> ResponseReturnValue:
    """Save one point's notes, or keep them beside what another has saved meanwhile."""

    def write(session: Session) -> Noted:
        plan = _typed(NoteInput, {"text": request.form.get("text", "")})
        return taking.write_note(session, meeting, plan=plan, by=current_actor())

    return _write(meeting, write)


@bp.post(f"{ADDRESS}/clash")
@allow("minutes:write")
def settle(meeting: UUID) -> ResponseReturnValue:
    """Join two texts: one of them, or both."""

    def write(session: Session) -> Noted:
        plan = _typed(SettleInput)
        return taking.settle_clash(session, meeting, plan=plan, by=current_actor())

    return _write(meeting, write)


@bp.post(f"{ADDRESS}/presence")
@allow("minutes:write")
def attend(meeting: UUID) -> ResponseReturnValue:
    """Note whether one person or guest is there, since when, and for whom."""

    def write(session: Session) -> object:
        if request.form.get("state") == "gone":
            row = _id("guest")
            presence.drop_guest(session, meeting, row_id=row, by=current_actor())
            return None
        seat = {"for": request.form["for"] or None} if "for" in request.form else {}
        plan = _typed(PresenceInput, seat)
        return presence.attend(session, meeting, plan=plan, by=current_actor())

    return _write(meeting, write)


@bp.post(f"{ADDRESS}/guest")
@allow("minutes:write")
def add_guest(meeting: UUID) -> ResponseReturnValue:
    """Add somebody who came: a person of the network, or a guest by name."""

    def write(session: Session) -> object:
        by = current_actor()
        if request.form.get("person"):
            plan = PresenceInput(person=_id("person"), state="present")
            return presence.attend(session, meeting, plan=plan, by=by)
        return presence.add_guest(session, meeting, plan=_typed(GuestInput), by=by)

    return _write(meeting, write)


@bp.post(f"{ADDRESS}/decision")
@allow("minutes:write")
def decide(meeting: UUID) -> ResponseReturnValue:
    """Save a decision, or take it away."""

    def write(session: Session) -> object:
        by = current_actor()
        if request.form.get("do") == "remove":
            taken.undecide(session, meeting, decision_id=_id("id"), seen=_seen(), by=by)
            return None
        plan = _typed(DecidedInput, {"text": request.form.get("text", "")})
        return taken.decide(session, meeting, plan=plan, by=by)

    return _write(meeting, write)


@bp.post(f"{ADDRESS}/action")
@allow("minutes:write")
def promise(meeting: UUID) -> ResponseReturnValue:
    """Save an action, or take away one that nobody has begun."""
    form, by = request.form, current_actor()
    words = {"text": form.get("text", ""), "owner": owners.parsed(form.get("owner", ""))}

    def write(session: Session) -> object:
        if form.get("do") == "remove":
            taken.unpromise(session, meeting, action_id=_id("id"), seen=_seen(), by=by)
            return None
        if not form.get("id"):
            plan = _typed(ActionInput, words, ("item", "due"))
            return taken.promise(session, meeting, plan=plan, by=by)
        patch = _typed(ActionPatch, words | {"due": form.get("due") or None}, ())
        return taken.promise_anew(
            session, meeting, action_id=_id("id"), plan=patch, seen=_seen(), by=by
        )

    return _write(meeting, write)


@bp.post(f"{ADDRESS}/clock")
@allow("minutes:write")
def run_clock(meeting: UUID) -> ResponseReturnValue:
    """Start a point's clock, or stop it."""

    def write(session: Session) -> object:
        item, by = _point(session, meeting), current_actor()
        turn = taken.end_point if request.form.get("do") == "end" else taken.start_point
        return turn(session, item, by=by)

    return _write(meeting, write)


@bp.post(f"{ADDRESS}/outcome")
@allow("minutes:write")
def settle_point(meeting: UUID) -> ResponseReturnValue:
    """Say what the meeting made of a point."""

    def write(session: Session) -> object:
        outcome = {"outcome": request.form.get("outcome", "")}
        plan = _typed(OutcomeInput, outcome, ("reason",))
        item = _point(session, meeting)
        return points.settle(session, item, plan=plan, by=current_actor())

    return _write(meeting, write)


def _write(meeting: UUID, change: Callable[[Session], object]) -> ResponseReturnValue:
    """Make one change; tell what stands now, or lead back to the place on the page."""
    try:
        with transaction() as session:
            made = change(session)
        if isinstance(made, Noted) and made.clash:
            raise BothWrote(clash=made.clash)
    except Refused as refused:
        if refused.status in ELSEWHERE:
            raise
        return _refused(meeting, refused)
    if _asks_json():
        return jsonify(_told(meeting))
    return redirect(f"/meetings/{meeting}/minutes/write#{desks.place()}", 303)


def _refused(meeting: UUID, refused: Refused) -> ResponseReturnValue:
    if _asks_json():
        words = " ".join(desks.worded(refused))
        answer = _told(meeting) | {"words": words}
        if isinstance(refused, BothWrote):
            answer["clash"] = str(refused.params["clash"])
        return jsonify(answer), refused.status
    if isinstance(refused, BothWrote):  # the page shows what was kept
        return redirect(f"/meetings/{meeting}/minutes/write#{desks.place()}", 303)
    with reading() as session:
        made = desks.desk(session, meeting, current_actor().name, refused)
    return _page(made), refused.status


def _page(made: desks.Desk) -> str:
    told = desks.told(made)
    return render_template("taking/show.html", desk=made, view=made.view, told=told)


def _told(meeting: UUID) -> dict[str, Any]:
    with reading() as session:
        made = desks.desk(session, meeting, current_actor().name)
        at = clock.now().astimezone(ZoneInfo(made.view.meeting.time_zone))
        return desks.told(made) | {"saved": gettext("Saved %(time)s", time=reader().time(at))}


def _asks_json() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _typed(model: type[M], more: dict[str, Any] | None = None, names: Any = None) -> M:
    """Read the form's own fields of a model (or `names`), where something was typed."""
    wanted = model.model_fields if names is None else names
    typed = {name: request.form[name] for name in wanted if request.form.get(name)}
    return inputs.parse(model, typed | (more or {}))


def _id(name: str) -> UUID:
    try:
        return UUID(request.form.get(name, ""))
    except ValueError:
        raise NotFound from None


def _seen() -> int:
    text = request.form.get("seen", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _point(session: Session, meeting: UUID) -> UUID:
    item = _id("item")
    taking.check_point(taking.load(session, meeting, current_actor()), item, "")
    return item
