"""What does the brief before a meeting say, and what does it keep to itself?"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest

from scheduler.actor import SYSTEM
from scheduler.language import LETTERS
from scheduler.model import Action, AgendaItem
from scheduler.services import invitations
from tests.factories import a_person, invitation_of
from tests.letters.desk import Desk

HOSTILE = "<b>Sak</b>\r\nBcc: alla@nora.example\n</h1>\"'><script>x</script>&amp;{{ 7*7 }}"


@pytest.fixture
def reader(desk: Desk) -> Desk:
    """A called meeting whose reader has English."""
    desk.person.language = "en"
    desk.call()
    return desk


def promise(desk, text, day=None, **more):
    house = desk.person.organisation_id
    row = Action(network_id=desk.network.id, text=text, organisation_id=house, due=day, **more)
    desk.session.add(row)
    desk.session.flush()


def point(desk, title, **more):
    row = AgendaItem(
        meeting_id=desk.meeting.id, position=len(desk.meeting.agenda) + 1, title=title, **more
    )
    desk.session.add(row)
    desk.session.flush()
    desk.session.expire(desk.meeting, ["agenda"])
    return row


BRIEF = """\
What Kumla kommun needs to know before the meeting.

Länsnätverket
Thursday 4 February 2027 · week 5 · 09:00–12:00
Place: Residenset

What we have promised
- Bjud in skolan – overdue since Friday 1 January 2027
- Boka lokal (Anna) – by Monday 1 February 2027
- Läs planen

What is to be decided
- 2. Vårens övning, 20 min

Who comes for us
- Anna: not answered yet
- Cecilia: yes

Our slot in the round, to fill in before the meeting:
http://127.0.0.1:8000/round/TOKEN

Propose a point by Monday 25 January 2027:
http://127.0.0.1:8000/propose/TOKEN

The same as a page. What is not open to all is shown after sign-in.
http://127.0.0.1:8000/brief/TOKEN
http://127.0.0.1:8000/meetings/MEETING/brief

You have not answered yet whether you come:
http://127.0.0.1:8000/r/TOKEN
"""


def test_the_brief_says_what_we_promised_what_is_decided_and_who_comes(reader):
    cecilia = a_person(reader.session, reader.network.id, "cecilia@kumla.example")
    invitations.invite(reader.session, reader.meeting.id, people=[cecilia.id], by=SYSTEM)
    invitation_of(reader.session, reader.meeting.id, "cecilia@kumla.example").answer = "accepted"
    promise(reader, "Läs planen")
    promise(reader, "Boka lokal", date(2027, 2, 1), person_id=reader.person.id)
    promise(reader, "Bjud in skolan", date(2027, 1, 1))
    promise(reader, "Redan klart", state="done")
    point(reader, "Lägesrunda", kind="round")
    point(reader, "Vårens övning", kind="decision", minutes=20)
    letter = reader.letter("brief")
    body, _, _ = letter.text.partition("\n-- \n")
    named = re.sub(r"/(round|propose|brief|r)/[\w-]{43}", r"/\1/TOKEN", body)
    assert named.rstrip() + "\n" == BRIEF.replace("MEETING", str(reader.meeting.id))
    assert letter.subject == "Before Länsnätverket, Thu 4 Feb"
    assert letter.html.count('class="button"') == 1


def test_what_is_not_open_is_in_no_mail(reader):
    circle = point(reader, "HemligPunkt", kind="decision", item_class="circle")
    spoken = point(reader, "MuntligPunkt", kind="round", item_class="spoken")
    promise(reader, "HemligUppgift", item_id=circle.id)
    promise(reader, "MuntligUppgift", item_id=spoken.id)
    promise(reader, "Öppen uppgift")
    letter = reader.letter("brief")
    whole = letter.subject + letter.text + letter.html
    assert "Öppen uppgift" in whole
    assert re.findall(r"Hemlig\w+|Muntlig\w+", whole) == []
    assert "/round/" not in whole


def test_long_lists_end_in_how_many_more_there_are(reader):
    for number in range(11):
        promise(reader, f"Uppgift {number}")
    letter = reader.letter("brief")
    assert letter.text.count("\n- Uppgift") == letter.html.count("<li>Uppgift") == 8
    assert "- 3 more on the page below\n" in letter.text
    assert "<li>3 more on the page below</li>" in letter.html


@pytest.mark.parametrize("language", LETTERS)
def test_the_brief_can_be_written_in_each_language(reader, language):
    reader.person.language = language
    promise(reader, "Bjud in skolan", date(2027, 1, 1))
    point(reader, "Lägesrunda", kind="round")
    letter = reader.letter("brief")
    assert f'<html lang="{language}">' in letter.html
    assert len(letter.html.encode()) < 8_000
    assert max(len(line) for line in letter.text.splitlines()) <= 100
    assert "\n\n\n" not in letter.text
    assert letter.calendar is None


def test_hostile_text_adds_no_markup_no_link_and_no_header(reader):
    reader.meeting.title = HOSTILE
    promise(reader, HOSTILE)
    point(reader, HOSTILE, kind="decision")
    letter = reader.letter("brief")
    assert "<script" not in letter.html
    assert "<b>Sak" not in letter.html
    assert letter.html.count("</h1>") == 1
    links = re.findall(r'(?:href|src)="([^"]*)"', letter.html)
    assert all(link.startswith("http://127.0.0.1:8000/") for link in links)
    head, _, _ = letter.raw.partition(b"\r\n\r\n")
    assert re.findall(rb"(?im)^(?:bcc|cc):", head) == []


def test_the_brief_is_no_invitation(reader):
    promise(reader, "Bjud in skolan", datetime(2027, 1, 1, tzinfo=UTC).date())
    letter = reader.letter("brief")
    assert (letter.method, letter.tells) == ("", None)
    assert b"Auto-Submitted: auto-generated" in letter.raw
