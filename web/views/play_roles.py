"""The pages of those who evaluate or record: by their link, on a phone, with one hand.

The evaluation guide is for evaluators alone (scheduler.exercise.desk cuts it away for others).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from pydantic import BaseModel

from scheduler.actor import Actor
from scheduler.clock import now
from scheduler.errors import N_, InvalidInput, NotFound, Refused
from scheduler.exercise import desk as desks
from scheduler.exercise.desk import Desk, Kept
from scheduler.exercise.state import State
from scheduler.inputs.run import DecisionInput, ObservationInput, RatingInput
from scheduler.model import Run
from scheduler.queries import play
from scheduler.queries.play import Place
from scheduler.queries.runs import state_of
from scheduler.services import playing
from web.forms import Form
from web.reader import use_language
from web.rules import by_token
from web.session import parts, reading, transaction

bp = Blueprint("play_roles", __name__)

ADDRESS = "/play/<token>"
WHOSE = "the link names one person's place in one run of an exercise"
KINDS = ("evaluator", "recorder")
OBSERVERS = ("evaluator", "observer", "recorder")
NOT_OBSERVED = "-"  # in forms; "" is nothing chosen there
CHOOSE = N_("Choose a step, or say that it was not observed.")


def page(token: str, place: Place) -> ResponseReturnValue:
    """Show what an evaluator or a recorder (KINDS) has before them."""
    return (_deciding if place.kind == "recorder" else _observing)(token, place)


@bp.get(f"{ADDRESS}/observe")
@by_token(WHOSE)
def observing(token: str) -> ResponseReturnValue:
    """Show the form for an observation to whoever may make one."""
    return _observing(token, find(token))


@bp.post(f"{ADDRESS}/observe")
@by_token(WHOSE)
def observe(token: str) -> ResponseReturnValue:
    """Keep an observation, or a correction of one."""
    place, form = find(token), Form.from_request(ObservationInput)
    try:
        with transaction() as session:
            playing.observe(session, place.role_id, plan=form.input, by=actor(place))
            number = state_of(session, place.run_id).number
    except Refused as refused:
        form.refuse(refused)
        return _observing(token, place, form)
    own = "" if place.kind == "evaluator" else "/observe"
    return redirect(f"/play/{token}{own}?kept={number}", 303)


@bp.post(f"{ADDRESS}/decide")
@by_token(WHOSE)
def decide(token: str) -> ResponseReturnValue:
    """Record a decision, or a correction of one."""
    place, form = find(token), Form.from_request(DecisionInput)
    try:
        with transaction() as session:
            playing.decide(session, place.role_id, plan=form.input, by=actor(place))
            number = state_of(session, place.run_id).number
    except Refused as refused:
        form.refuse(refused)
        return _deciding(token, place, form)
    return redirect(f"/play/{token}?kept={number}", 303)


@bp.get(f"{ADDRESS}/rate")
@by_token(WHOSE)
def rating(token: str) -> ResponseReturnValue:
    """Show one target with the steps of the scale; with a group, how it has been rated."""
    asked = {name: request.args[name] for name in ("target", "group") if name in request.args}
    return _rating(token, find(token), Form(RatingInput, asked), fill="group" in asked)


@bp.post(f"{ADDRESS}/rate")
@by_token(WHOSE)
def rate(token: str) -> ResponseReturnValue:
    """Keep an evaluator's rating; a later one takes its place."""
    place, form = find(token), Form.from_request(RatingInput)
    form.data |= {"final": False, "role": None}
    try:
        _save_rating(place, form)
    except Refused as refused:
        form.refuse(refused)
        return _rating(token, place, form)
    target = quote(form.value("target"))
    return redirect(f"/play/{token}?rated={target}#target-{target}", 303)


def find(token: str) -> Place:
    """Find the place that a link opens, and speak its person's language from now on."""
    with reading() as session:
        place = play.place(session, play.find(session, parts().keys, token))
    use_language(place.language)
    return place


def actor(place: Place) -> Actor:
    """Give whoever follows the link."""
    return Actor(kind="link", id=place.person_id, person_id=place.person_id)


def _observing(
    token: str, place: Place, form: Form[ObservationInput] | None = None
) -> ResponseReturnValue:
    if place.kind not in OBSERVERS:
        raise NotFound
    state, until = _stands(place)
    desk = desks.desk(state, place.role_id, now())
    form = form or Form(ObservationInput, _asked(ObservationInput, desk, desk.observations))
    targets = (key for one in desk.guide for key in (one.key, *(i.key for i in one.indicators)))
    rendered = render_template(
        "play/observe.html",
        token=token,
        place=place,
        desk=desk,
        form=form,
        kept=_found(desk.observations, "kept"),
        rated={key: desks.ratings(state, place.role_id, desk, key) for key in targets},
        until=until,
    )
    return rendered, form.status


def _deciding(
    token: str, place: Place, form: Form[DecisionInput] | None = None
) -> ResponseReturnValue:
    desk = desks.desk(_stands(place)[0], place.role_id, now())
    form = form or Form(DecisionInput, _asked(DecisionInput, desk, desk.decisions))
    rendered = render_template(
        "play/decide.html",
        token=token,
        place=place,
        desk=desk,
        form=form,
        kept=_found(desk.decisions, "kept"),
    )
    return rendered, form.status


def _rating(
    token: str, place: Place, form: Form[RatingInput], *, fill: bool = False
) -> ResponseReturnValue:
    state, _ = _stands(place)
    desk = desks.desk(state, place.role_id, now())
    form.data.setdefault("group", desk.group)
    target = desk.target(form.value("target"))
    own = desks.ratings(state, place.role_id, desk, form.value("target"))
    one = next((one for one in own if one.group == form.value("group")), None)
    if target is None or one is None:
        raise NotFound
    if fill and one.said is not None:
        said = one.said.body
        form.data |= {"value": said["value"] or NOT_OBSERVED, "reason": said["reason"]}
    rendered = render_template(
        "play/rate.html", token=token, place=place, desk=desk, target=target, form=form
    )
    return rendered, form.status


def _save_rating(place: Place, form: Form[RatingInput]) -> None:
    if not form.value("value"):
        raise InvalidInput(CHOOSE, field="value")
    plan = form.input
    if plan.value == NOT_OBSERVED:
        plan = plan.model_copy(update={"value": ""})
    with transaction() as session:
        playing.rate(session, place.role_id, plan=plan, by=actor(place))


def _stands(place: Place) -> tuple[State, datetime | None]:
    """Give how the run stands, and until when evaluators may write."""
    with reading() as session:
        run = session.get_one(Run, place.run_id)
        return state_of(session, run.id), run.evaluators_until


def _asked(model: type[BaseModel], desk: Desk, lines: Sequence[Kept]) -> dict[str, Any]:
    """Give what stands in a form at first: what is to be corrected, else the newest inject."""
    wrong = _found(lines, "correct")
    if wrong is not None:
        said = {name: wrong.said.body[name] for name in model.model_fields}
        return said | {"replaces": wrong.number}
    return {"inject": desk.came[0].key if desk.came else "", "group": desk.group}


def _found(lines: Sequence[Kept], name: str) -> Kept | None:
    number = request.args.get(name, type=int)
    return next((one for one in lines if one.number == number), None)
