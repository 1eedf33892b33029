"""The feedback form behind a personal link: what somebody thinks of the exercise, unnamed."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from scheduler.clock import now
from scheduler.errors import Refused
from scheduler.exercise.feedback import LONGEST, STEPS, is_usual, questions_of
from scheduler.inputs.exercise import FeedbackInput
from scheduler.model import Run, RunRole
from scheduler.queries.findings import content_of
from scheduler.queries.play import Place
from scheduler.services import feedback
from web.forms import Form
from web.rules import by_token
from web.session import reading, transaction
from web.views.play_roles import ADDRESS, WHOSE, find

bp = Blueprint("feedback", __name__)


@bp.get(f"{ADDRESS}/feedback")
@by_token(WHOSE)
def show(token: str) -> ResponseReturnValue:
    """Show the form, or that it has come, or that its time is over."""
    return _page(token, find(token), Form(FeedbackInput))


@bp.post(f"{ADDRESS}/feedback")
@by_token(WHOSE)
def take(token: str) -> ResponseReturnValue:
    """Take somebody's form."""
    place = find(token)
    typed = {
        name.removeprefix("answers."): text
        for name, text in request.form.items()
        if name.startswith("answers.")
    }
    form = Form(FeedbackInput, {"answers": typed})
    try:
        with transaction() as session:
            feedback.give(session, place.role_id, plan=form.input)
    except Refused as refused:
        form.refuse(refused)
        return _page(token, place, form)
    return redirect(f"/play/{token}/feedback", 303)


def _page(token: str, place: Place, form: Form[FeedbackInput]) -> ResponseReturnValue:
    with reading() as session:
        role, run = session.get_one(RunRole, place.role_id), session.get_one(Run, place.run_id)
        content = content_of(run.exercise)
        given, until = role.fed_back, run.feedback_until
    rendered = render_template(
        "play/feedback.html",
        token=token,
        place=place,
        form=form,
        questions=questions_of(content),
        usual=is_usual(content),
        written_in=content.language,
        steps=[step.key for step in STEPS],
        longest=LONGEST,
        given=given,
        until=until,
        over=until is not None and now() > until,
    )
    return rendered, form.status
