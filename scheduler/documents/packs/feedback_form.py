"""What are players asked after the exercise? The form on paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scheduler.documents.document import Block, Document, Heading, Paragraph, plain, table
from scheduler.documents.packs.sheet import section, sheet, speech_of
from scheduler.exercise.feedback import USUAL
from scheduler.exercise.manual import Asked, Manual, manual
from scheduler.language import Language
from scheduler.packs import PackPaper

STEPS = ("1", "2", "3", "4", "5")
LINES = 3  # to write on, for each question


def document(paper: PackPaper) -> Document:
    """Give the feedback form, with room to write."""
    speech = speech_of(paper)
    read = manual(paper.content, paper.group)
    asked = _asked(read, speech)
    intro = speech.gettext(
        "Put no name on the form. What is answered is shown together, when at least five have "
        "answered."
    )
    blocks = (
        Paragraph(plain(intro)),
        *section(speech.gettext("How far do you agree?"), _scales(asked, speech)),
        *section(speech.gettext("In your own words"), _texts(asked, speech)),
    )
    return sheet(paper, blocks)


def _asked(read: Manual, speech: Language) -> Sequence[Asked]:
    """Give what the scenario asks, else what is usually asked, as the page does."""
    return read.feedback or [Asked(speech.gettext(one.text), one.kind) for one in USUAL]


def _scales(questions: Sequence[Asked], speech: Language) -> Iterator[Block]:
    asked = [one.text for one in questions if one.kind == "scale"]
    if asked:
        yield Paragraph(plain(speech.gettext("1: not at all. 5: wholly. Put a cross.")))
        head = (speech.gettext("Question"), *STEPS)
        yield table(head, ((text, *("☐" for _ in STEPS)) for text in asked), roomy=True)


def _texts(questions: Sequence[Asked], speech: Language) -> Iterator[Block]:
    asked = [one.text for one in questions if one.kind == "text"]
    for text in asked:
        yield Heading(3, plain(text))
        yield table((speech.gettext("Your answer"),), [("",)] * LINES, roomy=True)
