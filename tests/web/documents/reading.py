"""What does a reader find in a file?"""

from __future__ import annotations

from collections.abc import Callable

from tests.documents import office
from tests.documents.a_meeting import CIRCLE, KUMLA, OPEN, SPOKEN

WORDS = (OPEN, CIRCLE, KUMLA, SPOKEN)


def read(form, content):
    """What a file says, as words."""
    reading: dict[str, Callable[[bytes], str]] = {
        "pdf": office.spoken,
        "docx": office.of_docx,
        "md": office.of_markdown,
        "html": office.of_html,
        "json": bytes.decode,
    }
    return set(office.words(reading[form](content)))


def planted(found):
    return [word for word in WORDS if word in found]


def status(browser, meeting, edition="", form="md"):
    return browser.get(f"/meetings/{meeting}/minutes.{form}?edition={edition}").status_code


def words_for(browser, meeting, form="md", edition=""):
    asked = f"?edition={edition}" if edition else ""
    answer = browser.get(f"/meetings/{meeting}/minutes.{form}{asked}")
    assert answer.status_code == 200, answer.text
    return read(form, answer.data)
