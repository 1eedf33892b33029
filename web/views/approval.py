"""Minutes come to hold: out for comments, adjusted, approved, published, corrected."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from scheduler.errors import Conflict, Refused
from scheduler.inputs import AdjustInput, CirculateInput, MinutesInput
from scheduler.model import Minutes
from scheduler.queries import minutes as minutes_query
from scheduler.queries.minutes import MinutesView
from scheduler.services import approval, minutes
from web.forms import Form
from web.reader import gettext, reader
from web.rules import allow
from web.session import current_actor, reading, transaction
from web.views.minutes import ADDRESS
from web.warnings import identity_numbers

bp = Blueprint("approval", __name__)


@bp.get(f"{ADDRESS}/circulate")
@allow("minutes:write")
def ask_to_circulate(meeting: UUID) -> ResponseReturnValue:
    """Show who will be asked for comments, until when, and who adjusts."""
    view = _view(meeting)
    if view.fixed or not view.version:
        return _back(meeting)
    return _circulate(view)


@bp.post(f"{ADDRESS}/circulate")
@allow("minutes:write")
def circulate(meeting: UUID) -> ResponseReturnValue:
    """Send the minutes out for comments."""
    form = Form.from_request(CirculateInput)
    form.data.setdefault("adjusters", [])
    try:
        with transaction() as session:
            _refuse_changed(minutes_query.of_meeting(session, meeting))
            approval.circulate(session, meeting, plan=form.input, by=current_actor())
    except Refused as refused:
        form.refuse(refused)
        return _circulate(_view(meeting), form), form.status
    flash(gettext("The notes are out for comments. Those who were there get a link by mail."))
    return _back(meeting)


@bp.post(f"{ADDRESS}/adjust")
@allow("minutes:comment")
def adjust(meeting: UUID) -> ResponseReturnValue:
    """Note that an adjuster finds the text right that the page showed."""
    person = request.form.get("person") or None
    with transaction() as session:
        _refuse_changed(minutes_query.of_meeting(session, meeting))
        plan = AdjustInput.model_validate({"person": person})
        approval.adjust(session, meeting, plan=plan, by=current_actor())
    flash(gettext("It is noted that the notes are right."))
    return _back(meeting)


@bp.post(f"{ADDRESS}/approve")
@allow("minutes:write")
def approve(meeting: UUID) -> ResponseReturnValue:
    """Approve the text that the page showed."""
    said = gettext("The notes are approved. From now on the text changes with a reason only.")
    return _step(meeting, approval.approve, said)


@bp.get(f"{ADDRESS}/publish")
@allow("minutes:write")
def ask_to_publish(meeting: UUID) -> ResponseReturnValue:
    """Show what will be published, and how many will be told."""
    view = _view(meeting)
    if view.published or not view.version:
        return _back(meeting)
    return _publish(view)


@bp.post(f"{ADDRESS}/publish")
@allow("minutes:write")
def publish(meeting: UUID) -> ResponseReturnValue:
    """Publish what the page showed; if somebody has saved since, show that first."""
    said = gettext("The notes are published. Everybody who was called gets a link by mail.")
    return _step(meeting, approval.publish, said)


@bp.post(f"{ADDRESS}/case-number")
@allow("minutes:write")
def number(meeting: UUID) -> ResponseReturnValue:
    """Note under which number the registry keeps the minutes."""
    here = request.form.get("here", "")
    numbered = Form(MinutesInput, {"case_number": request.form.get("case_number", "")})
    try:
        with transaction() as session:
            version = _seen()
            minutes.save(session, meeting, plan=numbered.input, version=version, by=current_actor())
    except Refused as refused:
        numbered.refuse(refused)
        view = _view(meeting)
        page = _publish(view, numbered) if here == "publish" else _circulate(view, None, numbered)
        return page, numbered.status
    flash(gettext("The case number is noted."))
    on = "publish" if here == "publish" else "circulate"
    return redirect(f"/meetings/{meeting}/minutes/{on}", 303)


@bp.get(f"{ADDRESS}/correct")
@allow("minutes:write")
def ask_to_correct(meeting: UUID) -> ResponseReturnValue:
    """Show the approved text ready to be corrected."""
    view = _view(meeting)
    if not view.fixed:
        return _back(meeting)
    return _correct(view, Form(MinutesInput, _texts(view)))


@bp.post(f"{ADDRESS}/correct")
@allow("minutes:write")
def correct(meeting: UUID) -> ResponseReturnValue:
    """Keep a corrected version, with its reason, beside the one before."""
    form = Form.from_request(MinutesInput)
    given = {"reason", "entries", "decisions", "case_number"} & set(form.data)
    form.data = {name: form.data[name] for name in sorted(given)}
    form.data["entries"] = [row for row in form.data.get("entries", []) if row.get("text")]
    try:
        if not form.value("reason"):
            raise minutes.ReasonMissing(field="reason")
        with transaction() as session:
            version = _seen()
            minutes.save(session, meeting, plan=form.input, version=version, by=current_actor())
    except Refused as refused:
        form.refuse(refused)
        return _correct(_view(meeting), form)
    flash(gettext("The correction is kept as a new version."))
    return _back(meeting)


def _texts(view: MinutesView) -> dict[str, Any]:
    places = [None, *(point.id for point in view.points if point.item_class != "spoken")]
    notes: dict[UUID | None, str] = dict.fromkeys(places, "")
    for note in view.notes:
        notes[note.item_id] = "\n\n".join(filter(None, (notes.get(note.item_id), note.text)))
    return {
        "entries": [{"item": place, "text": text} for place, text in notes.items()],
        "decisions": [
            {"id": line.id, "item": line.item_id, "text": line.text} for line in view.decisions
        ],
        "case_number": view.case_number,
        "reason": "",
    }


def _view(meeting: UUID) -> MinutesView:
    with reading() as session:
        return minutes_query.of_meeting(session, meeting)


def _seen() -> int:
    text = request.form.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _refuse_changed(view: MinutesView) -> None:
    if _seen() != view.version:
        raise Conflict


def _step(meeting: UUID, step: Callable[..., Minutes], said: str) -> ResponseReturnValue:
    """Take a step with the text that the page showed, or say what is left to do before it."""
    try:
        with transaction() as session:
            _refuse_changed(minutes_query.of_meeting(session, meeting))
            step(session, meeting, by=current_actor())
    except approval.TOO_EARLY as refused:
        flash(reader().refusal(refused), "warning")
    else:
        flash(said)
    return _back(meeting)


def _back(meeting: UUID) -> ResponseReturnValue:
    return redirect(f"/meetings/{meeting}/minutes", 303)


def _circulate(
    view: MinutesView,
    form: Form[CirculateInput] | None = None,
    numbered: Form[MinutesInput] | None = None,
) -> str:
    if form is None:
        chosen = [one.person_id for one in view.adjusters]
        with reading() as session:
            proposed = approval.proposed(session, view.meeting.id)
        form = Form(CirculateInput, {"adjusters": chosen, **proposed})
    return render_template(
        "minutes/circulate.html",
        view=view,
        form=form,
        numbered=numbered or _number(view),
        there=[one for one in view.attendance if one.present and one.person_id],
        found=identity_numbers(view),
    )


def _publish(view: MinutesView, numbered: Form[MinutesInput] | None = None) -> str:
    with reading() as session:
        called = minutes_query.count_called(session, view.meeting.id)
    return render_template(
        "minutes/publish.html",
        view=view,
        called=called,
        numbered=numbered or _number(view),
        found=identity_numbers(view),
    )


def _number(view: MinutesView) -> Form[MinutesInput]:
    return Form(MinutesInput, {"case_number": view.case_number})


def _correct(view: MinutesView, form: Form[MinutesInput]) -> ResponseReturnValue:
    points = {str(point.id): point for point in view.points}
    return render_template("minutes/correct.html", view=view, form=form, points=points), form.status
