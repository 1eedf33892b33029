"""The screen in the room: scenario, module, story time, clock, and what is shown to all."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from scheduler.queries import play
from scheduler.queries.play import Room
from web import live
from web import playing as sheets
from web.live.watcher import Glimpse
from web.reader import use_language
from web.rules import by_token
from web.session import parts, reading

bp = Blueprint("screen", __name__)

ADDRESS = "/screen/<token>"
WHOSE = "the address names the screen of one run, and shows what the whole room sees"


@bp.get(ADDRESS)
@by_token(WHOSE)
def show(token: str) -> ResponseReturnValue:
    """Show the screen."""
    room = _room(token)
    use_language(room.language)
    glimpse = live.hub().watcher.look(room.run_id)
    return render_template(
        "screen/show.html",
        room=room,
        token=token,
        after=glimpse.mark("screen"),
        part=sheets.markup(sheets.screen(glimpse, room)),
    )


@bp.get(f"{ADDRESS}/stream")
@by_token(WHOSE)
def stream(token: str) -> ResponseReturnValue:
    """Tell the screen of what changes; 204 when it should ask instead."""
    room = _room(token)

    def render(glimpse: Glimpse) -> str:
        return sheets.screen(glimpse, room)

    after = request.headers.get("Last-Event-ID") or request.args.get("after", "")
    return live.stream(room.run_id, "screen", after=after, render=render)


@bp.get(f"{ADDRESS}/poll")
@by_token(WHOSE)
def poll(token: str) -> ResponseReturnValue:
    """Give the part that changes, if it is another than the screen has."""
    room = _room(token)
    glimpse = live.hub().watcher.look(room.run_id)
    mark = glimpse.mark("screen")
    if request.if_none_match.contains(mark):
        return Response(status=304, headers={"ETag": f'"{mark}"'})
    if request.args.get("after") == mark:
        return Response(status=204)
    return Response(sheets.screen(glimpse, room), headers={"ETag": f'"{mark}"'})


def _room(token: str) -> Room:
    with reading() as session:
        return play.room(session, parts().keys, token)
