"""A paper of an exercise without a database, and what stands in it."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from typing import Any

from scheduler.documents.packs import pack
from scheduler.exercise.plan import skinned
from scheduler.exercise.ready import ready
from scheduler.packs import PackHead, PackPaper, Time
from scheduler.titles import play
from tests.documents import office
from web.documents import files

TIME = Time(
    start=datetime(2027, 10, 14, 9, 0, tzinfo=UTC).replace(tzinfo=None),
    end=datetime(2027, 10, 14, 12, 0, tzinfo=UTC).replace(tzinfo=None),
    zone="Europe/Stockholm",
    begins=datetime(2027, 10, 14, 7, 0, tzinfo=UTC),
)


def a_head(language="sv", **changes: Any) -> PackHead:
    values: dict[str, Any] = {
        "title": "Övningsdag",
        "demo": False,
        "network": "Länsnätverket",
        "play": play(language),
        "time": TIME,
        "place": "Stadshuset",
        **changes,
    }
    return PackHead(**values)


def a_paper(kind, content=None, group="", **head):
    content = content or skinned(ready("C", "sv"), {})
    return PackPaper(kind=kind, content=content, head=a_head(content.language, **head), group=group)


def markdown(kind, content=None, **more):
    return office.of_markdown(files.write(pack(a_paper(kind, content, **more)), "md"))


def printed(content):
    """A PDF's text, page by page."""
    asked = ["pdftotext", "-layout", "-", "-"]
    done = subprocess.run(asked, input=content, check=True, capture_output=True)
    return done.stdout.decode().split("\f")[:-1]


def below(text, heading):
    """What stands below a heading, until the next."""
    return text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0].strip()
