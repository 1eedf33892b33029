"""Does a scenario fit its time: the booking, its modules, what is to be read, and no idle group?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scheduler.errors import N_
from scheduler.exercise import remarks
from scheduler.exercise.content import Content
from scheduler.exercise.offsets import shown
from scheduler.exercise.remarks import Booking
from scheduler.exercise.timetable import (
    WORDS_A_MINUTE,
    for_players,
    planned,
    reaches,
    reading_minutes,
    starts,
)

LONGEST_IDLE = 20 * 60  # seconds
Times = Mapping[str, int | None]


def findings(content: Content, asked: Booking) -> Iterator[remarks.Warning]:
    """Give what does not fit."""
    yield from _total(content, asked)
    yield from _modules(content)
    yield from _misplaced(content)
    yield from _reading(content)
    times = planned(content)
    for group, name in _groups(content):
        yield from _idle(content, group, name, times)


def _total(content: Content, asked: Booking) -> Iterator[remarks.Warning]:
    if not content.modules:
        yield remarks.warning(
            ("modules", ""), N_("The scenario has no module, so no time is planned.")
        )
    elif asked.minutes and content.minutes > asked.minutes:
        text = N_("The modules take %(minutes)s minutes, and the meeting has %(booked)s.")
        yield remarks.error(("modules", ""), text, minutes=content.minutes, booked=asked.minutes)
    elif asked.minutes and content.minutes == asked.minutes:
        text = N_("The modules fill the whole meeting: no time is left for the hot wash.")
        yield remarks.info(("modules", ""), text)


def _modules(content: Content) -> Iterator[remarks.Warning]:
    for module in content.modules:
        if not module.minutes:
            text = N_("Module “%(module)s” has no minutes.")
            yield remarks.warning(("modules", module.key), text, module=module.title)


def _misplaced(content: Content) -> Iterator[remarks.Warning]:
    """Find what comes after the end, or while another module than its own goes on."""
    end, begun = content.minutes * 60, starts(content)
    lengths = {module.key: module.minutes * 60 for module in content.modules}
    if not end:
        return
    times = planned(content)
    for inject in content.injects:
        at, begins = times[inject.key], begun.get(inject.module)
        place, told = ("injects", inject.key), {"inject": inject.key, "time": shown(at or 0)}
        if at is not None and at >= end:
            text = N_("Inject %(inject)s comes at %(time)s, when the exercise is over.")
            yield remarks.error(place, text, **told)
        elif (
            at is not None
            and begins is not None
            and not (begins <= at < begins + lengths[inject.module])
        ):
            text = N_("Inject %(inject)s comes at %(time)s, outside its module.")
            yield remarks.warning(place, text, **told)


def _reading(content: Content) -> Iterator[remarks.Warning]:
    """Find modules whose texts take longer to read than the module lasts, for any group."""
    of_module: dict[str, list[tuple[tuple[str, ...], float]]] = {}
    for inject in for_players(content):
        of_module.setdefault(inject.module, []).append((inject.groups, reading_minutes(inject)))
    for module in content.modules:
        own = len(module.text.split()) / WORDS_A_MINUTE
        given = of_module.get(module.key, [])
        for group, _ in _groups(content):
            total = own + sum(took for to, took in given if not to or group in to)
            room = module.read_minutes + module.talk_minutes
            if room and total > room:
                text = N_("Reading takes %(needed)s minutes in module “%(module)s” of %(room)s.")
                told = {"needed": round(total), "module": module.title, "room": room}
                yield remarks.warning(("modules", module.key), text, **told)
                break


def _groups(content: Content) -> list[tuple[str, str]]:
    return [(one.key, one.name) for one in content.groups] or [("", "")]


def _idle(content: Content, group: str, name: str, times: Times) -> Iterator[remarks.Warning]:
    """Find stretches of over 20 minutes, breaks apart, in which nothing reaches a group."""
    end, free = content.minutes * 60, 0
    by_hand = [i.key for i in for_players(content) if times[i.key] is None and reaches(i, group)]
    for at, until in [*_busy(content, group, times), (end, end)]:
        new = min(at, end)  # what comes after the end is said elsewhere
        if new - free - _breaks(content, free, new) > LONGEST_IDLE:
            told = {"since": shown(free // 60 * 60), "until": shown(new // 60 * 60)}
            yield _nothing(group, name, by_hand, told)
        free = max(free, until)


def _nothing(group: str, name: str, by_hand: list[str], told: dict[str, str]) -> remarks.Warning:
    place, injects = ("groups", group), ", ".join(by_hand)
    if not group:
        text = N_("Nothing comes from %(since)s to %(until)s.")
        by_hand_text = N_(
            "Nothing comes by itself from %(since)s to %(until)s. By hand may come: %(injects)s."
        )
    else:
        told = {"group": name, **told}
        text = N_("Nothing reaches %(group)s from %(since)s to %(until)s.")
        by_hand_text = N_(
            "Nothing reaches %(group)s by itself from %(since)s to %(until)s. "
            "By hand may come: %(injects)s."
        )
    if by_hand:
        return remarks.info(place, by_hand_text, injects=injects, **told)
    return remarks.warning(place, text, **told)


def _busy(content: Content, group: str, times: Times) -> list[tuple[int, int]]:
    """Give when something new reaches a group, and until when it is read, in seconds."""
    found = []
    for inject in for_players(content):
        at = times[inject.key]
        if at is not None and reaches(inject, group):
            found.append((at, at + int(reading_minutes(inject) * 60)))
    begun = starts(content)
    for module in content.modules:
        if module.text or any(reaches(question, group) for question in module.questions):
            at = begun[module.key]
            found.append((at, at + module.read_minutes * 60))
    return sorted(found)


def _breaks(content: Content, since: int, until: int) -> int:
    """Give how many seconds of a stretch are breaks; each stands at the end of its module."""
    total, at = 0, 0
    for module in content.modules:
        at += module.minutes * 60
        begins = at - module.break_minutes * 60
        total += max(0, min(at, until) - max(begins, since))
    return total
