"""Who gets which inject by which channel, and what does it say? A table of what is out.

The same for a run that was rehearsed and for one that was real.
"""

from __future__ import annotations

import hashlib
from typing import Literal, NamedTuple

from scheduler.exercise.clock import seconds
from scheduler.exercise.player import recipients, words
from scheduler.exercise.state import Seat, State, Step

Channel = Literal["page", "mail", "console"]
LEADING = ("director", "facilitator")


class Row(NamedTuple):
    """One delivery: the exercise second, the inject, the role that gets it, how, what it says."""

    second: int
    inject: str
    role: str
    channel: Channel
    body_hash: str


def rows(state: State) -> list[Row]:
    """Give all deliveries of what is out, in the order in which it came."""
    out = [one for one in state.steps.values() if one.released_at is not None]
    out.sort(key=lambda step: (_second(step), step.position))
    return [
        Row(_second(step), step.inject.key, seat.role, channel, body_hash(step))
        for step in out
        for seat, channel in deliveries(state, step)
    ]


def deliveries(state: State, step: Step) -> list[tuple[Seat, Channel]]:
    """Give who gets an inject and how: players on their page, and by mail what comes by mail."""
    if not step.for_players:
        return [(one, "console") for one in state.seats.values() if one.kind in LEADING]
    players = recipients(state, step)
    by_mail: list[tuple[Seat, Channel]] = []
    if step.inject.delivery == "mail":
        by_mail = [(one, "mail") for one in players]
    return [*((one, "page") for one in players), *by_mail]


def body_hash(step: Step) -> str:
    """Give SHA-256 over what an inject says, title and text."""
    title, text = words(step)
    return hashlib.sha256(f"{title}\n\n{text}".encode()).hexdigest()


def _second(step: Step) -> int:
    # What the clock lets come counts from when it was due: a wake-up's lateness is no one's second.
    ticks = step.base if step.how == "clock" else step.released
    return seconds(ticks or 0)
