"""Which files can be had of a meeting and a network, and what are they called?"""

from __future__ import annotations

from scheduler.documents import actions, agenda, attendance, minutes
from scheduler.documents.document import Document
from scheduler.language import language
from scheduler.queries.head import MeetingHead
from scheduler.queries.papers import ActionsPaper, AgendaPaper, MinutesPaper, SheetPaper
from web.api import out
from web.documents import files
from web.documents.files import TYPES, File
from web.documents.spreadsheet import xlsx


def minutes_file(paper: MinutesPaper, form: str) -> File:
    """Write an edition of minutes; as JSON they are what the API gives, with the document."""
    document = minutes.document(paper)
    whole = out.Minutes.of(paper.view).model_dump(mode="json", by_alias=True)
    more = {**whole, "edition": paper.edition, "hash": paper.view.hash}
    content = files.write(document, form, **(more if form == "json" else {}))
    return _named(document, paper.view.meeting, content, form)


def agenda_file(paper: AgendaPaper, form: str) -> File:
    """Write an agenda."""
    document = agenda.document(paper)
    return _named(document, paper.view.meeting, files.write(document, form), form)


def sheet_file(paper: SheetPaper, form: str) -> File:
    """Write the list that everybody signs."""
    document = attendance.sheet(paper)
    return _named(document, paper.meeting, files.write(document, form), form)


def actions_file(paper: ActionsPaper, form: str) -> File:
    """Write a network's list of actions; as a spreadsheet without its head."""
    document, speech = actions.document(paper), language(paper.language)
    if form == "xlsx":
        content = xlsx(document.title, actions.heads(speech), actions.rows(paper, speech))
    else:
        content = files.write(document, form)
    name = files.safe_name(paper.day.isoformat(), document.title, form=form)
    return File(content=content, name=name, media_type=TYPES[form])


def _named(document: Document, meeting: MeetingHead, content: bytes, form: str) -> File:
    name = files.safe_name(meeting.start.date().isoformat(), document.title, form=form)
    return File(content=content, name=name, media_type=TYPES[form])
