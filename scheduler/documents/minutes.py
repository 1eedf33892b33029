"""What stands in the minutes of a meeting, from their head to their foot?"""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.documents import markdown_blocks
from scheduler.documents.attendance import presence
from scheduler.documents.document import (
    Block,
    Document,
    Fields,
    Heading,
    ListBlock,
    Paragraph,
    Run,
    fields,
    plain,
)
from scheduler.documents.head import of_meeting
from scheduler.errors import N_
from scheduler.language import Language, language
from scheduler.queries.actions import ActionLine
from scheduler.queries.agenda import Point
from scheduler.queries.minutes_view import DecisionLine, MinutesView, Section
from scheduler.queries.papers import MinutesPaper

_OUTCOMES = {
    "unfinished": N_("Not finished: it comes back at a later meeting."),
    "postponed": N_("Postponed to a later meeting."),
    "dropped": N_("Taken off the agenda."),
}
_STATES = {
    "draft": N_("Draft – not published"),
    "circulated": N_("Out for comments since %(when)s"),
    "adjusted": N_("Adjusted %(when)s"),
    "approved": N_("Approved %(when)s"),
    "published": N_("Published %(when)s"),
}


def document(paper: MinutesPaper) -> Document:
    """Give minutes as a document in their network's language."""
    view, speech = paper.view, language(paper.view.meeting.language)
    sections = (block for part in view.sections for block in _section(part, speech))
    return Document(
        title=view.meeting.headed(
            speech.gettext("Notes: %(title)s", title=view.meeting.plain_title)
        ),
        language=speech.code,
        blocks=(_head(paper, speech), *presence(view, speech), *sections, *_foot(paper, speech)),
    )


def state(view: MinutesView, speech: Language) -> str:
    """Say which state minutes have, and since when."""
    since = {
        "circulated": view.circulated_at,
        "adjusted": view.adjusted_at,
        "approved": view.approved_at,
        "published": view.published_at,
    }.get(view.state)
    if since is None:
        return speech.gettext(_STATES["draft"])
    return speech.gettext(_STATES[view.state], when=speech.moment(since, view.meeting.time_zone))


def _head(paper: MinutesPaper, speech: Language) -> Fields:
    view = paper.view
    return fields(
        [
            *of_meeting(view.meeting, paper.convenor, speech, place=paper.place),
            (speech.gettext("Case number"), view.case_number),
            (speech.gettext("State"), state(view, speech)),
            (speech.gettext("Edition"), _edition(paper, speech)),
        ]
    )


def _edition(paper: MinutesPaper, speech: Language) -> str:
    match paper.edition:
        case "full":
            return speech.gettext("Full: all points")
        case "public":
            return speech.gettext("Public: open points, without the names of persons")
        case "mine":
            return speech.gettext("What one reader is entitled to")
    return speech.gettext("For %(organisation)s", organisation=paper.organisation)


def _section(part: Section, speech: Language) -> Iterator[Block]:
    point = part.point
    if point is not None and point.hidden:
        yield _hidden(point, speech)
        yield from _actions(part, speech)  # a reader's own, if any
        return
    if point is None and not (part.text or part.decisions or part.actions):
        return
    title = f"{point.number}. {point.title}" if point else speech.gettext("The whole meeting")
    yield Heading(2, plain(title))
    if point is not None and point.item_class == "spoken":
        words = speech.gettext("Only spoken: nothing is written down.")
        yield Paragraph(plain(words), quiet=True)
    yield from markdown_blocks.blocks(part.text)
    yield from (_decision(line, speech) for line in part.decisions)
    yield from _actions(part, speech)
    yield from _outcome(point, speech) if point else ()


def _hidden(point: Point, speech: Language) -> Paragraph:
    words = speech.gettext("Point %(number)s is not shown in this edition.", number=point.number)
    return Paragraph(plain(words), quiet=True)


def _decision(line: DecisionLine, speech: Language) -> Paragraph:
    label = speech.gettext("Decision %(number)s", number=line.label)
    runs = [Run(label, strong=True), Run(f" {line.text}")]
    if line.superseded_by:
        later = speech.gettext("replaced by decision %(number)s", number=line.superseded_by)
        runs.append(Run(f" ({later})", emphasis=True))
    return Paragraph(tuple(runs))


def _actions(part: Section, speech: Language) -> Iterator[Block]:
    if part.actions:
        yield Paragraph(plain(speech.gettext("Actions"), strong=True))
        yield ListBlock(tuple((_action(line, speech),) for line in part.actions))


def _action(line: ActionLine, speech: Language) -> Paragraph:
    said = [line.owner]
    if line.due:
        said.append(speech.gettext("by %(day)s", day=line.due))
    return Paragraph((Run(line.text), Run(f" – {', '.join(said)}", emphasis=True)))


def _outcome(point: Point, speech: Language) -> Iterator[Block]:
    if point.outcome in _OUTCOMES:
        words = speech.gettext(_OUTCOMES[point.outcome])
        reason = f" {point.outcome_reason}" if point.outcome_reason else ""
        yield Paragraph((Run(words, emphasis=True), Run(reason)))


def _foot(paper: MinutesPaper, speech: Language) -> Iterator[Block]:
    view, zone = paper.view, paper.view.meeting.time_zone
    adjusted = [one.name for one in view.adjusters if one.adjusted and one.name]
    approved = speech.moment(view.approved_at, zone) if view.approved_at else ""
    known = fields(
        [
            (speech.gettext("Adjusted by"), ", ".join(adjusted)),
            (speech.gettext("Approved by"), paper.approved_by),
            (speech.gettext("Approved"), approved),
        ]
    )
    if known.lines or view.hash:
        yield Heading(2, plain(speech.gettext("How these notes came to hold")))
    if known.lines:
        yield known
    if view.hash:
        words = speech.gettext("Checksum of this version (SHA-256):")
        yield Paragraph((Run(f"{words}\n"), Run(view.hash, code=True)))
