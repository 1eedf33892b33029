"""What do evaluators need to know before and while they watch?"""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.documents.document import Block, Document, Heading, plain
from scheduler.documents.packs.objectives import objectives
from scheduler.documents.packs.script import Script
from scheduler.documents.packs.sheet import facts, points, prose, section, sheet, speech_of
from scheduler.errors import N_
from scheduler.exercise import timetable
from scheduler.packs import PackPaper

ROLE = (
    N_("You watch and write. You do not help, hint or judge, and you say nothing in the room."),
    N_("Write what was said and done, by which organisation: facts first, what they mean later."),
    N_("Name functions and organisations, never persons."),
    N_("Tie each note to an inject or an indicator; the exercise time is put to it by itself."),
    N_("Rate by what you saw. What you did not see is “not observed”, never a low rating."),
    N_("Rate before you talk with the other evaluators. Every rating is kept."),
    N_("Listen to the hot wash: what the groups say of themselves is evidence too."),
)
LOOK_FOR = (
    N_("Who takes the lead, and is it said aloud?"),
    N_("Which decision is made, by whom, on what ground, and does everybody know of it?"),
    N_("What is shared with whom, and what is held back, and why?"),
    N_("Who is asked late, or not at all?"),
    N_("What do plans and routines say, and are they used?"),
    N_("What works well and should be kept?"),
)


def document(paper: PackPaper) -> Document:
    """Give the evaluator handbook."""
    speech, content = speech_of(paper), paper.content
    gettext, script = speech.gettext, Script(content, speech)
    blocks = (
        *section(gettext("Your part"), points(map(gettext, ROLE))),
        *section(gettext("What to look for"), points(map(gettext, LOOK_FOR))),
        *section(gettext("Purpose"), prose(content.purpose)),
        *section(gettext("What is exercised"), objectives(content, speech)),
        *section(gettext("Timetable"), script.timetable(), fresh=True),
        *section(gettext("Injects and what is expected"), _injects(script), fresh=True),
    )
    return sheet(paper, blocks)


def _injects(script: Script) -> Iterator[Block]:
    gettext = script.speech.gettext
    for _, inject in timetable.in_order(script.content):
        if inject.kind == "note":
            continue
        yield Heading(3, plain(f"{inject.key}. {inject.title}"))
        yield from facts(
            [
                (gettext("Time"), script.at(inject)),
                (gettext("To"), script.groups(inject.groups)),
                (gettext("Objectives"), ", ".join(inject.objectives)),
            ]
        )
        yield from script.text(inject)
        yield from points(f"{one.key}: {one.text}" for one in inject.expected)
