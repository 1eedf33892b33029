"""The hot wash: what to keep, improve and start, said and voted for by all; written by who leads.

Those with a place say it by their link; who leads writes for others, signed in.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from scheduler.errors import Refused
from scheduler.exercise import hotwash
from scheduler.inputs.run import SayingInput, VoteInput
from scheduler.queries import run_page
from scheduler.queries.play import Place
from scheduler.queries.runs import state_of
from scheduler.services import playing
from web.forms import Form
from web.rules import allow, by_token
from web.session import current_actor, reading, transaction
from web.views.play_roles import ADDRESS, WHOSE, actor, find

bp = Blueprint("hotwash", __name__)


@bp.get(f"{ADDRESS}/hotwash")
@by_token(WHOSE)
def show(token: str) -> ResponseReturnValue:
    """Show what has been said, and the form to say something."""
    return _page(token, find(token), Form(SayingInput))


@bp.post(f"{ADDRESS}/say")
@by_token(WHOSE)
def say(token: str) -> ResponseReturnValue:
    """Take what somebody wants to keep, improve or start."""
    place, form = find(token), Form.from_request(SayingInput)
    try:
        with transaction() as session:
            playing.say(session, place.role_id, plan=form.input, by=actor(place))
            number = state_of(session, place.run_id).number
    except Refused as refused:
        form.refuse(refused)
        return _page(token, place, form)
    return redirect(f"/play/{token}/hotwash?kept={number}#said", 303)


@bp.post(f"{ADDRESS}/vote")
@by_token(WHOSE)
def vote(token: str) -> ResponseReturnValue:
    """Take a vote, or take it back."""
    place, form = find(token), Form.from_request(VoteInput)
    try:
        with transaction() as session:
            playing.vote(session, place.role_id, plan=form.input, by=actor(place))
    except Refused as refused:
        said = Form(SayingInput)
        said.refuse(refused)
        return _page(token, place, said)
    return redirect(f"/play/{token}/hotwash#said-{form.value('item')}", 303)


@bp.get("/runs/<run>/hotwash")
@allow("exercises:run")
def lead(run: UUID) -> ResponseReturnValue:
    """Show who leads what has been said, and the form to write for others."""
    return _leads(run, Form(SayingInput))


@bp.post("/runs/<run>/hotwash/say")
@allow("exercises:run")
def write(run: UUID) -> ResponseReturnValue:
    """Write down what somebody said aloud."""
    form = Form.from_request(SayingInput)
    try:
        with transaction() as session:
            playing.say_for(session, run, plan=form.input, by=current_actor())
    except Refused as refused:
        form.refuse(refused)
        return _leads(run, form)
    return redirect(f"/runs/{run}/hotwash#said", 303)


def _page(token: str, place: Place, form: Form[SayingInput]) -> ResponseReturnValue:
    with reading() as session:
        state = state_of(session, place.run_id)
    rendered = render_template(
        "play/hotwash.html",
        token=token,
        place=place,
        form=form,
        status=state.status,
        hotwash=hotwash.columns(state, str(place.role_id)),
        open=hotwash.is_open(state),
    )
    return rendered, form.status


def _leads(run: UUID, form: Form[SayingInput]) -> ResponseReturnValue:
    with reading() as session:
        head, state = run_page.run_head(session, run), state_of(session, run)
    groups = state.plan.content.groups if state.plan is not None else ()
    rendered = render_template(
        "console/hotwash.html",
        head=head,
        form=form,
        status=state.status,
        hotwash=hotwash.columns(state),
        groups=[(one.key, one.name) for one in groups],
        open=hotwash.is_open(state),
    )
    return rendered, form.status
