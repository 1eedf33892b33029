"""A player's page behind a personal link: what has come, what is asked, what the group answered.

No account, no cookie; the address is the authority. Evaluators and recorders have pages of their
own (play_roles), those who lead have the console.
"""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from scheduler.actor import Actor
from scheduler.errors import Refused
from scheduler.inputs.run import ResponseInput
from scheduler.model import RunRole
from scheduler.queries import play
from scheduler.queries.play import Place
from scheduler.services import playing as services
from web import live
from web import playing as sheets
from web.forms import Form
from web.live.watcher import Glimpse
from web.reader import use_language
from web.rules import by_token
from web.session import parts, reading, transaction
from web.views import play_roles

bp = Blueprint("play", __name__)

ADDRESS = "/play/<token>"
WHOSE = "the link names one person's place in one run of an exercise"
LEADERS = {"director", "facilitator"}


@bp.get(ADDRESS)
@by_token(WHOSE)
def show(token: str) -> ResponseReturnValue:
    """Show what a person's role has to see; changes nothing."""
    place = find(token)
    use_language(place.language)
    if place.kind in LEADERS:
        return render_template("play/leads.html", place=place)
    if place.kind in play_roles.KINDS:
        return play_roles.page(token, place)
    return _page(token, place, live.hub().watcher.look(place.run_id))


@bp.post(f"{ADDRESS}/answer")
@by_token(WHOSE)
def answer(token: str) -> ResponseReturnValue:
    """Take a group's answer."""
    place = find(token)
    use_language(place.language)
    form = Form.from_request(ResponseInput)
    try:
        with transaction() as session:
            services.answer(session, place.role_id, plan=form.input, by=actor(place))
    except Refused as refused:
        form.refuse(refused)
        glimpse = live.hub().watcher.look(place.run_id)
        return _page(token, place, glimpse, form), form.status
    return redirect(f"/play/{token}#question-{quote(_asked(form))}", 303)


@bp.post(f"{ADDRESS}/seen")
@by_token(WHOSE)
def seen(token: str) -> ResponseReturnValue:
    """Note which injects a person has before their eyes."""
    with transaction() as session:
        role = play.find(session, parts().keys, token)
        by = Actor(kind="link", id=role.person_id, person_id=role.person_id)
        for inject in dict.fromkeys(request.form.getlist("inject")[:50]):
            services.see(session, role.id, inject, by=by)
    return redirect(f"/play/{token}", 303)


@bp.get(f"{ADDRESS}/stream")
@by_token(WHOSE)
def stream(token: str) -> ResponseReturnValue:
    """Tell the page of news as they come; 204 when it should ask instead."""
    place = find(token)
    use_language(place.language)

    def render(glimpse: Glimpse) -> str | None:
        if not sheets.is_here(glimpse.state, place.role_id):
            return None
        use_language(place.language)
        return _part(token, place, glimpse)

    return live.stream(place.run_id, "players", after=_after(), render=render)


@bp.get(f"{ADDRESS}/poll")
@by_token(WHOSE)
def poll(token: str) -> ResponseReturnValue:
    """Give the part that changes, if it is another than the page has."""
    with reading() as session:
        run_id = play.find(session, parts().keys, token).run_id
    glimpse = live.hub().watcher.look(run_id)
    mark = glimpse.mark("players")
    if request.if_none_match.contains(mark):
        return Response(status=304, headers={"ETag": f'"{mark}"'})
    if request.args.get("after") == mark:
        return Response(status=204)
    place = find(token)
    use_language(place.language)
    return Response(_part(token, place, glimpse), headers={"ETag": f'"{mark}"'})


@bp.get(f"{ADDRESS}/papers/<name>")
@by_token(WHOSE)
def paper(token: str, name: str) -> ResponseReturnValue:
    """Give a paper of an inject that the person's group has received, to be saved."""
    place = find(token)
    state = live.hub().watcher.look(place.run_id).state
    with reading() as session:
        role = session.get_one(RunRole, place.role_id)
        group = sheets.group_of(state, place)
        file = play.paper(session, role.run, state, name, group=group)
        found = Response(file.content, mimetype=file.media_type)
    named = quote(name, safe="")  # RFC 8187
    found.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{named}"
    found.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return found


def find(token: str) -> Place:
    """Give the place that a link opens; raises DeadPlayLink."""
    with reading() as session:
        return play.place(session, play.find(session, parts().keys, token))


def actor(place: Place) -> Actor:
    """Give whoever follows the link."""
    return Actor(kind="link", id=place.person_id, person_id=place.person_id)


def _page(
    token: str, place: Place, glimpse: Glimpse, form: Form[ResponseInput] | None = None
) -> str:
    part = _part(token, place, glimpse, form)
    return render_template(
        "play/show.html",
        place=place,
        token=token,
        group=_group_name(glimpse, place),
        after=glimpse.mark("players"),
        part=sheets.markup(part),
        form=form,
        lost=_without_a_place(form, part) if form is not None else "",
    )


def _part(
    token: str, place: Place, glimpse: Glimpse, form: Form[ResponseInput] | None = None
) -> str:
    made = (
        sheets.refused_sheet(glimpse, place, form)
        if form is not None
        else sheets.sheet(glimpse, place)
    )
    return sheets.filled(made, glimpse, place, token)


def _without_a_place(form: Form[ResponseInput], part: str) -> str:
    """Give what was typed if the question has no form on the page (any more)."""
    kept = f'id="answer-{_asked(form)}-text"' in part
    return "" if kept else f"{form.value('option')} {form.value('text')}".strip()


def _asked(form: Form[ResponseInput]) -> str:
    return form.value("question") or f"to-{form.value('inject')}"


def _group_name(glimpse: Glimpse, place: Place) -> str:
    plan, key = glimpse.state.plan, sheets.group_of(glimpse.state, place)
    groups = plan.content.groups if plan is not None else ()
    return next((one.name for one in groups if one.key == key), "")


def _after() -> str:
    return request.headers.get("Last-Event-ID") or request.args.get("after", "")
