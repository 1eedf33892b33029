"""The start page: what to do now, and what comes next."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from scheduler import clock
from scheduler.actor import SYSTEM
from scheduler.queries import home, membership, network
from scheduler.queries.duty import Duty
from scheduler.queries.head import MeetingHead
from web.filters import HOME_ZONE
from web.reader import reader
from web.rules import public
from web.session import asker, current_actor, parts, reading

bp = Blueprint("home", __name__)

MOST = 12  # duties that are shown at once


@bp.get("/")
@public("what waits for whoever is signed in; a demonstration shows strangers its networks")
def show() -> ResponseReturnValue:
    """Show what waits for the reader, the oldest duty first, and the next fortnight."""
    if asker() is None and parts().settings.demo:
        return _front()
    actor = current_actor()
    with reading() as session:
        page = home.page(session, membership.networks_of(session, actor), actor)
        ahead = network.lines(session, page.networks) if not page.coming else []
    later = min((line.next for line in ahead if line.next), key=_begins, default=None)
    return render_template("home/show.html", page=page, later=later, notice=notice, MOST=MOST)


def notice(duty: Duty) -> str:
    """Say when a notice is to go out, or should have gone, by the day where the meeting is."""
    zone = duty.meeting.time_zone if duty.meeting else HOME_ZONE
    day, today = duty.since.astimezone(ZoneInfo(zone)).date(), clock.today(zone)
    when = reader().relative_days(day, today)
    if day < today:
        return reader().gettext("The notice should have gone out %(when)s", when=when)
    return reader().gettext("The notice is to go out %(when)s", when=when)


def _front() -> ResponseReturnValue:
    """Show a demonstration's networks to whoever has not signed in yet."""
    with reading() as session:
        lines = network.lines(session, membership.networks_of(session, SYSTEM))
    return render_template("home/front.html", lines=lines)


def _begins(meeting: MeetingHead) -> datetime:
    return meeting.starts_at
