"""Does anything that players read hold what is for facilitators and evaluators alone?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from scheduler.errors import N_
from scheduler.exercise import remarks
from scheduler.exercise.content import HIDDEN, Content, Inject, Module
from scheduler.exercise.manual import manual
from scheduler.exercise.manual import texts as manual_texts
from scheduler.exercise.remarks import Place
from scheduler.exercise.timetable import for_players
from scheduler.exercise.wording import words

SHORTEST = 16  # letters: a shorter text may stand in two places by chance


def findings(content: Content) -> Iterator[remarks.Warning]:
    """Give every hidden text that stands in what players read, and every hidden paper."""
    before = _flat(
        text for group in _groups(content) for text in manual_texts(manual(content, group))
    )
    for place, text in _hidden(content):
        if _holds(before, text):
            words_ = N_(
                "What players get beforehand holds a text that is hidden from them: %(where)s."
            )
            yield remarks.error(place, words_, where=place[1])
    yield from _within(content)
    yield from _papers(content)


def _within(content: Content) -> Iterator[remarks.Warning]:
    """Look for a part's own hidden texts in what the part shows."""
    text = N_("%(where)s shows players a text that is hidden from them.")
    for module in content.modules:
        shown = _flat([module.title, module.text, *(q.text for q in module.questions)])
        if any(_holds(shown, question.hint) for question in module.questions):
            yield remarks.error(("modules", module.key), text, where=module.title)
    for inject in for_players(content):
        shown = _flat([inject.title, inject.text, *(q.text for q in inject.questions)])
        if any(_holds(shown, hidden) for hidden in _of_inject(inject)):
            yield remarks.error(("injects", inject.key), text, where=inject.key)


def _papers(content: Content) -> Iterator[remarks.Warning]:
    kept = {one.name for one in content.papers if one.audience != "all"}
    for inject in for_players(content):
        for name in kept.intersection(inject.files):
            text = N_("Inject %(inject)s gives players “%(paper)s”, which is not for them.")
            yield remarks.error(("injects", inject.key), text, inject=inject.key, paper=name)


def _hidden(content: Content) -> Iterator[tuple[Place, str]]:
    for objective in content.objectives:
        for indicator in objective.indicators:
            yield from ((("objectives", objective.key), text) for text in _texts(indicator))
    for module in content.modules:
        yield from ((("modules", module.key), text) for text in _hints(module))
    for inject in content.injects:
        place = ("injects", inject.key)
        yield from ((place, text) for text in _of_inject(inject))
        if inject.kind in HIDDEN:
            yield from ((place, text) for text in (inject.title, inject.text))


def _of_inject(inject: Inject) -> Iterator[str]:
    yield inject.note
    yield from (action.text for action in inject.expected)
    yield from _hints(inject)


def _hints(part: Module | Inject) -> Iterator[str]:
    yield from (question.hint for question in part.questions)


def _texts(part: object) -> Iterator[str]:
    yield from words(part)


def _groups(content: Content) -> list[str]:
    return ["", *(one.key for one in content.groups)]


def _holds(shown: str, hidden: str) -> bool:
    text = _flat([hidden])
    return len(text) >= SHORTEST and text in shown


def _flat(texts: Iterable[str]) -> str:
    return re.sub(r"\s+", " ", "\n".join(texts)).casefold().strip()
