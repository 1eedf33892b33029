"""Pages on who belongs to a network: organisations, and people in their roles."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from scheduler.errors import NotFound, Refused
from scheduler.inputs import OrganisationInput, PersonInput
from scheduler.model import Membership, Network
from scheduler.queries import members
from scheduler.services import particulars, people
from web import choices
from web.forms import Form
from web.reader import gettext
from web.rules import allow
from web.session import current_actor, reading, transaction

bp = Blueprint("members", __name__, url_prefix="/networks/<network>/members")


@bp.context_processor
def words() -> dict[str, Any]:
    """Give templates the names of roles and kinds."""
    return {"roles": choices.ROLES, "kinds": choices.ORGANISATION_KINDS}


@bp.get("")
@allow("people:read")
def show(network: UUID) -> ResponseReturnValue:
    """Show who belongs, organisation by organisation."""
    with reading() as session:
        page = members.page(session, network)
    return render_template("members/show.html", page=page, network=page.network)


@bp.get("/organisations/new")
@allow("people:edit")
def new_organisation(network: UUID) -> ResponseReturnValue:
    """Ask which organisation joins; the first one convenes."""
    with reading() as session:
        page = members.page(session, network)
    begun = {"kind": "municipality", "country": page.network.countries[0], "role": "member"}
    if not page.houses:
        begun["role"] = "convenor"
    return _organisation(network, Form(OrganisationInput, begun))


@bp.post("/organisations/new")
@allow("people:edit")
def join(network: UUID) -> ResponseReturnValue:
    """Let an organisation join."""
    form = Form.from_request(OrganisationInput)
    try:
        with transaction() as session:
            plan, by = form.input, current_actor()
            people.join_organisation(session, network, plan=plan, by=by)
            home = _slug(session.get_one(Network, network))
    except Refused as refused:
        form.refuse(refused)
        return _organisation(network, form)
    flash(gettext("“%(name)s” belongs to the network now.", name=plan.name))
    return redirect(home, 303)


@bp.get("/organisations/<uuid:organisation>")
@allow("people:edit")
def organisation(network: UUID, organisation: UUID) -> ResponseReturnValue:
    """Show what can be changed about an organisation."""
    with reading() as session:
        held = members.organisation(session, network, organisation)
        form = Form(OrganisationInput, _particulars(held))
    return _organisation(network, form, organisation)


@bp.post("/organisations/<uuid:organisation>")
@allow("people:edit")
def change_organisation(network: UUID, organisation: UUID) -> ResponseReturnValue:
    """Change an organisation or its role."""
    form = Form.from_request(OrganisationInput)
    try:
        with transaction() as session:
            plan, by = form.input, current_actor()
            people.change_organisation(session, organisation, network_id=network, plan=plan, by=by)
            home = _slug(session.get_one(Network, network))
    except Refused as refused:
        form.refuse(refused)
        return _organisation(network, form, organisation)
    flash(gettext("“%(name)s” is changed.", name=plan.name))
    return redirect(home, 303)


@bp.get("/new")
@allow("people:edit")
def new(network: UUID) -> ResponseReturnValue:
    """Ask who joins, if the address says so from which organisation."""
    with reading() as session:
        home = session.get_one(Network, network)
        begun = {"role": "member", "language": home.language, "time_zone": home.time_zone}
    house = request.args.get("organisation", "")
    return _person(network, Form(PersonInput, {**begun, "organisation": house}))


@bp.post("/new")
@allow("people:edit")
def add(network: UUID) -> ResponseReturnValue:
    """Let a person join; nobody is mailed."""
    form = Form.from_request(PersonInput)
    try:
        with transaction() as session:
            plan, by = form.input, current_actor()
            people.add(session, network, plan=plan, by=by)
            home = _slug(session.get_one(Network, network))
    except Refused as refused:
        form.refuse(refused)
        return _person(network, form)
    flash(gettext("%(name)s belongs to the network now.", name=plan.name))
    return redirect(
        f"{home}/new?{urlencode({'organisation': plan.organisation})}" if _more() else home, 303
    )


@bp.get("/<person>")
@allow("people:edit")
def place(network: UUID, person: UUID) -> ResponseReturnValue:
    """Show a person's organisation and role in the network."""
    with reading() as session:
        held = members.person_in(session, network, person)
        data = {"role": held.role, "organisation": held.organisation_id, "duty": held.duty}
    return _place(network, person, Form(PersonInput, data))


