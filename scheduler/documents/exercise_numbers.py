"""How are the numbers about a network's exercises put in words and tables?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from scheduler.errors import N_
from scheduler.exercise.content import Step
from scheduler.exercise.over_time import CapabilityLine, Count, Hidden, OverTime
from scheduler.exercise.recurring import Chain
from scheduler.exercise.scales import BUILT_IN
from scheduler.language import Language
from scheduler.titles import DEMO

Rows = Sequence[Sequence[str]]
Table = tuple[str, tuple[Sequence[str], Rows]]  # name, heads, rows
_HIDDEN = {Hidden.FEW: N_("fewer than 5"), Hidden.UNTOLD: N_("not told")}
_KINDS = {"strength": N_("Strength"), "improvement": N_("Area for improvement")}


def title(network: str, speech: Language, *, demo: bool) -> str:
    """Name the numbers; a demonstration says so."""
    name = f"{DEMO}: {network}" if demo else network
    return speech.gettext("%(network)s: exercises over time", network=name)


def facts(told: OverTime, speech: Language) -> list[tuple[str, str]]:
    """Give what is told of all exercises together."""
    return [
        (speech.gettext("Exercises held"), str(len(told.held))),
        (speech.gettext("People who took part"), count(told.people, speech)),
        (speech.gettext("Objectives not tried for two years"), untried(told, speech)),
        (speech.gettext("Corrective actions taken on"), str(told.mending.opened)),
        (speech.gettext("of them done"), str(told.mending.done)),
        (speech.gettext("shown to work by a later exercise"), str(told.mending.verified)),
        (speech.gettext("Days to be done (median)"), median_days(told, speech)),
    ]


def untried(told: OverTime, speech: Language) -> str:
    """Say how many objectives nobody has tried, of how many."""
    if told.share is None:
        return "–"
    return speech.gettext(
        "%(n)s of %(all)s (%(percent)s %%)",
        n=told.untried_count,
        all=told.asked,
        percent=round(told.share * 100),
    )


def median_days(told: OverTime, speech: Language) -> str:
    """Write how many days it took; – where nothing is done."""
    days = told.mending.median_days
    return "–" if days is None else speech.number(round(days, 1))


def count(figure: Count, speech: Language) -> str:
    """Write a count, or why it is not told."""
    return speech.gettext(_HIDDEN[figure]) if isinstance(figure, Hidden) else str(figure)


def steps(scale: Sequence[Step], speech: Language) -> tuple[Step, ...]:
    """Give a scale with its names in the reader's language; one's own scale has its own names."""
    if scale not in BUILT_IN.values():
        return tuple(scale)
    return tuple(Step(key=one.key, name=speech.gettext(one.name)) for one in scale)


def counts(line: CapabilityLine) -> dict[str, int] | None:
    """Give a count a step for a chart; None where one is hidden."""
    told = {cell.step: cell.count for cell in line.cells if isinstance(cell.count, int)}
    return told if len(told) == len(line.cells) else None


def days(line_days: Sequence[date], speech: Language) -> str:
    """Write days in a row, the latest first."""
    return "; ".join(speech.date(day) for day in line_days)


def kind(chain: Chain, speech: Language) -> str:
    """Say what kind of finding it is."""
    return speech.gettext(_KINDS[chain.kind])


def solved(chain: Chain, speech: Language) -> str:
    """Say whether what was found again and again is solved."""
    return speech.gettext("Solved") if chain.solved else speech.gettext("Not solved")


def house(name: str, speech: Language) -> str:
    """Name an organisation, or those who are there for none."""
    return name or speech.gettext("No organisation")


def note(speech: Language) -> str:
    """Say what is left out of what may be handed on."""
    return speech.gettext(
        "These are the exercises whose reports are final. Figures about fewer than five people "
        "are not told, nor are those from which they could be worked out."
    )


def tables(told: OverTime, speech: Language) -> list[Table]:
    """Give all of it as named tables; those without rows are left out."""
    made = [
        (speech.gettext("Summary"), _summary(told, speech)),
        *((speech.gettext(name), make(told, speech)) for name, make in _TABLES),
    ]
    return [(name, (heads, rows)) for name, (heads, rows) in made if rows]


def _summary(told: OverTime, speech: Language) -> tuple[list[str], Rows]:
    rows: list[Sequence[str]] = list(facts(told, speech))
    if not told.whole:
        rows.append((note(speech), ""))
    return [speech.gettext("What"), speech.gettext("Figure")], rows


def _held(told: OverTime, speech: Language) -> tuple[list[str], Rows]:
    heads = [N_("Exercise"), N_("When"), N_("Runs"), N_("People")]
    rows = [
        (one.title, speech.date(one.day), str(one.runs), count(one.people, speech))
        for one in told.held
    ]
    return _said(heads, speech), rows


def _capabilities(told: OverTime, speech: Language) -> tuple[list[str], Rows]:
    heads = [N_("Capability"), N_("Rating"), N_("Times"), N_("of"), N_("When")]
    return _said(heads, speech), list(_ratings(told, speech))


def _ratings(told: OverTime, speech: Language) -> Iterator[Sequence[str]]:
    for scale in told.scales:
        names = {one.key: one.name for one in steps(scale.steps, speech)}
        for line in scale.lines:
            for cell in line.cells:
                yield (
                    line.name,
                    names[cell.step],
                    count(cell.count, speech),
                    count(line.n, speech),
                    days(line.days, speech),
                )


def _untried(told: OverTime, speech: Language) -> tuple[list[str], Rows]:
    heads = [N_("Objective"), N_("Scenario"), N_("Last tried")]
    rows = [
        (one.text, one.story, speech.date(one.last) if one.last else speech.gettext("never"))
        for one in told.untried
    ]
    return _said(heads, speech), rows


def _recurring(told: OverTime, speech: Language) -> tuple[list[str], Rows]:
    heads = [N_("Finding"), N_("Kind"), N_("Times"), N_("When"), N_("State")]
    rows = [
        (one.text, kind(one, speech), str(one.count), days(one.days, speech), solved(one, speech))
        for one in told.recurring
    ]
    return _said(heads, speech), rows


def _houses(told: OverTime, speech: Language) -> tuple[list[str], Rows]:
    heads = [N_("Organisation"), N_("Exercises"), N_("People")]
    rows = [
        (house(one.name, speech), count(one.exercises, speech), count(one.people, speech))
        for one in told.houses
    ]
    return _said(heads, speech), rows


def _pace(told: OverTime, speech: Language) -> tuple[list[str], Rows]:
    heads = [N_("Module"), N_("Scenario"), N_("Planned minutes"), N_("Real (median)"), N_("Runs")]
    rows = [
        (one.module, one.story, str(one.planned), str(one.real), str(one.runs)) for one in told.pace
    ]
    return _said(heads, speech), rows


def _said(heads: Sequence[str], speech: Language) -> list[str]:
    return [speech.gettext(one) for one in heads]


_TABLES: tuple[tuple[str, Callable[[OverTime, Language], tuple[list[str], Rows]]], ...] = (
    (N_("Exercises"), _held),
    (N_("Capabilities"), _capabilities),
    (N_("Not tried"), _untried),
    (N_("Found again"), _recurring),
    (N_("Organisations"), _houses),
    (N_("Modules"), _pace),
)
