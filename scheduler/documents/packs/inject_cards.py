"""How are injects handed out or read aloud without a screen? One page each, with its code.

A card may be given to players when its time has come, so that it has nothing of the facilitators';
the first page, with who gets which when, stays with whoever leads.
"""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.documents.document import Block, Document, Heading, Paragraph, plain
from scheduler.documents.packs.script import Script
from scheduler.documents.packs.sheet import facts, points, prose, section, sheet, speech_of, stops
from scheduler.exercise import timetable
from scheduler.exercise.content import FOR_PLAYERS, Inject, Question
from scheduler.packs import PackPaper


def document(paper: PackPaper) -> Document:
    """Give the injects as cards; the first page is for whoever leads."""
    speech = speech_of(paper)
    script = Script(paper.content, speech)
    order = [one for _, one in timetable.in_order(paper.content) if one.kind in FOR_PLAYERS]
    words = speech.gettext(
        "Keep this page. Hand out each card, or read it aloud, when its time has come. Whoever "
        "answers on paper writes the code of the card first."
    )
    blocks = (
        Paragraph(plain(words)),
        *section(speech.gettext("Timetable"), script.timetable()),
        *(block for one in order for block in _card(one, paper, script)),
    )
    return sheet(paper, blocks)


def _card(inject: Inject, paper: PackPaper, script: Script) -> Iterator[Block]:
    gettext = script.speech.gettext
    yield Heading(2, plain(f"{paper.head.play.mark} · {inject.key} · {inject.title}"), fresh=True)
    yield from facts(
        [
            (gettext("Code"), inject.key),
            (gettext("From"), script.sender(inject)),
            (gettext("Time in the story"), inject.story_time),
        ]
    )
    yield from prose(inject.text)
    yield from points(one.text for one in inject.questions if _is_for_all(one, inject))
    yield Paragraph(plain(stops(paper)), quiet=True)


def _is_for_all(question: Question, inject: Inject) -> bool:
    """Tell whether all who get the card may read the question on it."""
    return not question.groups or (bool(inject.groups) and {*inject.groups} <= {*question.groups})
