"""What of a meeting goes into the package for the registry?"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from scheduler.documents import register
from scheduler.language import language
from scheduler.queries.registry import Records
from web.documents import files, papers
from web.documents.docx import TooLongForWord
from web.documents.files import TYPES, File
from web.documents.package import package
from web.documents.pdf import NoPdfHere, TooLongForPdf


def registry_file(records: Records, body_of: Callable[[str], bytes]) -> File:
    """Pack all that is kept of a meeting; `body_of` gives what is in a paper, by its stored name.

    Documents are PDF files, else Word files; what is too long for both is Markdown.
    """
    paper, meeting = records.minutes, records.minutes.view.meeting
    speech = language(meeting.language)
    contents: dict[str, bytes] = {
        "README.txt": register.readme(paper, speech).encode(),
        "meeting.ics": records.calendar,
        "minutes.json": papers.minutes_file(paper, "json").content,
        "versions.json": _json(records.versions),
        **_on_paper("agenda", partial(papers.agenda_file, records.agenda)),
        **_on_paper("minutes", partial(papers.minutes_file, paper)),
    }
    packed: Mapping[str, Callable[[], bytes]] = {
        **{name: partial(bytes, content) for name, content in contents.items()},
        **{name: partial(body_of, stored) for name, stored in _attached(records).items()},
    }
    name = files.safe_name(meeting.start.date().isoformat(), meeting.marked_title, form="zip")
    return File(content=package(packed, _about(records)), name=name, media_type=TYPES["zip"])


def _on_paper(name: str, write: Callable[[str], File]) -> dict[str, bytes]:
    for form in ("pdf", "docx"):
        try:
            return {f"{name}.{form}": write(form).content}
        except (NoPdfHere, TooLongForPdf, TooLongForWord):
            continue
    return {f"{name}.md": write("md").content}


def _attached(records: Records) -> dict[str, str]:
    """Give each paper's name in the package, with its number so that none is there twice."""
    found = {}
    for number, one in enumerate(records.attachments, 1):
        stem, dot, ending = one.name.rpartition(".")
        ending = ending if dot and ending.isalnum() and len(ending) <= 8 else ""
        name = files.safe_name(f"{number:02}", stem if ending else one.name, form=ending or "bin")
        found[f"attachments/{name}"] = one.stored
    return found


def _about(records: Records) -> dict[str, Any]:
    view = records.minutes.view
    return {
        "meeting": str(view.meeting.id),
        "network": view.meeting.network_name,
        "title": view.meeting.marked_title,
        "start": view.meeting.start.isoformat(timespec="minutes"),
        "time_zone": view.meeting.time_zone,
        "case_number": view.case_number,
        "state": view.state,
        "hash": view.hash,
    }


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
