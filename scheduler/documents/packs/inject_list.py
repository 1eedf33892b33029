"""What is to happen, line by line? The list of injects (HSEEP: MSEL) on paper."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.documents.document import Block, Document, Paragraph, plain, table
from scheduler.documents.packs.script import Script
from scheduler.documents.packs.sheet import sheet, speech_of
from scheduler.errors import N_
from scheduler.exercise import timetable
from scheduler.exercise.content import Inject
from scheduler.packs import PackPaper

_HEADS = (
    N_("Time"),
    N_("No."),
    N_("Module"),
    N_("Kind"),
    N_("Title"),
    N_("From"),
    N_("To"),
    N_("How"),
    N_("Expected actions"),
    N_("Objectives"),
    N_("Responsible"),
)


def document(paper: PackPaper) -> Document:
    """Give the list of injects, in the order they come, on its side."""
    speech = speech_of(paper)
    return sheet(paper, _list(Script(paper.content, speech)), wide=True)


def _list(script: Script) -> Iterator[Block]:
    rows = [_row(inject, script) for _, inject in timetable.in_order(script.content)]
    if rows:
        yield table(map(script.speech.gettext, _HEADS), rows)
    else:
        words = script.speech.gettext("The scenario has no injects yet.")
        yield Paragraph(plain(words))


def _row(inject: Inject, script: Script) -> tuple[str, ...]:
    return (
        script.at(inject),
        inject.key,
        script.module(inject.module),
        script.kind(inject),
        inject.title,
        script.sender(inject),
        script.groups(inject.groups),
        script.how(inject),
        "; ".join(one.text for one in inject.expected),
        ", ".join(inject.objectives),
        inject.responsible,
    )
