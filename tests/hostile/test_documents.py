"""Does a document fetch, link or read anything because somebody typed it?"""

from __future__ import annotations

import io
import socket
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from weasyprint import HTML

from scheduler.documents import agenda, minutes
from scheduler.text import clean_line
from tests.documents import a_paper, office
from tests.hostile.corpus import LINES
from tests.hostile.pages import Page
from web.documents import files, papers
from web.documents.html import html
from web.documents.pdf import pdf

CANARY = "kanariefågelsång"
FORMS = ("pdf", "docx", "md", "json", "html")


class Listener:
    """A server that counts who calls."""

    def __init__(self) -> None:
        self.calls = 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()

    def _listen(self) -> None:
        while True:
            try:
                caller, _ = self.socket.accept()
            except OSError:
                return
            self.calls += 1
            with caller:
                caller.recv(1000)
                caller.sendall(b"HTTP/1.0 404 Not Found\r\n\r\n")

    def close(self) -> None:
        """Listen no more."""
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join(5)


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.close()


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    """A file that nobody may read."""
    path = tmp_path / "canary.txt"
    path.write_text(CANARY, encoding="utf-8")
    (tmp_path / "canary.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg"><text y="20">{CANARY}</text></svg>',
        encoding="utf-8",
    )
    return path


def payloads(url: str, file: Path) -> list[str]:
    """Twenty tries to have something fetched, as Markdown, HTML, CSS and SVG."""
    uri = file.as_uri()
    svg = uri.replace(".txt", ".svg")
    return [
        f"![bild]({url}/1.png)",
        f"![bild]({uri})",
        f"[fil]({uri})",
        f"[nät]({url}/2)",
        f"<{url}/3>",
        f"![b][r]\n\n[r]: {url}/4.png",
        f'<img src="{url}/5.png">',
        f'<img src="{svg}">',
        f'<link rel="stylesheet" href="{url}/6.css">',
        f'<link rel="attachment" href="{uri}">',
        f'<a rel="attachment" href="{uri}">bilaga</a>',
        f"<style>@import url({url}/7.css); body {{ background: url({url}/8.png) }}</style>",
        f"<style>@font-face {{font-family: x; src: url({url}/9)}} * {{font-family: x}}</style>",
        f'<object data="{url}/10" type="image/svg+xml"></object>',
        f'<embed src="{svg}">',
        f'<iframe src="{url}/11"></iframe>',
        f'<svg><image href="{url}/12.png"/><use href="{svg}#x"/></svg>',
        f'<p style="background-image: url({url}/13.png); content: url({svg})">x</p>',
        f'<base href="{url}/"><img src="14.png"><img srcset="15.png 2x">',
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "{uri}">]><x>&e;</x><?xml-stylesheet href="{url}/16"?>',
    ]


def test_twenty_tries_typed_everywhere_fetch_nothing_and_show_no_file(listener, canary):
    tries = payloads(listener.url, canary)
    assert len(tries) == 20
    for typed in tries:
        paper = a_paper.minutes(text=typed, word=typed)
        made = {form: papers.minutes_file(paper, form).content for form in FORMS}
        said = [
            office.spoken(made["pdf"]),
            office.printed(made["pdf"]),
            office.of_docx(made["docx"]),
            *(made[form].decode() for form in ("md", "json", "html")),
        ]
        assert [text for text in said if CANARY in text] == []
        assert b"EmbeddedFile" not in made["pdf"]
    assert listener.calls == 0


def test_another_program_that_opens_our_files_fetches_nothing(listener, canary):
    tries = payloads(listener.url, canary)
    written = {
        f"{number}.docx": files.write(minutes.document(a_paper.minutes(text=t, word=t)), "docx")
        for number, t in enumerate(tries)
    }
    read = office.converted(written, office.TEXT)
    assert [name for name, text in read.items() if CANARY in text.decode()] == []
    assert listener.calls == 0


def test_a_word_file_has_no_way_out(listener, canary):
    for typed in payloads(listener.url, canary):
        made = files.write(minutes.document(a_paper.minutes(text=typed, word=typed)), "docx")
        with zipfile.ZipFile(io.BytesIO(made)) as parts:
            names = parts.namelist()
            ways = [name for name in names if b'TargetMode="External"' in parts.read(name)]
            fields = [name for name in names if b"INCLUDE" in parts.read(name)]
        assert (ways, fields) == ([], [])
        assert [name for name in names if "vba" in name.lower() or "media/" in name] == []


def test_what_lays_pages_out_is_refused_whatever_a_page_names(listener, canary):
    """Not even a template of ours that forgot to escape could fetch something."""
    for typed in payloads(listener.url, canary):
        page = f"<html lang=sv><title>x</title><body><h1>x</h1>{typed}</body></html>"
        made = pdf(page, title="x", language="sv")
        assert CANARY not in office.spoken(made) + office.printed(made)
        assert b"EmbeddedFile" not in made
    assert listener.calls == 0


def test_without_our_refusal_the_same_pages_would_be_fetched(listener, canary):
    for typed in payloads(listener.url, canary):
        HTML(string=f"<html lang=sv><body>{typed}</body></html>").write_pdf()
    assert listener.calls > 5


def test_no_page_holds_a_mark_that_was_typed(listener, canary):
    for typed in payloads(listener.url, canary):
        page = html(agenda.document(a_paper.agenda(text=typed)))
        marks = ("<img", "<link", "<object", "<embed", "<iframe", "<svg", "<a ", "<base", "<?")
        assert [mark for mark in marks if mark in page] == []
        assert page.count("<style") == 1


@pytest.mark.parametrize("typed", LINES.values(), ids=LINES)
def test_a_page_has_the_elements_of_a_harmless_one(typed):
    line, harmless = clean_line(typed), "Brå"
    papers_ = (a_paper.minutes(text=line, word=line), a_paper.minutes(text=harmless, word=harmless))
    hostile, other = (Page(html(minutes.document(one))) for one in papers_)
    assert hostile.shape == other.shape
    assert hostile.links == []
