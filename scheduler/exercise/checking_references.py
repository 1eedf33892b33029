"""Does everything in a scenario that points somewhere point at something that is there?"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from scheduler.errors import N_
from scheduler.exercise import remarks
from scheduler.exercise.content import Content, Inject
from scheduler.exercise.plan import names_in
from scheduler.exercise.remarks import Booking, Place
from scheduler.exercise.wording import texts

_NONE = {
    "module": N_("There is no module “%(key)s”."),
    "groups": N_("There is no group “%(key)s”."),
    "persona": N_("There is no persona “%(key)s”."),
    "objectives": N_("There is no objective “%(key)s”."),
    "capabilities": N_("There is no capability “%(key)s”."),
    "papers": N_("There is no paper “%(key)s”."),
    "injects": N_("There is no inject “%(key)s” to come after."),
    "expected": N_("There is no expected action “%(key)s” to be marked."),
}


def findings(content: Content, asked: Booking) -> Iterator[remarks.Warning]:
    """Give every reference that leads nowhere, every circle, every name without a value."""
    there = _there(content)
    for place, kind, key in _references(content):
        if key not in there[kind]:
            yield remarks.error(place, _NONE[kind], key=key)
    yield from _without_module(content)
    yield from _circles(content)
    yield from _variables(content, asked)


def _there(content: Content) -> dict[str, Collection[str]]:
    return {
        "module": {one.key for one in content.modules},
        "groups": {one.key for one in content.groups},
        "persona": {one.key for one in content.personas},
        "objectives": {one.key for one in content.objectives},
        "capabilities": {one.code for one in content.capabilities},
        "papers": {one.name for one in content.papers},
        "injects": {one.key for one in content.injects},
        "expected": {action.key for one in content.injects for action in one.expected},
    }


def _references(content: Content) -> Iterator[tuple[Place, str, str]]:
    for objective in content.objectives:
        place = ("objectives", objective.key)
        yield from ((place, "groups", key) for key in objective.groups)
        yield from ((place, "capabilities", key) for key in objective.capabilities)
    for module in content.modules:
        for question in module.questions:
            yield from ((("modules", module.key), "groups", key) for key in question.groups)
    for inject in content.injects:
        yield from ((("injects", inject.key), kind, key) for kind, key in _of_inject(inject))


def _of_inject(inject: Inject) -> Iterator[tuple[str, str]]:
    lone = {"module": inject.module, "persona": inject.persona}
    yield from ((kind, key) for kind, key in lone.items() if key)
    yield from (("groups", key) for key in inject.groups)
    yield from (("groups", key) for question in inject.questions for key in question.groups)
    yield from (("objectives", key) for key in inject.objectives)
    yield from (("papers", name) for name in inject.files)
    if inject.trigger.kind == "after":
        yield "injects", inject.trigger.inject
    if inject.trigger.requires is not None:
        yield from (("expected", mark.action) for mark in inject.trigger.requires.marks)


def _without_module(content: Content) -> Iterator[remarks.Warning]:
    for inject in content.injects:
        place, trigger = ("injects", inject.key), inject.trigger
        if trigger.kind == "module" and not inject.module:
            text = N_("Inject %(inject)s comes with its module, but has none.")
            yield remarks.error(place, text, inject=inject.key)
        if trigger.kind == "marks" and trigger.requires is None:
            text = N_("Inject %(inject)s waits for a mark, but none is named.")
            yield remarks.error(place, text, inject=inject.key)


def _circles(content: Content) -> Iterator[remarks.Warning]:
    """Find injects that wait for each other: none of them would ever come."""
    earlier = {i.key: i.trigger.inject for i in content.injects if i.trigger.kind == "after"}
    settled: set[str] = set()
    for start in earlier:
        chain: list[str] = []
        key = start
        while key in earlier and key not in settled and key not in chain:
            chain.append(key)
            key = earlier[key]
        if key in chain:
            circle = chain[chain.index(key) :]
            text = N_("These injects wait for each other, so that none comes: %(injects)s.")
            yield remarks.error(("injects", key), text, injects=" → ".join([*circle, key]))
        settled.update(chain)


def _variables(content: Content, asked: Booking) -> Iterator[remarks.Warning]:
    values = {one.key: one.value for one in content.variables}
    values |= {key: text for key, text in asked.variables.items() if text}
    told: set[str] = set()
    for place, text in texts(content):
        for name in names_in(text):
            if values.get(name) or name in told:
                continue
            told.add(name)
            if name in values:
                yield remarks.error(place, N_("The variable {%(name)s} has no value."), name=name)
            else:
                words = N_("{%(name)s} is no variable of the scenario. Add it, with a value.")
                yield remarks.error(place, words, name=name)
    for one in content.variables:  # not used, or put into the texts as nothing already
        if not values[one.key] and one.key not in told:
            words = N_("The variable {%(name)s} has no value.")
            yield remarks.warning(("variables", one.key), words, name=one.key)
