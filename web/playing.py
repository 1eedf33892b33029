"""How does a run become what a player's page, or the screen in the room, shows of it?

All of it comes from scheduler.exercise.player. One group's part is rendered once for all of it, in
each language; each reader's own address, clock and readings are put into its slots.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import render_template
from markupsafe import Markup

from scheduler.clock import now
from scheduler.exercise import player
from scheduler.exercise.agreement import Agreement, agreement, first_answers, last_answers
from scheduler.exercise.clock import seconds
from scheduler.exercise.player import Received
from scheduler.exercise.state import Said, State
from scheduler.queries.play import Place, Room
from web import live
from web.live.fragments import Fragment, slot
from web.live.watcher import Glimpse
from web.reader import reader, use_language

ANSWERED_IN = ("running", "paused", "ended", "hotwash")


def sheet(glimpse: Glimpse, place: Place) -> Fragment:
    """Give the part of the page that all of a group share; renders it when it is the first."""
    group, language = group_of(glimpse.state, place), reader().code
    key = ("sheet", glimpse.run_id, glimpse.mark("players"), place.kind, group, language)
    return live.hub().fragments.once(key, lambda: _sheet(glimpse, place))


def filled(fragment: Fragment, glimpse: Glimpse, place: Place, token: str) -> str:
    """Give the part with what is the reader's own."""
    state = glimpse.state

    def fill(name: str) -> str:
        kind, _, key = name.partition(":")
        match kind:
            case "token":
                return token
            case "clock":
                return clock(state)
            case "if-read" | "if-unread":
                read = (key, str(place.role_id)) in state.seen
                return "" if read == (kind == "if-read") else " hidden"
        return ""

    return fragment.filled(fill)


def refused_sheet(glimpse: Glimpse, place: Place, form: Any) -> Fragment:
    """Give the part with a form that was refused, and what was typed into it."""
    return Fragment.of(_sheet(glimpse, place, form))


def screen(glimpse: Glimpse, room: Room) -> str:
    """Give the part of the screen that changes."""
    use_language(room.language)
    key = ("screen", glimpse.run_id, glimpse.mark("screen"), reader().code)
    made = live.hub().fragments.once(key, lambda: _screen(glimpse, room))
    return made.filled(lambda name: clock(glimpse.state) if name == "clock" else "")


def clock(state: State) -> str:
    """Give the exercise clock; a script lets it go on between two pieces of news."""
    shown, going = seconds(state.elapsed(now())), state.status == "running"
    key = ("clock", shown, state.rate, going)

    def render() -> str:
        return render_template("play/_clock.html", shown=shown, rate=state.rate / 100, going=going)

    return live.hub().fragments.once(key, render).filled(str)


def group_of(state: State, place: Place) -> str:
    """Give the group in which somebody sits now, "" for none."""
    seat = state.seats.get(str(place.role_id))
    return seat.group if seat is not None else ""


def is_here(state: State, role_id: UUID) -> bool:
    """Tell whether a role still has its place."""
    seat = state.seats.get(str(role_id))
    return seat is None or seat.here


def _sheet(glimpse: Glimpse, place: Place, form: Any = None) -> str:
    state, group = glimpse.state, group_of(glimpse.state, place)
    plan = state.plan
    return render_template(
        "play/_sheet.html",
        sheet=player.sheet(state, group, glimpse.at),
        group=group,
        groups={one.key: one.name for one in plan.content.groups} if plan else {},
        written_in=plan.content.language if plan else reader().code,
        answers=state.status in ANSWERED_IN and place.kind == "player",
        agreed={key: _agreed(state, key) for key in state.revealed},
        own=_own(state, group),
        zone=ZoneInfo(place.time_zone),
        place=place,
        slot=slot,
        form=form,
    )


def _screen(glimpse: Glimpse, room: Room) -> str:
    state = glimpse.state
    seen = player.sheet(state, "", glimpse.at)
    return render_template(
        "screen/_shown.html", sheet=seen, shown=_shown(state), room=room, slot=slot
    )


def _shown(state: State) -> Received | None:
    """Give what is on the screen, if it may (still) be there."""
    step = state.steps.get(state.shown)
    if step is None or not (step.out and step.for_players) or step.inject.secret:
        return None
    return player.received(state, step, "")


def _agreed(state: State, question: str) -> tuple[Agreement, Agreement]:
    before = agreement(first_answers(state, question))
    return before, agreement(last_answers(state, question))


def _own(state: State, group: str) -> dict[str, Said]:
    """Give what a group has said to injects as a whole, by inject."""
    whole = (one for one in state.answers if not one.body["question"])
    return {one.body["inject"]: one for one in whole if one.body["group"] == group}


def markup(text: str) -> Markup:
    """Mark as HTML what our own templates have rendered."""
    return Markup(text)  # noqa: S704  # a fragment: escaped where it was rendered
