"""What do players read before the exercise? Made of what they may read, and nothing else.

See scheduler.exercise.manual: the scenario itself is not looked at here.
"""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.documents.document import Block, Document, ListBlock, Paragraph, plain, table
from scheduler.documents.packs.sheet import points, prose, section, sheet, speech_of
from scheduler.errors import N_
from scheduler.exercise.manual import Manual, Talk, manual
from scheduler.language import Language
from scheduler.packs import RULES, PackHead, PackPaper

ANSWERING = (
    N_("You get a personal link by mail before the exercise. It needs no account."),
    N_("On its page you see what reaches your group as it comes, and there you answer."),
    N_("Some questions ask for your group's own answer first; all are shown together afterwards."),
    N_("Without a screen you answer aloud: the recorder writes it down."),
)
_PRIVACY = N_(
    "What is said and written in the exercise is used to learn from it. Write no names of persons "
    "in answers."
)
_AIMS = (N_("Objective"), N_("Capability"))
_SEATS = (N_("Group"), N_("Organisations"))
_OWN = (N_("Organisation"), N_("Its own objective"))
_AGENDA = (N_("Part"), N_("Minutes"))


def document(paper: PackPaper) -> Document:
    """Give the situation manual."""
    speech, head = speech_of(paper), paper.head
    read = manual(paper.content, paper.group)
    gettext = speech.gettext
    rules = [gettext(rule, mark=head.play.mark, word=head.play.stop_word) for rule in RULES]
    blocks = (
        *section(gettext("Purpose"), prose(read.purpose)),
        *section(gettext("Scope"), prose(read.scope)),
        *section(gettext("What is exercised"), _aims(read, head, speech)),
        *section(gettext("Agenda"), _agenda(read, head, speech)),
        *section(gettext("Where the story begins"), _story(read, speech)),
        *section(gettext("To think about beforehand"), _talks(read, speech)),
        *section(gettext("Rules of play"), points(rules)),
        *section(gettext("What is assumed"), prose(read.artificialities)),
        *section(gettext("Who sits where"), _seats(read, head, speech)),
        *section(gettext("How you answer"), points(map(gettext, ANSWERING))),
        *section(
            gettext("Privacy"), (*prose(head.privacy_note), Paragraph(plain(gettext(_PRIVACY))))
        ),
    )
    return sheet(paper, blocks)


def _aims(read: Manual, head: PackHead, speech: Language) -> Iterator[Block]:
    if read.aims:
        rows = ((aim.text, ", ".join(aim.capabilities)) for aim in read.aims)
        yield table(map(speech.gettext, _AIMS), rows)
    if head.own:
        yield table(map(speech.gettext, _OWN), head.own)


def _agenda(read: Manual, head: PackHead, speech: Language) -> Iterator[Block]:
    rows = []
    for stretch in read.stretches:
        minutes = str(stretch.minutes)
        if stretch.pause:
            words = N_("%(minutes)s, of them %(pause)s break")
            minutes = speech.gettext(words, minutes=stretch.minutes, pause=stretch.pause)
        rows.append((stretch.title, minutes))
    left = _minutes_left(read, head)
    if rows and left > 0:
        rows.append((speech.gettext("Hot wash: what we take with us"), str(left)))
    if rows:
        yield table(map(speech.gettext, _AGENDA), rows)


def _minutes_left(read: Manual, head: PackHead) -> int:
    if head.time is None:
        return 0
    booked = int((head.time.end - head.time.start).total_seconds()) // 60
    return booked - sum(stretch.minutes for stretch in read.stretches)


def _story(read: Manual, speech: Language) -> Iterator[Block]:
    if read.story_time:
        when = speech.gettext("Time in the story: %(when)s", when=read.story_time)
        yield Paragraph(plain(when, strong=True))
    yield from prose(read.story)


def _talks(read: Manual, speech: Language) -> Iterator[Block]:
    if read.talks:
        yield ListBlock(tuple(tuple(_talk(talk, speech)) for talk in read.talks), start=1)


def _talk(talk: Talk, speech: Language) -> Iterator[Block]:
    yield Paragraph(plain(talk.text))
    if talk.options:
        words = speech.gettext("Choose among: %(options)s", options=" / ".join(talk.options))
        yield Paragraph(plain(words), quiet=True)


def _seats(read: Manual, head: PackHead, speech: Language) -> Iterator[Block]:
    names = dict(read.groups)
    if head.seats:
        rows = [
            (
                " – ".join(part for part in (seat.run, names.get(seat.group, seat.group)) if part)
                or speech.gettext("All"),
                ", ".join(seat.organisations),
            )
            for seat in head.seats
        ]
        yield table(map(speech.gettext, _SEATS), rows)
    else:
        yield from points(names.values())
