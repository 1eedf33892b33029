"""What stands in the report about an exercise, in whatever format it is written?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from scheduler.documents import markdown_blocks
from scheduler.documents.document import (
    Block,
    Document,
    Heading,
    Paragraph,
    fields,
    plain,
)
from scheduler.documents.exercise_tables import Tables, as_table
from scheduler.errors import N_
from scheduler.exercise.report import FindingPart, ObjectivePart, Report
from scheduler.language import Language, language
from scheduler.titles import Play, headed

STATES = {
    "draft": N_("Draft"),
    "comment": N_("Out for comments"),
    "final": N_("Final"),
}
_KINDS = {
    "seminar": N_("Seminar"),
    "tabletop": N_("Tabletop exercise"),
    "workshop": N_("Workshop"),
    "game": N_("Game"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPaper:
    """A report with what is said of it: its state, its number in the registry, its checksum."""

    report: Report
    state: str
    number: int = 0
    case_number: str = ""
    hash: str = ""


def document(paper: ReportPaper) -> Document:
    """Give the report as a document in its network's language."""
    told = paper.report
    speech = language(told.language)
    bears = Play(told.mark, told.stop_word)
    name = speech.gettext("Evaluation report: %(title)s", title=told.title)
    return Document(
        title=headed(name, bears, demo=told.demo),
        language=speech.code,
        blocks=tuple(_blocks(paper, speech, bears)),
        top=" · ".join([told.mark, speech.gettext(STATES[paper.state])]),
    )


def _blocks(paper: ReportPaper, speech: Language, bears: Play) -> Iterator[Block]:
    told = paper.report
    tables = Tables(told, speech)
    yield Paragraph(plain(bears.line(speech.gettext), strong=True))
    yield fields(_facts(paper, speech))
    yield from _prose(speech.gettext("Purpose"), told.purpose)
    yield from _prose(speech.gettext("Scope"), told.scope)
    yield from _prose(speech.gettext("Artificialities"), told.artificialities)
    yield from _part(speech.gettext("Ratings"), tables.ratings())
    for one in told.objectives:
        yield from _objective(one, speech, tables)
    yield from _part(
        speech.gettext("Other findings"),
        (block for one in told.findings for block in _finding(one, speech, tables)),
    )
    yield from _part(speech.gettext("Improvement plan"), as_table(tables.improvement_rows()))
    yield from _part(speech.gettext("What came when"), as_table(tables.timeline_rows()))
    yield from _part(speech.gettext("Modules"), tables.modules())
    yield from _part(speech.gettext("Decisions"), as_table(tables.decision_rows()))
    yield from _part(
        speech.gettext("Agreement before and after the talk"), as_table(tables.question_rows())
    )
    yield from _part(speech.gettext("Hot wash"), as_table(tables.saying_rows()))
    yield from _part(speech.gettext("Feedback"), _feedback(told, speech, tables))
    yield from _part(speech.gettext("Who took part"), as_table(tables.participant_rows()))
    yield Paragraph(plain(_foot(paper, speech)), quiet=True)


def _facts(paper: ReportPaper, speech: Language) -> list[tuple[str, str]]:
    told = paper.report
    line = speech.date_line(told.when, told.when + timedelta(minutes=told.minutes))
    subs = "\n".join(f"{name}: {text}" for name, text in told.sub_objectives)
    broken = [one.end_reason for one in told.runs if one.end_reason]
    return [
        (speech.gettext("Network"), told.network),
        (speech.gettext("When"), f"{line} ({told.time_zone})"),
        (speech.gettext("Place"), told.place),
        (speech.gettext("Kind"), speech.gettext(_KINDS[told.kind])),
        (speech.gettext("Scenario"), f"{told.scenario} (v{told.version})"),
        (speech.gettext("Capabilities"), ", ".join(told.capabilities)),
        (speech.gettext("Each actor’s own objectives"), subs),
        (speech.gettext("Runs"), ", ".join(one.label for one in told.runs)),
        (speech.gettext("Broken off because"), "; ".join(broken)),
        (speech.gettext("Status"), speech.gettext(STATES[paper.state])),
        (speech.gettext("Case number"), paper.case_number),
    ]


def _objective(one: ObjectivePart, speech: Language, tables: Tables) -> Iterator[Block]:
    yield Heading(2, plain(f"{one.key}. {one.text}"))
    if one.capabilities:
        words = speech.gettext("Capabilities: %(names)s", names=", ".join(one.capabilities))
        yield Paragraph(plain(words), quiet=True)
    for rated in (one.whole, *one.indicators):
        if rated.final:
            said = f"{rated.text}: {rated.final}. {rated.final_reason}".strip()
            yield Paragraph(plain(said))
    kinds = (
        ("strength", speech.gettext("Strengths")),
        ("improvement", speech.gettext("Areas for improvement")),
    )
    for kind, name in kinds:
        found = [finding for finding in one.findings if finding.kind == kind]
        yield from _part(name, _findings(found, speech, tables), level=3)
    if not one.findings:
        yield Paragraph(plain(speech.gettext("Nothing has been found about it.")), quiet=True)


def _findings(found: Sequence[FindingPart], speech: Language, tables: Tables) -> Iterator[Block]:
    for one in found:
        yield from _finding(one, speech, tables)


def _finding(one: FindingPart, speech: Language, tables: Tables) -> Iterator[Block]:
    yield Paragraph(plain(f"{one.text} {tables.shown_by(one.source)}".strip(), strong=True))
    yield from markdown_blocks.blocks(one.analysis)
    lines = [
        (speech.gettext("Root cause"), one.root_cause),
        (speech.gettext("Capability"), one.capability),
        (speech.gettext("Found before"), one.recurring),
    ]
    known = fields(lines)
    if known.lines:
        yield known


def _feedback(told: Report, speech: Language, tables: Tables) -> Iterator[Block]:
    words = speech.ngettext("%(n)d form was filled in.", "%(n)d forms were filled in.", told.forms)
    yield Paragraph(plain(words))
    if told.forms and not told.feedback:
        yield Paragraph(
            plain(speech.gettext("They are too few to be shown without telling whose they are."))
        )
    yield from as_table(tables.feedback_rows())
    for one in told.feedback:
        if one.texts:
            yield Heading(3, plain(one.text))
            yield from (Paragraph(plain(text)) for text in one.texts)


def _prose(name: str, text: str) -> Iterator[Block]:
    yield from _part(name, markdown_blocks.blocks(text))


def _part(name: str, blocks: Iterable[Block], level: int = 2) -> Iterator[Block]:
    inner = tuple(blocks)
    if inner:
        yield Heading(level, plain(name))
        yield from inner


def _foot(paper: ReportPaper, speech: Language) -> str:
    if not paper.hash:
        return speech.gettext("Draft, made from the logs of the runs.")
    told = {"number": paper.number, "hash": paper.hash}
    return speech.gettext("Version %(number)s. Checksum: %(hash)s", **told)
