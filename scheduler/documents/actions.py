"""What stands on a network's list of actions, on paper and in a spreadsheet?"""

from __future__ import annotations

from scheduler.documents.document import Document, Paragraph, fields, plain, table
from scheduler.errors import N_
from scheduler.language import Language, language
from scheduler.queries.actions import ActionLine
from scheduler.queries.papers import ActionsPaper

_STATES = {
    "proposed": N_("Proposed"),
    "accepted": N_("Accepted"),
    "in_progress": N_("In progress"),
    "done": N_("Done"),
    "verified": N_("Verified"),
    "reopened": N_("Reopened"),
    "declined": N_("Declined"),
}
_HEADS = (
    N_("Action"),
    N_("Organisation"),
    N_("Person"),
    N_("Due"),
    N_("State"),
    N_("Area"),
    N_("Meeting"),
)


def document(paper: ActionsPaper) -> Document:
    """Give a network's actions as a document in its language: the overdue first."""
    speech = language(paper.language)
    none = Paragraph(plain(speech.gettext("No actions")))
    about = [
        (speech.gettext("Network"), paper.network),
        (speech.gettext("As it stood"), speech.date(paper.day)),
    ]
    found = table(heads(speech), rows(paper, speech)) if paper.actions else none
    return Document(
        title=speech.gettext("Actions: %(network)s", network=paper.marked_network),
        language=speech.code,
        blocks=(fields(about), found),
        wide=True,
    )


def heads(speech: Language) -> list[str]:
    """Give the names of the columns."""
    return [speech.gettext(word) for word in _HEADS]


def rows(paper: ActionsPaper, speech: Language) -> list[tuple[str, ...]]:
    """Give each action as texts, in the order of the columns."""
    return [_row(line, speech) for line in paper.actions]


def _row(line: ActionLine, speech: Language) -> tuple[str, ...]:
    state = speech.gettext(_STATES[line.state])
    late = f" ({speech.gettext('overdue')})" if line.overdue else ""
    held = speech.short_date(line.meeting_start) if line.meeting_start else ""
    return (
        line.text,
        line.organisation,
        line.person,
        line.due.isoformat() if line.due else "",
        f"{state}{late}",
        line.area,
        f"{line.meeting_title} {held}".strip(),
    )
