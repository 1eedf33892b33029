"""The page behind a reply link: no account, no cookie, no script; the address is the authority."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template
from flask.typing import ResponseReturnValue

from scheduler.actor import Actor
from scheduler.errors import Refused
from scheduler.inputs import AnswerInput
from scheduler.queries import propose_page, reply_page
from scheduler.services import answers
from web.forms import Form
from web.reader import use_language
from web.rules import by_token
from web.session import parts, reading, transaction

bp = Blueprint("reply", __name__)

ADDRESS = "/r/<token>"


@bp.get(ADDRESS)
@by_token("the link names one person's call to one meeting")
def show(token: str) -> ResponseReturnValue:
    """Show what the person is called to and what they have answered; changes nothing."""
    return _page(token, Form(AnswerInput))


@bp.post(ADDRESS)
@by_token("the link names one person's call to one meeting")
def answer(token: str) -> ResponseReturnValue:
    """Take the answer."""
    form = Form.from_request(AnswerInput)
    try:
        with transaction() as session:
            invitation = reply_page.find(session, parts().keys, token)
            person_id = invitation.person_id
            by = Actor(kind="link", id=person_id, person_id=person_id)
            answers.answer(session, invitation.id, plan=form.input, via="link", by=by)
    except Refused as refused:
        form.refuse(refused)
        return _page(token, form)
    return redirect(f"/r/{token}", 303)


@bp.get(f"{ADDRESS}.ics")
@by_token("the link names one person's call to one meeting")
def file(token: str) -> ResponseReturnValue:
    """Give the meeting as a file for the person's calendar; no answer is given by it."""
    with reading() as session:
        invitation = reply_page.find(session, parts().keys, token)
        url = f"{parts().settings.base_url}/r/{token}"
        body = reply_page.calendar_file(invitation, url=url)
    return Response(
        body,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="kallelse.ics"'},
    )


def _page(token: str, form: Form[AnswerInput]) -> ResponseReturnValue:
    with reading() as session:
        invitation = reply_page.find(session, parts().keys, token)
        page = reply_page.show(session, invitation)
        propose = propose_page.address(parts().keys, invitation)
    use_language(page.language)
    if form.status == 200:
        form.data = {"comment": page.comment}
    found = render_template("reply/show.html", page=page, form=form, token=token, propose=propose)
    return found, form.status
