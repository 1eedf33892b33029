"""Which files can be had of an exercise's papers, and what are they called?"""

from __future__ import annotations

from scheduler.documents.packs import pack
from scheduler.packs import PackPaper
from web.documents import files
from web.documents.files import TYPES, File

FORMATS = ("pdf", "docx", "html", "md", "json")


def pack_file(paper: PackPaper, form: str) -> File:
    """Write a paper of an exercise; as JSON it is the document with its kind."""
    document = pack(paper)
    more = {"kind": paper.kind} if form == "json" else {}
    content = files.write(document, form, **more)
    days = [paper.head.time.start.date().isoformat()] if paper.head.time else []
    name = files.safe_name(*days, document.title, form=form)
    return File(content=content, name=name, media_type=TYPES[form])
