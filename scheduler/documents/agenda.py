"""What stands on the agenda on paper, with the time of day at which each point begins?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from scheduler.documents import markdown_blocks
from scheduler.documents.document import Block, Document, Heading, Paragraph, fields, plain, table
from scheduler.documents.head import of_meeting
from scheduler.errors import N_
from scheduler.language import Language, language
from scheduler.queries.agenda import Point
from scheduler.queries.papers import AgendaPaper

_KINDS = {
    "information": N_("Information"),
    "discussion": N_("Discussion"),
    "decision": N_("Decision"),
    "round": N_("Round"),
    "exercise": N_("Exercise"),
}
_HEADS = (N_("Time"), N_("Point"), N_("Kind"), N_("Who presents"), N_("Minutes"))


def document(paper: AgendaPaper) -> Document:
    """Give an agenda as a document in its network's language."""
    view, speech = paper.view, language(paper.view.meeting.language)
    head = of_meeting(view.meeting, paper.convenor, speech, place=view.meeting.place)
    texts = (block for point in view.points for block in _text(point))
    return Document(
        title=view.meeting.headed(
            speech.gettext("Agenda: %(title)s", title=view.meeting.plain_title)
        ),
        language=speech.code,
        blocks=(fields(head), *_points(paper, speech), *texts),
    )


def _points(paper: AgendaPaper, speech: Language) -> Iterator[Block]:
    view = paper.view
    if not view.points:
        yield Paragraph(plain(speech.gettext("No agenda yet")))
        return
    begun = zip(view.points, paper.begins, strict=True)
    yield table(map(speech.gettext, _HEADS), (_row(*one, speech) for one in begun))
    if view.overrun > 0:
        over = speech.gettext(
            "The points take %(total)s minutes: %(over)s more than the meeting's %(minutes)s.",
            total=view.total,
            over=view.overrun,
            minutes=view.meeting.minutes,
        )
        yield Paragraph(plain(over, strong=True))


def _row(point: Point, begins: datetime | None, speech: Language) -> tuple[str, ...]:
    at = speech.time(begins) if begins else ""
    if point.hidden:
        words = speech.gettext("Not shown in this edition")
        return at, f"{point.number}. {words}", "", "", ""
    kind = speech.gettext(_KINDS[point.kind])
    minutes = str(point.minutes) if point.minutes is not None else ""
    return at, f"{point.number}. {point.title}", kind, point.presenter, minutes


def _text(point: Point) -> Iterator[Block]:
    if point.text and not point.hidden:
        yield Heading(2, plain(f"{point.number}. {point.title}"))
        yield from markdown_blocks.blocks(point.text)
