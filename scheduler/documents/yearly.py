"""What stands in a network's yearly report, in whatever format it is written?"""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.documents.document import (
    Block,
    Document,
    Paragraph,
    plain,
    table,
)
from scheduler.errors import N_
from scheduler.language import Language, language
from scheduler.titles import DEMO
from scheduler.yearly import Count, Followed, Hidden, Measure, NetworkYear

Cell = str | int
_HEADS = (
    N_("Organisation"),
    N_("Called to"),
    N_("There"),
    N_("By a substitute"),
    N_("Share"),
    N_("Actions taken on"),
    N_("Closed in time"),
    N_("Closed late"),
    N_("Open"),
    N_("Days to close"),
)


_HIDDEN = {Hidden.FEW: N_("fewer than 3"), Hidden.UNTOLD: N_("not told")}


def document(year: NetworkYear) -> Document:
    """Give a network's year as a document of one page, in the network's language."""
    speech = language(year.language)
    return Document(
        title=title(year, speech),
        language=speech.code,
        blocks=tuple(_blocks(year, speech)),
        wide=True,
    )


def title(year: NetworkYear, speech: Language) -> str:
    """Name the report; a demonstration says so."""
    name = f"{DEMO}: {year.network}" if year.demo else year.network
    return speech.gettext("%(network)s in %(year)s", network=name, year=year.year)


def facts(year: NetworkYear, speech: Language) -> list[tuple[str, str]]:
    """Give what is told of the network itself."""
    return [
        (speech.gettext("Meetings held"), str(year.held)),
        (speech.gettext("of them with an attendance list"), str(year.listed)),
        (speech.gettext("Meetings called off"), str(year.cancelled)),
        (speech.gettext("Days of notice (median)"), measure(year.notice_days, speech)),
        (speech.gettext("Answers in time"), share(year.answered, speech)),
        (speech.gettext("Areas not treated yet"), str(len(year.untreated))),
    ]


def heads(speech: Language) -> list[str]:
    """Give the names of the columns."""
    return [speech.gettext(word) for word in _HEADS]


def rows(year: NetworkYear, speech: Language) -> list[tuple[Cell, ...]]:
    """Give a row an organisation, and one of all together."""
    lines = [(one.name, *_row(one.followed, speech)) for one in year.organisations]
    return [*lines, (speech.gettext("Together"), *_row(year.together, speech))]


def note(speech: Language) -> str:
    """Say why some figures are not told."""
    return speech.gettext(
        "Figures about fewer than three people or occasions are not told, "
        "nor are those from which they could be worked out."
    )


def sheet(year: NetworkYear, speech: Language) -> list[tuple[Cell, ...]]:
    """Give the whole report as rows below the heads of the columns."""
    return [
        *rows(year, speech),
        ("",),
        *facts(year, speech),
        *(("", name) for name in year.untreated),
        ("",),
        (note(speech),),
    ]


def count(figure: Count, speech: Language) -> Cell:
    """Write a count, or why it is not told."""
    return speech.gettext(_HIDDEN[figure]) if isinstance(figure, Hidden) else figure


def measure(figure: Measure, speech: Language) -> str:
    """Write a number of days, or why it is not told; – where there is nothing to measure."""
    if isinstance(figure, Hidden):
        return speech.gettext(_HIDDEN[figure])
    return "–" if figure is None else speech.number(round(figure, 1))


def share(figure: Measure, speech: Language) -> str:
    """Write a share in per cent, or why it is not told; – of nothing."""
    if isinstance(figure, Hidden):
        return speech.gettext(_HIDDEN[figure])
    return "–" if figure is None else speech.gettext("%(n)s %%", n=round(figure * 100))


def _row(one: Followed, speech: Language) -> tuple[Cell, ...]:
    before = (one.called, one.there, one.substituted)
    after = (one.taken, one.in_time, one.late, one.open)
    return (
        *(count(figure, speech) for figure in before),
        share(one.share, speech),
        *(count(figure, speech) for figure in after),
        measure(one.median_days, speech),
    )


def _blocks(year: NetworkYear, speech: Language) -> Iterable[Block]:
    told = [f"{name}: {value}" for name, value in facts(year, speech)]
    yield Paragraph(plain(" · ".join(told)))
    if year.untreated:
        names = speech.list_(year.untreated)
        yield Paragraph(plain(speech.gettext("Areas not treated yet: %(names)s", names=names)))
    yield table(heads(speech), ([str(cell) for cell in row] for row in rows(year, speech)))
    yield Paragraph(plain(note(speech)), quiet=True)
