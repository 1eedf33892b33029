"""A person's own page without account: the address, mailed on request, is the authority."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.errors import Refused
from scheduler.inputs.access import DeliveryInput, LinkInput
from scheduler.queries import own_page
from scheduler.services import feeds, people
from scheduler.services import own_page as requests
from web.forms import Form
from web.reader import use_language
from web.rules import by_token, public
from web.session import parts, reading, transaction

bp = Blueprint("own_page", __name__)

WHOSE = "the link names one person"


@bp.get("/me")
@public("whoever was called may ask for their own link")
def ask() -> ResponseReturnValue:
    """Offer to mail the link to one's own page."""
    return render_template("own_page/ask.html", form=Form(LinkInput), asked=False)


@bp.post("/me")
@public("whoever was called may ask for their own link")
def send() -> ResponseReturnValue:
    """Have the link mailed to its owner; the answer is the same for an unknown address."""
    form = Form.from_request(LinkInput)
    try:
        email = form.input.email
    except Refused as refused:
        form.refuse(refused)
        return render_template("own_page/ask.html", form=form, asked=False), form.status
    with transaction() as session:
        requests.request(session, email=email, by=Actor(kind="link"))
    return render_template("own_page/ask.html", form=form, asked=True)


@bp.get("/me/<token>")
@by_token(WHOSE)
def show(token: str) -> ResponseReturnValue:
    """Show what concerns the person: meetings to come, actions, calendar; changes nothing."""
    return _page(token)


@bp.post("/me/<token>/delivery")
@by_token(WHOSE)
def choose(token: str) -> ResponseReturnValue:
    """Choose mail, subscription or both."""
    form = Form.from_request(DeliveryInput)
    with transaction() as session:
        person_id, by = _person(session, token)
        people.choose_delivery(session, person_id, delivery=form.input.delivery, by=by)
    return redirect(f"/me/{token}#calendar", 303)


@bp.post("/me/<token>/feed")
@by_token(WHOSE)
def renew(token: str) -> ResponseReturnValue:
    """Make a calendar address, or replace it, and show it this once."""
    with transaction() as session:
        person_id, by = _person(session, token)
        _, secret = feeds.renew_own(session, person_id, by=by)
    return _page(token, address=f"{parts().settings.base_url}/feeds/{secret}.ics")


@bp.post("/me/<token>/feed/end")
@by_token(WHOSE)
def end(token: str) -> ResponseReturnValue:
    """End the calendar address."""
    with transaction() as session:
        person_id, by = _person(session, token)
        feed = feeds.own_feed(session, person_id)
        if feed is not None:
            feeds.revoke(session, feed.id, by=by)
    return redirect(f"/me/{token}#calendar", 303)


def _person(session: Session, token: str) -> tuple[UUID, Actor]:
    person = own_page.find(session, parts().keys, token)
    return person.id, Actor(kind="link", id=person.id, person_id=person.id)


def _page(token: str, address: str = "") -> ResponseReturnValue:
    keys = parts().keys
    with reading() as session:
        page = own_page.show(session, keys, own_page.find(session, keys, token))
    use_language(page.language)
    return render_template("own_page/show.html", page=page, token=token, address=address)
