"""What is to be kept, improved and started, as the room sees it? Without whose words it is."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.exercise.state import State

KINDS = ("kept", "improve", "start")
OPEN = ("ended", "hotwash")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was said; `mine`: this role has voted for it."""

    number: int
    text: str
    group: str
    votes: int
    mine: bool


@dataclass(frozen=True, slots=True)
class Column:
    """What was said of one kind, what most have voted for first."""

    kind: str
    items: tuple[Item, ...]


def columns(state: State, role: str = "") -> tuple[Column, ...]:
    """Give the three columns as a role sees them."""
    groups = state.plan.content.groups if state.plan is not None else ()
    names = {one.key: one.name for one in groups}
    found: dict[str, list[Item]] = {}
    for number, said in state.sayings.items():
        votes = state.votes.get(number, set())
        group = names.get(said.body["group"], "")
        item = Item(number, said.body["text"], group, len(votes), role in votes)
        found.setdefault(said.body["kind"], []).append(item)
    return tuple(
        Column(kind, tuple(sorted(found.get(kind, []), key=lambda item: -item.votes)))
        for kind in KINDS
    )


def is_open(state: State) -> bool:
    """Tell whether it is time to say something."""
    return state.status in OPEN
