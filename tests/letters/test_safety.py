"""Do letters stay what they are, whatever was typed?"""

from __future__ import annotations

import re

import pytest

from scheduler.model import MeetingChange
from scheduler.text import clean_line
from tests.letters.desk import KINDS

HOSTILE = "<b>Möte</b>\r\nBcc: alla@nora.example\n</h1>\"'><script>x</script>&amp;{{ 7*7 }}"


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_text_adds_no_markup_no_link_and_no_header(desk, kind):
    desk.meeting.title = desk.meeting.place = desk.meeting.text = HOSTILE
    desk.network.name = clean_line(HOSTILE)
    desk.meeting.online_url = "javascript:alert(1)"
    desk.agenda((HOSTILE, "open"))
    desk.call()
    reason = MeetingChange(
        meeting_id=desk.meeting.id, kind="moved", sequence=0, by="x", reason=HOSTILE
    )
    desk.session.add(reason)
    desk.session.flush()
    letter = desk.letter(kind, reason)
    assert "<script" not in letter.html
    assert "<b>Möte" not in letter.html
    assert letter.html.count("</h1>") == 1
    assert "49" not in letter.subject
    links = re.findall(r'(?:href|src)="([^"]*)"', letter.html)
    assert links
    assert all(link.startswith("http://127.0.0.1:8000/") for link in links)
    head, _, _ = letter.raw.partition(b"\r\n\r\n")
    assert re.findall(rb"(?im)^(?:bcc|cc):", head) == []


def test_the_longest_words_that_may_be_typed_still_make_a_mail_that_no_program_cuts(desk):
    desk.meeting.text = "Å" * 20_000
    desk.meeting.title = "Landsbygdsutvecklingssamordnare " * 6
    desk.agenda(*[(f"{n}: " + "ö" * 190, "open") for n in range(100)])
    desk.call()
    letter = desk.letter("call")
    assert len(letter.html.encode()) < 102_400  # where Gmail cuts a mail off
    assert max(len(line) for line in letter.raw.split(b"\r\n")) <= 78


def test_a_protected_person_is_named_by_role_alone(desk):
    desk.person.protected, desk.person.title = True, "Samordnare"
    desk.call()
    letter = desk.letter("call")
    assert "Brevet är till Samordnare, Kumla kommun." in letter.text
    assert b"Anna" not in letter.raw
    assert "Anna" not in letter.text + letter.html


def test_demonstration_letters_say_so_once_in_subject_and_body(desk):
    desk.network.demo = True
    desk.call()
    letter = desk.letter("call")
    assert letter.subject == "Kallelse: DEMO: Länsnätverket, to 4 feb"
    assert letter.text.startswith("Demonstration: ingen kallas på riktigt.\n\n")
    assert letter.html.count("Demonstration: ingen kallas på riktigt.") == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_fetches_nothing_and_runs_nothing(desk, kind):
    desk.call()
    html = desk.letter(kind).html
    assert re.findall(r"<(?:img|script|link|iframe|table)|url\(|@import| on\w+=", html) == []
