"""Calendar subscriptions: the files themselves, and a network's addresses."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError

from scheduler.calendar.program import program_of
from scheduler.inputs.invitation import FeedInput
from scheduler.model import Feed
from scheduler.queries import feed as feed_query
from scheduler.queries.feed import Served
from scheduler.services import feeds, fetches
from web import packing
from web.forms import Form
from web.reader import gettext
from web.rules import allow, by_token
from web.session import current_actor, parts, reading, transaction

bp = Blueprint("feeds", __name__)

FRESH = "private, max-age=0, must-revalidate, stale-if-error=86400"  # RFC 9111, RFC 5861


@bp.get("/feeds/<token>.ics")
@by_token("the address is the authority to read one calendar")
def serve(token: str) -> ResponseReturnValue:
    """Serve a calendar; who has it already is told so."""
    with reading() as session:
        found = feed_query.by_token(session, token, base_url=parts().settings.base_url)
    answer = _calendar(found.body)
    if request.method == "GET":
        _note(found)
    return answer


@bp.post("/networks/<network>/feeds")
@allow("feeds:manage")
def create(network: UUID) -> ResponseReturnValue:
    """Make a calendar address and show it, this once."""
    plan = Form.from_request(FeedInput).input
    with transaction() as session:
        _, token = feeds.create(session, network, plan=plan, by=current_actor())
    return _made(token, back=f"/networks/{network}/settings")


@bp.post("/feeds/<feed>/rotate")
@allow("feeds:manage")
def rotate(feed: UUID) -> ResponseReturnValue:
    """Replace a calendar address and show the new one, this once."""
    with transaction() as session:
        found, token = feeds.rotate(session, feed, by=current_actor())
    return _made(token, back=_home_of(found))


@bp.post("/feeds/<feed>/revoke")
@allow("feeds:manage")
def revoke(feed: UUID) -> ResponseReturnValue:
    """End a calendar address."""
    with transaction() as session:
        found = feeds.revoke(session, feed, by=current_actor())
    flash(gettext("The calendar address is ended. Whoever subscribes to it gets nothing more."))
    return redirect(_home_of(found), 303)


def _calendar(body: bytes) -> ResponseReturnValue:
    """Give a calendar as wanted: packed or not, each with a strong mark, or that nothing is new."""
    is_packed = packing.is_wanted(request.accept_encodings)
    answer = Response(
        packing.packed(body) if is_packed else body, content_type="text/calendar; charset=utf-8"
    )
    if is_packed:
        answer.headers["Content-Encoding"] = "gzip"
    answer.headers["Cache-Control"] = FRESH
    answer.vary.add("Accept-Encoding")
    answer.add_etag()
    return answer.make_conditional(request)


def _note(found: Served) -> None:
    """Write down the fetch if it is news; while somebody else writes it is left out."""
    program = program_of(request.user_agent.string)
    if fetches.is_news(found.fetched_at, found.fetched_by, program):
        with suppress(OperationalError), parts().database.hasty() as session:
            fetches.noted(session, found.feed_id, program)


def _home_of(feed: Feed) -> str:
    return f"/networks/{feed.network_id}/settings" if feed.network_id else "/"


def _made(token: str, *, back: str) -> ResponseReturnValue:
    url = f"{parts().settings.base_url}/feeds/{token}.ics"
    return render_template("feeds/made.html", url=url, back=back)
