"""Who was there, as minutes say it; and the list to sign on paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import time

from scheduler.documents.document import Block, Document, Heading, Paragraph, fields, plain, table
from scheduler.documents.head import of_meeting
from scheduler.errors import N_
from scheduler.language import Language, language
from scheduler.queries.attendance import Attendee
from scheduler.queries.minutes_view import MinutesView
from scheduler.queries.papers import SheetPaper

GUEST_LINES = 6
_SIGNED = (N_("Organisation"), N_("Name"), N_("Signature"))
_PRESENT = (N_("Organisation"), N_("Name"), N_("Arrived late"))
_COUNTED = (N_("Organisation"), N_("Persons"))


def presence(view: MinutesView, speech: Language) -> Iterator[Block]:
    """Say who was there by organisation, and which organisations were missing.

    Where nobody is named (the public edition) organisations stand with how many came.
    """
    if not view.attendance and not view.called:
        return
    there = [one for one in view.attendance if one.present]
    absent = [one.name for one in view.attendance if not one.present and one.name]
    yield Heading(2, plain(speech.gettext("Who was there")))
    yield from _organisations(view, speech)
    if any(one.name for one in there):
        yield _named(there, speech)
    elif there:
        yield _counted(view, speech)
    if absent:
        words = speech.gettext("Absent: %(names)s", names=", ".join(absent))
        yield Paragraph(plain(words))


def sheet(paper: SheetPaper) -> Document:
    """Give the list that everybody signs at the door, with room for guests."""
    speech = language(paper.meeting.language)
    title = speech.gettext("Attendance: %(title)s", title=paper.meeting.plain_title)
    called = [(one.organisation, _with_absent(one, speech), "") for one in paper.called]
    return Document(
        title=paper.meeting.headed(title),
        language=speech.code,
        blocks=(
            fields(of_meeting(paper.meeting, paper.convenor, speech, place=paper.meeting.place)),
            table(map(speech.gettext, _SIGNED), called + [("", "", "")] * GUEST_LINES, roomy=True),
        ),
    )


def _organisations(view: MinutesView, speech: Language) -> Iterator[Block]:
    if not view.called:
        return
    words = speech.gettext(
        "Organisations present: %(present)s of the %(called)s that were called.",
        present=len(view.called) - len(view.missing),
        called=len(view.called),
    )
    yield Paragraph(plain(words))
    if view.missing:
        missing = ", ".join(view.missing)
        yield Paragraph(plain(speech.gettext("Missing: %(names)s", names=missing)))


def _named(there: Sequence[Attendee], speech: Language) -> Block:
    rows = [(one.organisation, _with_absent(one, speech), _late(one, speech)) for one in there]
    return table(map(speech.gettext, _PRESENT), rows)


def _counted(view: MinutesView, speech: Language) -> Block:
    rows = [
        (house or speech.gettext("Others"), str(count))
        for house, count in view.present_by_organisation
    ]
    return table(map(speech.gettext, _COUNTED), rows)


def _late(one: Attendee, speech: Language) -> str:
    return speech.time(time.fromisoformat(one.arrived)) if one.arrived else ""


def _with_absent(one: Attendee, speech: Language) -> str:
    if not one.represents:
        return one.name
    return f"{one.name} ({speech.gettext('for %(person)s', person=one.represents)})"
