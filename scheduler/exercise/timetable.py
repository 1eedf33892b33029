"""When is each inject planned to come, as far as the plan alone can tell?

All times are seconds after STARTEX. What comes in a real run stands in timing.py.
"""

from __future__ import annotations

from collections.abc import Mapping

from scheduler.exercise.content import FOR_PLAYERS, Content, Inject, Question

WORDS_A_MINUTE = 150  # read slowly, once, by everybody at a table


def starts(content: Content) -> dict[str, int]:
    """Give when each module begins: after all the minutes of those before it."""
    found, at = {}, 0
    for module in content.modules:
        found[module.key] = at
        at += module.minutes * 60
    return found


def planned(content: Content) -> dict[str, int | None]:
    """Give when each inject comes by itself; None: by hand, on marks, or after one that is so."""
    injects = {inject.key: inject for inject in content.injects}
    begun = starts(content)
    found: dict[str, int | None] = {}
    for inject in content.injects:
        for key in reversed(_chain(inject, injects, found)):
            found[key] = _at(injects[key], begun, found)
    return found


def in_order(content: Content) -> list[tuple[int | None, Inject]]:
    """Give the injects in the order they come; those without a time stand where they were put."""
    times, latest = planned(content), 0
    placed = []
    for place, inject in enumerate(content.injects):
        at = times[inject.key]
        latest = at if at is not None else latest
        placed.append((latest, place, at, inject))
    return [(at, inject) for _, _, at, inject in sorted(placed, key=lambda one: one[:2])]


def for_players(content: Content) -> list[Inject]:
    """Give the injects that players may ever see."""
    return [inject for inject in content.injects if inject.kind in FOR_PLAYERS]


def reaches(part: Inject | Question, group: str) -> bool:
    """Tell whether an inject or a question is for a group."""
    return not part.groups or group in part.groups


def reading_minutes(inject: Inject) -> float:
    """Give how long an inject takes to read: as it says, else by its words."""
    if inject.reading_minutes is not None:
        return inject.reading_minutes
    return len(inject.text.split()) / WORDS_A_MINUTE


def _chain(
    inject: Inject, injects: Mapping[str, Inject], known: Mapping[str, int | None]
) -> list[str]:
    chain: list[str] = []
    passed: set[str] = set()
    one: Inject | None = inject
    while one is not None and one.key not in known and one.key not in passed:
        chain.append(one.key)
        passed.add(one.key)
        one = injects.get(one.trigger.inject) if one.trigger.kind == "after" else None
    return chain


def _at(inject: Inject, begun: Mapping[str, int], known: Mapping[str, int | None]) -> int | None:
    trigger = inject.trigger
    match trigger.kind:
        case "start":
            return max(trigger.seconds, 0)
        case "module":
            base = begun.get(inject.module)
        case "after":
            base = known.get(trigger.inject)
        case _:
            return None
    return None if base is None else max(base + trigger.seconds, 0)
