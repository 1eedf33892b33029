"""Call-out exercises: whom one would call and with which mail, calling, and how it goes."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from scheduler import clock, titles
from scheduler.errors import N_, Conflict, Refused
from scheduler.inputs.exercise import CalloutInput
from scheduler.model import Network
from scheduler.queries import callout_preview, membership
from scheduler.queries import callouts as query
from scheduler.queries.callout_preview import CalloutPreview
from scheduler.services import callouts
from web import framing, proposals
from web.forms import Form
from web.reader import gettext
from web.rules import allow
from web.session import current_actor, reading, transaction

bp = Blueprint("callouts", __name__)

LIST = "/networks/<network>/callouts"
NEW = f"{LIST}/new"


class OthersThanShown(Conflict):
    """Between looking and calling somebody has come, gone or been ticked."""

    message = N_(
        "Whom this calls differs from what the page showed. Look at the list below, and call again."
    )


@bp.get(LIST)
@allow("exercises:run")
def index(network: UUID) -> ResponseReturnValue:
    """List a network's call-out exercises, the latest first."""
    with reading() as session:
        return render_template(
            "callouts/index.html",
            network=session.get_one(Network, network),
            lines=query.of_network(session, network),
        )


@bp.get(NEW)
@allow("exercises:plan")
def ask(network: UUID) -> ResponseReturnValue:
    """Show whom a call-out would call, and the exact mail."""
    return _new(network, Form(CalloutInput, {"minutes": 60}))


@bp.post(NEW)
@allow("exercises:plan")
def call(network: UUID) -> ResponseReturnValue:
    """Call them; or show it as it is typed now."""
    form = Form.from_request(CalloutInput)
    form.data["people"] = request.form.getlist("people")
    if request.form.get("step") != "send":
        return _new(network, form)
    try:
        with transaction() as session:
            plan = form.input
            _must_be_shown(session, network, plan)
            made = callouts.call(session, network, plan=plan, by=current_actor()).id
    except Refused as refused:
        form.refuse(refused)
        return _new(network, form)
    flash(gettext("They are being called now. Load the page again to see who has answered."))
    return redirect(f"/callouts/{made}", 303)


@bp.get("/callouts/<callout>")
@allow("exercises:run")
def show(callout: UUID) -> ResponseReturnValue:
    """Show how it goes: share reached, times, by organisation and call by call."""
    with reading() as session:
        page = query.one(session, callout)
        network = session.get_one(Network, page.line.network_id)
        return render_template(
            "callouts/show.html",
            page=page,
            line=page.line,
            network=network,
            play=titles.play(network.language, page.line.stop_word),
        )


@bp.post("/callouts/<callout>/calls/<callout_call>/answered")
@allow("exercises:run")
def answered(callout: UUID, callout_call: UUID) -> ResponseReturnValue:
    """Note that somebody answered by telephone."""
    with transaction() as session:
        query.must_be_of(session, callout, callout_call)
        callouts.answer(session, callout_call, via="coordinator", by=current_actor())
    flash(gettext("The answer is noted."))
    return redirect(f"/callouts/{callout}#calls", 303)


@bp.post("/callouts/<callout>/stop")
@allow("exercises:plan")
def stop(callout: UUID) -> ResponseReturnValue:
    """End it before its time."""
    with transaction() as session:
        callouts.stop(session, callout, by=current_actor())
    flash(gettext("The call-out exercise is stopped. No more answers are taken."))
    return redirect(f"/callouts/{callout}", 303)


def _new(network_id: UUID, form: Form[CalloutInput]) -> ResponseReturnValue:
    with reading() as session:
        network = session.get_one(Network, network_id)
        preview = _preview(session, network, form)
        frame = framing.framed(preview.mail.html) if preview else None
        page = render_template(
            "callouts/new.html",
            network=network,
            form=form,
            preview=preview,
            frame=frame,
            seen=_mark(preview.members) if preview else "",
            people=_choices(session, network),
        )
    return framing.allow(Response(page, form.status, mimetype="text/html"), frame)


def _preview(session: Session, network: Network, form: Form[CalloutInput]) -> CalloutPreview | None:
    try:
        reader = proposals.wanted_reader()
        return callout_preview.of(
            session, proposals.renderer(), network.id, form.input, reader=reader
        )
    except Refused as refused:
        if not form.refusals:  # else it has been said
            form.refuse(refused)
        return None


def _must_be_shown(session: Session, network_id: UUID, plan: CalloutInput) -> None:
    network = session.get_one(Network, network_id)
    if request.form.get("seen") != _mark(query.to_call(session, network, plan.people)):
        raise OthersThanShown


def _mark(members: Any) -> str:
    ids = sorted(str(one.person_id) for one in members)
    return hashlib.sha256(",".join(ids).encode()).hexdigest()[:16]


def _choices(session: Session, network: Network) -> list[tuple[str, str]]:
    rows = membership.members(session, network.id, clock.today(network.time_zone))
    known = {one.person_id: one for one in reversed(rows)}
    found = [one for one in rows if one is known[one.person_id]]
    return [(str(one.person_id), _named(one)) for one in found]


def _named(one: Any) -> str:
    place = one.organisation.name if one.organisation else ""
    duty = gettext("on duty") if one.duty else ""
    return " · ".join(part for part in (one.person.public_name, place, duty) if part)
