"""Pages of networks: the list, a new one, one network's year, its settings."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from scheduler.errors import Refused
from scheduler.inputs import NetworkInput
from scheduler.model import Network
from scheduler.queries import feed, membership
from scheduler.queries import network as network_page
from scheduler.services import networks
from web import choices, sentences
from web.forms import Form
from web.reader import gettext
from web.rules import allow, signed_in
from web.session import current_actor, reading, transaction

bp = Blueprint("networks", __name__)

DEFAULTS = {"language": "sv", "time_zone": "Europe/Stockholm", "countries": ["SE"]}


@bp.get("/networks")
@signed_in("everybody's own networks")
def index() -> ResponseReturnValue:
    """List the reader's networks, each with its next meeting."""
    with reading() as session:
        mine = membership.networks_of(session, current_actor())
        lines = network_page.lines(session, mine)
    return render_template("networks/index.html", lines=lines)


@bp.get("/networks/new")
@allow("network:create")
def new() -> ResponseReturnValue:
    """Ask what a new network is called and where it is at home."""
    fields = NetworkInput.model_fields
    return _new(
        Form(NetworkInput, {name: fields[name].default for name in fields if name != "name"})
    )


@bp.post("/networks/new")
@allow("network:create")
def create() -> ResponseReturnValue:
    """Begin a network; its members come next."""
    form = _typed()
    try:
        with transaction() as session:
            network = networks.create(session, plan=form.input, by=current_actor())
    except Refused as refused:
        form.refuse(refused)
        return _new(form)
    flash(gettext("“%(name)s” is there. Add the organisation that convenes it.", name=network.name))
    return redirect(f"/networks/{network.slug}/members", 303)


@bp.get("/networks/<network>")
@allow("network:read")
def show(network: UUID) -> ResponseReturnValue:
    """Show a network: its next meeting, its year, its series, what has been."""
    year = request.args.get("year", type=int)
    with reading() as session:
        wanted = year if year and MINYEAR < year < MAXYEAR else None
        page = network_page.page(session, network, year=wanted)
    return render_template("networks/show.html", page=page, rhythm=sentences.rhythm)


@bp.get("/networks/<network>/settings")
@allow("network:edit")
def settings(network: UUID) -> ResponseReturnValue:
    """Show what can be set about a network."""
    return _settings(network)


@bp.post("/networks/<network>/settings")
@allow("network:edit")
def change(network: UUID) -> ResponseReturnValue:
    """Change a network; a purpose that was emptied is empty."""
    form = _typed()
    try:
        with transaction() as session:
            changed = networks.change(session, network, plan=form.input, by=current_actor())
    except Refused as refused:
        form.refuse(refused)
        return _settings(network, form)
    flash(gettext("The settings are saved."))
    return redirect(f"/networks/{changed.slug}/settings", 303)


def _typed() -> Form[NetworkInput]:
    """Take what was typed; no purpose and no country are said, not left open."""
    form = Form.from_request(NetworkInput)
    form.data["purpose"] = form.data.get("purpose") or ""
    form.data.setdefault("countries", [])
    return form


def _new(form: Form[NetworkInput]) -> ResponseReturnValue:
    return render_template("networks/new.html", form=form, **_lists(form)), form.status


def _settings(network_id: UUID, form: Form[NetworkInput] | None = None) -> ResponseReturnValue:
    with reading() as session:
        network = session.get_one(Network, network_id)
        form = form or Form(
            NetworkInput, {name: getattr(network, name) for name in networks.FIELDS}
        )
        page = render_template(
            "networks/settings.html",
            network=network,
            form=form,
            feeds=feed.of_network(session, network_id),
            **_lists(form),
        )
    return page, form.status


def _stored(network: Network) -> Form[NetworkInput]:
    return Form(NetworkInput, {name: getattr(network, name) for name in networks.FIELDS})


def _lists(form: Form[NetworkInput]) -> dict[str, Any]:
    return {
        "languages": choices.LANGUAGES,
        "zones": choices.zones(),
        "countries": choices.options(choices.COUNTRIES, keep=form.values("countries")),
    }