@bp.post("/<person>")
@allow("people:edit")
def change_place(network: UUID, person: UUID) -> ResponseReturnValue:
    """Give a person another organisation or role in the network; the rest stays."""
    form = Form.from_request(PersonInput)
    try:
        with transaction() as session:
            held = members.person_in(session, network, person)
            if held.person is None:
                raise NotFound
            named = {"name": held.person.name, "email": held.person.email}
            chosen = {name: form.value(name) for name in ("role", "organisation")}
            chosen["duty"] = form.value("duty") or "false"
            plan = Form(PersonInput, named | chosen).input
            people.change(session, person, network_id=network, plan=plan, by=current_actor())
            home = _slug(session.get_one(Network, network))
            shown = held.person.public_name
    except Refused as refused:
        form.refuse(refused)
        return _place(network, person, form)
    flash(gettext("%(name)s has the new place in the network from today.", name=shown))
    return redirect(home, 303)


@bp.get("/<uuid:membership>/end")
@allow("people:edit")
def ending(network: UUID, membership: UUID) -> ResponseReturnValue:
    """Show what ends with a membership, and who is told."""
    with reading() as session:
        leaving = members.leaving(session, network, membership)
        return render_template("members/end.html", leaving=leaving, network=leaving.network)


@bp.post("/<uuid:membership>/end")
@allow("people:edit")
def end(network: UUID, membership: UUID) -> ResponseReturnValue:
    """End a membership today."""
    with transaction() as session:
        leaving = members.leaving(session, network, membership)
        people.leave(session, membership, by=current_actor())
        home = _slug(leaving.network)
    flash(gettext("%(name)s no longer belongs to the network.", name=leaving.name))
    return redirect(home, 303)


def _slug(network: Network) -> str:
    return f"/networks/{network.slug}/members"


def _more() -> bool:
    return bool(request.form.get("more"))


def _particulars(held: Membership) -> dict[str, Any]:
    house = held.organisation
    if house is None:
        raise NotFound
    return {"name": house.name, "kind": house.kind, "country": house.country, "role": held.role}


def _organisation(
    network_id: UUID, form: Form[OrganisationInput], organisation_id: UUID | None = None
) -> ResponseReturnValue:
    with reading() as session:
        held = organisation_id and members.organisation(session, network_id, organisation_id)
        house = held.organisation if held else None
        page = render_template(
            "members/organisation.html",
            network=session.get_one(Network, network_id),
            held=held,
            ours=house is None
            or particulars.may_describe_organisation(session, house, current_actor()),
            form=form,
            kind_options=choices.options(choices.ORGANISATION_KINDS),
            countries=choices.options(choices.COUNTRIES, keep=[form.value("country")]),
            role_options=choices.options(choices.ORGANISATION_ROLES),
        )
    return page, form.status


def _person(network_id: UUID, form: Form[PersonInput]) -> ResponseReturnValue:
    return _form("members/person.html", network_id, form)


def _place(network_id: UUID, person_id: UUID, form: Form[PersonInput]) -> ResponseReturnValue:
    return _form("members/place.html", network_id, form, person_id)


def _form(
    template: str, network_id: UUID, form: Form[PersonInput], person_id: UUID | None = None
) -> ResponseReturnValue:
    with reading() as session:
        houses = members.page(session, network_id)
        held = members.person_in(session, network_id, person_id) if person_id else None
        page = render_template(
            template,
            network=houses.network,
            held=held,
            form=form,
            houses=[
                (str(house.organisation_id), house.name)
                for house in houses.houses
                if house.organisation_id
            ],
            role_options=choices.options(choices.ROLES),
            languages=choices.LANGUAGES,
            zones=choices.zones(),
        )
    return page, form.status
