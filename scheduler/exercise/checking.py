"""What is wrong with a scenario, or would go wrong in the room?

Pure, fast, and never fails: a draft may point anywhere. Each check stands in the module of its
subject; here they are put in order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scheduler.errors import N_
from scheduler.exercise import (
    checking_references,
    checking_secrets,
    checking_times,
    checking_words,
    remarks,
)
from scheduler.exercise.content import Content, Objective
from scheduler.exercise.remarks import Booking
from scheduler.exercise.timetable import for_players

__all__ = ["Booking", "findings"]

_LEVELS = ("error", "warning", "info")


def findings(content: Content, booking: Booking | None = None) -> list[remarks.Warning]:
    """Give all that is wrong with a scenario, what cannot be run first."""
    asked = booking or Booking()
    found = [
        *checking_references.findings(content, asked),
        *_objectives(content, asked),
        *_approval(content),
        *checking_times.findings(content, asked),
        *checking_secrets.findings(content),
        *checking_words.findings(content, asked),
    ]
    return sorted(found, key=lambda one: _LEVELS.index(one.level))


def _objectives(content: Content, asked: Booking) -> Iterator[remarks.Warning]:
    if not content.objectives:
        text = N_("The scenario has no objective. Say what is to be exercised.")
        yield remarks.warning(("objectives", ""), text)
    served = {key for inject in for_players(content) for key in inject.objectives}
    for one in content.objectives:
        place = ("objectives", one.key)
        if one.key not in served:
            text = N_("No inject exercises objective %(objective)s.")
            yield remarks.warning(place, text, objective=one.key)
        if not one.indicators:
            text = N_("Objective %(objective)s has no indicator: nobody can see when it is met.")
            yield remarks.warning(place, text, objective=one.key)
        if asked.evaluators is not None and not _watched(one, asked.evaluators):
            text = N_("Nobody evaluates objective %(objective)s. Give one of its groups somebody.")
            yield remarks.warning(place, text, objective=one.key)


def _watched(objective: Objective, evaluators: Mapping[str, int]) -> bool:
    """Tell whether somebody of no group, or of one that the objective is for, evaluates."""
    groups = {"", *objective.groups} if objective.groups else set(evaluators)
    return any(evaluators.get(group, 0) > 0 for group in groups)


def _approval(content: Content) -> Iterator[remarks.Warning]:
    waiting = [inject.key for inject in content.injects if inject.status != "approved"]
    if waiting:
        text = N_("Not approved yet: %(injects)s.")
        yield remarks.warning(("injects", waiting[0]), text, injects=", ".join(waiting))
