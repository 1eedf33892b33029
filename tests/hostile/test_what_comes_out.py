"""Does what people typed stay words, in every mail, calendar, page and answer?

A hostile village is held against a harmless one: the same headers, properties, elements and
attributes everywhere, and the words themselves unchanged but for what no text may have.
"""

from __future__ import annotations

import re
from collections import Counter
from email import message_from_bytes
from email.header import decode_header, make_header

import pytest

from scheduler.text import clean_line, clean_text
from tests.calendar.reading import header_names, names
from tests.fakes import Sent
from tests.hostile import bodies
from tests.hostile.corpus import LINES
from tests.hostile.pages import Page, Shape
from tests.hostile.reading import pages, read
from tests.hostile.village import Village
from web.api.endpoint import ENDPOINTS

EMPHASIS = (("em", ()), ("strong", ()))
BREAK = ("br", ())  # a line break in a letter's text is one in its HTML
PARAGRAPH = ("p", ())  # as empty lines in notes make paragraphs in a file
REMARKS = re.compile(r"/exercises/<\w+>$|/scenarios/import/<upload>$")
PAPERS = re.compile(r"/packs/\w+$|/pack$|/report$")  # in which texts may emphasise
HALF = "%ED%A0%80"  # half a character as bytes, which no form can mean
OURS = ("/", "#", "?", "http://127.0.0.1:8000", "https://x.example/rum", "mailto:")


@pytest.fixture(params=LINES)
def twins(request, villages) -> tuple[Village, Village]:
    """A hostile village and the harmless one."""
    return villages(request.param), villages("")


def properties(mail: Sent) -> list[str]:
    return names(mail.calendar.replace("\n", "\r\n").encode()) if mail.calendar else []


def test_every_free_text_that_the_api_takes_was_pushed_into_the_village(village):
    free = {
        (endpoint.name, leaf.path)
        for endpoint in ENDPOINTS
        if endpoint.body
        for leaf in bodies.leaves(endpoint.body)
        if leaf.free
    }
    assert village.pushed == free


def test_mails_have_the_headers_parts_and_properties_of_harmless_ones(twins):
    hostile, harmless = twins
    facts = [
        [
            (
                mail.recipient,
                header_names(mail.raw),
                [part.get_content_type() for part in message_from_bytes(mail.raw).walk()],
                properties(mail),
            )
            for mail in village.mails
        ]
        for village in twins
    ]
    assert facts[0] == facts[1]
    assert all(mail.raw.isascii() for mail in hostile.mails)
    assert Counter(mail.calendar.count("BEGIN:VEVENT") for mail in hostile.mails) == {0: 24, 1: 12}
    assert len(harmless.mails) == 36


def test_mails_as_html_have_the_elements_of_harmless_ones_and_lead_only_to_us(twins):
    shapes = []
    for village in twins:
        pages = [Page(html_of(mail)) for mail in village.mails]
        shapes.append([page.shape - Counter({BREAK: page.shape[BREAK]}) for page in pages])
        assert {
            link for page in pages for link in page.links if link and not link.startswith(OURS)
        } == set()
    assert shapes[0] == shapes[1]


def elements(page: Page, *but: tuple[str, tuple[str, ...]]) -> Shape:
    """Count a page's elements with their attributes, `but` for these and line breaks."""
    left = {BREAK, *but}
    return Counter({what: number for what, number in page.shape.items() if what not in left})


def foreign(page: Page) -> list[str]:
    """Give a page's links that lead elsewhere."""
    return [link for link in page.links if link and not link.startswith(OURS)]


def html_of(mail: Sent) -> str:
    body = mail.mail.get_body(("html",))
    return str(body.get_content()) if body else ""


def test_subjects_and_names_say_what_was_typed_and_nothing_is_evaluated(twins):
    hostile, _ = twins
    typed = clean_line(hostile.text)
    for mail in hostile.mails:
        assert told(mail, "To") == f"{typed} <{mail.recipient}>"
        assert told(mail, "From") in {f"{typed} <{mail.sender}>", f"Kallelse <{mail.sender}>"}
        assert "49" not in told(mail, "Subject")
    assert [mail for mail in hostile.mails if typed not in told(mail, "Subject")] == []


def told(mail: Sent, header: str) -> str:
    """A header as words; `email`'s own parser of names puts spaces between encoded words."""
    value = str(message_from_bytes(mail.raw)[header]).replace("\r\n", "")
    plain = str(make_header(decode_header(value)))
    name, _, address = plain.rpartition(" ")
    quoted = name.startswith('"') and name.endswith('"') and header != "Subject"
    name = re.sub(r"\\(.)", r"\1", name[1:-1]) if quoted else name
    return f"{name} {address}"


def test_pages_have_the_elements_and_attributes_of_harmless_ones(twins):
    hostile, harmless = (pages(village) for village in twins)
    assert hostile.keys() == harmless.keys()
    known = {what for _, page in harmless.values() for what in page.shape}
    for path, (status, page) in hostile.items():
        twin = harmless[path]
        paper = EMPHASIS if PAPERS.search(path) else ()
        kept = (PARAGRAPH,) if path.endswith((".html", "/print")) else paper
        assert status == twin[0], path
        shape, like = elements(page, *kept), elements(twin[1], *kept)
        # Remarks are as many as there are: made of nothing that no harmless page is made of.
        same = shape.keys() <= known if REMARKS.search(path) else shape == like
        assert same, path
        assert foreign(page) == [], path
        assert "49" not in page.words, path


def test_feeds_and_files_have_the_properties_of_harmless_ones(twins):
    def calendars(village):
        browser, tokens = village.app.test_client(), village.tokens
        paths = (f"/feeds/{tokens['feeds']}.ics", f"/feeds/{tokens['own feed']}.ics")
        return [browser.get(path).data for path in (*paths, f"/r/{tokens['r']}.ics")]

    hostile, harmless = (calendars(village) for village in twins)
    assert [names(body) for body in hostile] == [names(body) for body in harmless]
    assert [body.count(b"BEGIN:VEVENT") for body in hostile] == [12, 9, 1]


def test_the_api_gives_back_exactly_what_was_typed_without_what_no_text_may_have(twins):
    hostile, _ = twins
    line, text = clean_line(hostile.text), clean_text(hostile.text)
    meeting = hostile.ask("get_meeting", meeting=hostile.meetings["called"])
    assert (meeting["title"], meeting["place"], meeting["text"]) == (line, line, text)
    minutes = hostile.ask("get_minutes", meeting=hostile.meetings["published"])
    assert [one["text"] for one in minutes["entries"] + minutes["decisions"]] == [text, text]
    answers = hostile.ask("list_invitations", meeting=hostile.meetings["called"])["items"]
    assert {one["comment"].replace(HALF, "") for one in answers} == {text}
    shown = [answer.text for answer in read(hostile).values() if answer.is_json]
    assert [body for body in shown if re.search(r"[\0-\x08\x0b-\x1f\x7f\u2028\u202e]", body)] == []
