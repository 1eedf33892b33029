"""A person's page: in which networks, and what the person is called."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from scheduler.errors import NotFound, Refused
from scheduler.inputs import PersonInput
from scheduler.queries import members
from scheduler.queries.members import PersonPage
from scheduler.services import particulars, people
from web import choices
from web.forms import Form
from web.reader import gettext
from web.rules import allow
from web.session import current_actor, reading, transaction

bp = Blueprint("people", __name__)

_TEXTS = ("unit", "title")  # what may be emptied


@bp.get("/people/<person>")
@allow("people:read")
def show(person: UUID) -> ResponseReturnValue:
    """Show a person's networks, and the particulars to whoever keeps them."""
    return _page(person)


@bp.post("/people/<person>")
@allow("people:edit")
def change(person: UUID) -> ResponseReturnValue:
    """Change what a person is called, in all networks at once."""
    form = Form.from_request(PersonInput)
    form.data |= {name: form.data.get(name) or "" for name in _TEXTS}
    try:
        with transaction() as session:
            network_id = _kept(members.person(session, person, current_actor()))
            plan, by = form.input, current_actor()
            changed = people.change(session, person, network_id=network_id, plan=plan, by=by)
            shown = changed.public_name
    except (particulars.NotYoursToChange, particulars.SignsInWithIt) as refused:
        form.refusals.append(refused)
        form.status = refused.status
        return _page(person, form)
    except Refused as refused:
        form.refuse(refused)
        return _page(person, form)
    flash(gettext("What is known about %(name)s is saved.", name=shown))
    return redirect(f"/people/{person}", 303)


def _kept(page: PersonPage) -> UUID:
    """Give a network in which the asker keeps the person's particulars."""
    by = current_actor()
    for one in page.memberships:
        if by.may("people:edit", one.network_id):
            return one.network_id
    raise NotFound


def _page(person_id: UUID, form: Form[PersonInput] | None = None) -> ResponseReturnValue:
    by = current_actor()
    with reading() as session:
        page = members.person(session, person_id, by)
        names = particulars.PARTICULARS
        form = form or Form(PersonInput, {name: getattr(page.person, name) for name in names})
        edits = any(by.may("people:edit", one.network_id) for one in page.memberships)
        answer = render_template(
            "people/show.html",
            page=page,
            person=page.person,
            form=form,
            roles=choices.ROLES,
            ours=edits and particulars.may_describe(session, page.person, by),
            languages=choices.LANGUAGES,
            zones=choices.zones(),
        )
    return answer, form.status
