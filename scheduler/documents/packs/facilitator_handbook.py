"""What do those who lead the exercise need in their hand? Everything, in the order it comes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scheduler.documents.document import (
    Block,
    Document,
    Heading,
    ListBlock,
    Paragraph,
    plain,
    table,
)
from scheduler.documents.packs.objectives import objectives
from scheduler.documents.packs.script import Script
from scheduler.documents.packs.sheet import facts, points, prose, said, section, sheet, speech_of
from scheduler.errors import N_
from scheduler.exercise import timetable
from scheduler.exercise.content import Inject, Module, Question
from scheduler.packs import PackPaper

ROLE = (
    N_("You keep the talk going. You know the story; you do not play in it."),
    N_("Begin with the rules of play and the word that stops it, and let everybody repeat it."),
    N_("Ask “who does what, when, on what ground?” until a function and a time have been said."),
    N_("You have the last word over the script: hold, skip or release what the talk needs."),
    N_("Let the recorder read decisions back before you go on."),
    N_("Keep time for the hot wash: it is where the learning is said aloud."),
)
STALLS = (
    N_("Nobody speaks: give a minute in silence, let each write one thing, then go around."),
    N_("One voice fills the room: ask another organisation by name what it would do first."),
    N_("The talk is about details or real cases: say “in the story”, and ask the question anew."),
    N_("Somebody fights the story: write the objection down for the report, and play on."),
    N_("It goes faster than planned: take the injects marked “if needed”, or the next by hand."),
    N_("It goes slower than planned: skip an inject, shorten a module, keep the hot wash."),
    N_("Somebody takes it hard: pause, talk in private, and ask before you go on."),
    N_("Something real happens: say the stop word, and end the run with the reason."),
)
_PERSONAS = (N_("No."), N_("Name"), N_("Organisation"))


def document(paper: PackPaper) -> Document:
    """Give the facilitator handbook."""
    speech, content = speech_of(paper), paper.content
    gettext, script = speech.gettext, Script(paper.content, speech)
    known = {module.key for module in content.modules}
    loose = [inject for _, inject in timetable.in_order(content) if inject.module not in known]
    personas = [(one.key, one.name, one.organisation) for one in content.personas]
    people = [table(map(gettext, _PERSONAS), personas)] if personas else []
    blocks = (
        *section(gettext("The story in short"), prose(content.summary)),
        *section(gettext("Your part"), points(map(gettext, ROLE))),
        *section(gettext("Purpose"), prose(content.purpose)),
        *section(gettext("Scope"), prose(content.scope)),
        *section(gettext("What is assumed"), prose(content.artificialities)),
        *section(gettext("Timetable"), script.timetable()),
        *(block for module in content.modules for block in _module(module, script)),
        *section(gettext("Injects of no module"), _injects(loose, script), fresh=True),
        *section(gettext("When it stalls"), points(map(gettext, STALLS)), fresh=True),
        *section(gettext("What is exercised"), objectives(content, speech)),
        *section(gettext("Who speaks in the story"), people),
    )
    return sheet(paper, blocks)


def _module(module: Module, script: Script) -> Iterator[Block]:
    gettext = script.speech.gettext
    own = [one for _, one in timetable.in_order(script.content) if one.module == module.key]
    yield Heading(2, plain(gettext("Module: %(title)s", title=module.title)), fresh=True)
    yield from facts(
        [
            (gettext("Time in the story"), module.story_time),
            (gettext("Reading, minutes"), _count(module.read_minutes)),
            (gettext("Talk, minutes"), _count(module.talk_minutes)),
            (gettext("Break, minutes"), _count(module.break_minutes)),
        ]
    )
    yield from prose(module.text)
    yield from _questions(module.questions, script)
    yield from _injects(own, script)


def _injects(injects: Iterable[Inject], script: Script) -> Iterator[Block]:
    gettext = script.speech.gettext
    for inject in injects:
        yield Heading(3, plain(f"{inject.key}. {inject.title}"))
        yield from _about(inject, script)
        yield from script.text(inject)
        yield from _questions(inject.questions, script)
        if inject.expected:
            yield Paragraph(plain(gettext("Expected actions"), strong=True))
            yield from points(f"{one.key}: {one.text}" for one in inject.expected)
        yield from said(gettext("For you"), inject.note)


def _about(inject: Inject, script: Script) -> Iterator[Block]:
    gettext = script.speech.gettext
    reading = inject.reading_minutes
    return facts(
        [
            (gettext("Time"), script.at(inject)),
            (gettext("Only if"), script.condition(inject)),
            (gettext("Kind"), script.kind(inject)),
            (gettext("From"), script.sender(inject)),
            (gettext("To"), script.groups(inject.groups)),
            (gettext("How"), script.how(inject)),
            (gettext("Time in the story"), inject.story_time),
            (gettext("Reading, minutes"), "" if reading is None else str(reading)),
            (gettext("Objectives"), ", ".join(inject.objectives)),
            (gettext("Papers"), ", ".join(inject.files)),
            (gettext("Responsible"), inject.responsible),
            (gettext("Screen in the room"), gettext("Never shown there") if inject.secret else ""),
        ]
    )


def _questions(questions: Iterable[Question], script: Script) -> Iterator[Block]:
    items = tuple(tuple(_question(one, script)) for one in questions)
    if items:
        yield Paragraph(plain(script.speech.gettext("Questions"), strong=True))
        yield ListBlock(items, start=1)


def _question(one: Question, script: Script) -> Iterator[Block]:
    gettext = script.speech.gettext
    yield Paragraph(plain(one.text))
    about = [gettext("To: %(groups)s", groups=script.groups(one.groups))] if one.groups else []
    if one.silent:
        about.append(gettext("each group answers alone first, then all are shown together"))
    if one.options:
        about.append(gettext("Choose among: %(options)s", options=" / ".join(one.options)))
    if about:
        yield Paragraph(plain("; ".join(about)), quiet=True)
    yield from said(gettext("For you"), one.hint)


def _count(minutes: int) -> str:
    return str(minutes) if minutes else ""
