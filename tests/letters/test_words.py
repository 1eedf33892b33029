"""What do the mails say that people read?"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest

from scheduler.language import LETTERS, language
from tests.factories import a_person, invitation_of
from tests.letters.desk import CALENDAR, KINDS


def unbound(html):
    return re.sub(r"</?span>", "", html).replace("&nbsp;", " ")


NOTICE = """\
Länsnätverket kallar dig till ett möte.

Länsnätverket
torsdag 4 februari 2027 · v. 5 · 09.00–12.00
Plats: Residenset
Länk till videomöte: https://video.example/rum?nr=7

Svara senast torsdag 28 januari 2027:
http://127.0.0.1:8000/r/TOKEN

Du kan lika gärna svara med knapparna i ditt e-post- eller kalenderprogram; då
stämmer också din kalender.

Ta med lägesbilden.

Dagordning
1. Lägesrunda, 30 min (Bo)
2 punkter visas efter inloggning.

PROPOSE
http://127.0.0.1:8000/propose/TOKEN

-- 
Cecilia, samordnare
Länsstyrelsen lan, sammankallande för Länsnätverket

Brevet är till Anna. Länken svarar för den personen, även när brevet
vidarebefordras.
Du får det för att du kallas till möten i Länsnätverket.
Ska du inte längre kallas? Meddela Länsstyrelsen lan.
Du kan prenumerera på mötena i din kalender i stället för att få kallelser med
e-post. Välj på din egen sida; vi mejlar dig vägen dit:
http://127.0.0.1:8000/me
"""  # noqa: W291  # RFC 3676 4.3: a signature begins after dash, dash, space


def test_a_swedish_notice_says_what_when_where_until_when_by_whom_and_why(desk):
    a_person(desk.session, desk.network.id, "cecilia@kumla.example", role="coordinator")
    desk.meeting.online_url = "https://video.example/rum?nr=7"
    desk.agenda(("Lägesrunda", "open"), ("Hemligt", "circle"), ("Muntligt", "spoken"))
    desk.call()
    text = desk.letter("call").text
    words = "Is something missing? Propose a point until %(day)s:"
    propose = language("sv").gettext(words, day=date(2027, 1, 25))
    said = re.sub(r"/(r|propose)/[\w-]+", r"/\1/TOKEN", text)
    assert said == NOTICE.replace("PROPOSE", propose)


def test_a_notice_leads_to_proposing_points_and_other_letters_do_not(desk):
    desk.call()
    assert "/propose/" in desk.letter("call").html
    assert "/propose/" not in desk.letter("agenda").html


def test_a_notice_after_the_deadline_says_nothing_of_proposing_points(desk):
    desk.call()
    desk.network.proposal_days = 60
    desk.meeting.called_at = datetime(2027, 1, 1, tzinfo=UTC)
    assert "/propose/" not in desk.letter("call").text


@pytest.mark.parametrize("language", LETTERS)
@pytest.mark.parametrize("kind", KINDS)
def test_each_letter_can_be_written_in_each_language(desk, kind, language):
    desk.agenda(("Lägesrunda", "open"), ("Hemligt", "circle"))
    desk.call()
    desk.person.language = language
    letter = desk.letter(kind)
    assert letter.subject == " ".join(letter.subject.split()) != ""
    assert f'<html lang="{language}">' in letter.html
    assert letter.html.count('class="button"') == (kind not in {"cancelled", "removed"})
    assert len(letter.html.encode()) < 8_000
    assert max(len(line) for line in letter.text.splitlines()) <= 100
    assert "\n\n\n" not in letter.text
    assert "Hemligt" not in letter.text + letter.html + str(letter.calendar)
    assert (letter.calendar is not None) == (kind in CALENDAR)


SUBJECTS = {
    "call": "Kallelse: Länsnätverket, to 4 feb",
    "moved": "Ny tid: Länsnätverket, to 4 feb",
    "changed": "Ändrat: Länsnätverket, to 4 feb",
    "agenda": "Dagordning: Länsnätverket, to 4 feb",
    "restored": "Hålls ändå: Länsnätverket, to 4 feb",
    "cancelled": "Inställt: Länsnätverket, to 4 feb",
    "answered": "Du kommer inte: Länsnätverket, to 4 feb",
    "clock": "Klockan har ändrats, tiden gäller: Länsnätverket, to 4 feb",
    "declinecounter": "Tiden står fast: Länsnätverket, to 4 feb",
    "removed": "Inte längre kallad: Länsnätverket, to 4 feb",
    "remind_silent": "Svar saknas: Länsnätverket, to 4 feb",
    "remind_coming": "Påminnelse: Länsnätverket, to 4 feb",
    "remind_minutes": "Anteckningar saknas: Länsnätverket, to 4 feb",
    "minutes": "Mötesanteckningar: Länsnätverket, to 4 feb",
    "own_page": "Din egen sida i Kallelse",
    "sign_in": "Logga in i Kallelse",
}


def test_a_subject_begins_with_what_the_letter_is(desk):
    desk.call()
    assert {kind: desk.letter(kind).subject for kind in KINDS} == SUBJECTS


def test_a_moved_meeting_shows_the_earlier_time_struck_through_and_the_new_as_heading(desk):
    desk.call()
    change = desk.changed(start="2027-02-11T13:00", reason="Residenset är upptaget.\nVi byter.")
    letter = desk.letter("moved", change)
    assert re.findall(r"<s>(.*?)</s>|<h1>(.*?)</h1>", unbound(letter.html)) == [
        ("torsdag 4 februari 2027 · v. 5 · 09.00–12.00", ""),
        ("", "torsdag 11 februari 2027 · v. 6 · 13.00–16.00"),
    ]
    assert letter.text.splitlines()[:12] == [
        "Mötet har fått en ny tid.",
        "Svar på den tidigare tiden gäller inte längre.",
        "",
        "Länsnätverket",
        "Ny tid: torsdag 11 februari 2027 · v. 6 · 13.00–16.00",
        "Tidigare: torsdag 4 februari 2027 · v. 5 · 09.00–12.00",
        "Plats: Residenset",
        "",
        "Anledning:",
        "> Residenset är upptaget.",
        "> Vi byter.",
        "",
    ]


def test_a_new_place_stands_in_bold_beside_the_earlier_one_struck_through(desk):
    desk.call()
    letter = desk.letter("changed", desk.changed(place="Stadshuset"))
    assert "Tidigare plats: <s>Residenset</s>" in re.sub(r"\s+", " ", letter.html)
    assert "<b>Plats: Stadshuset</b>" in letter.html
    assert "Plats: Stadshuset\nTidigare plats: Residenset\n" in letter.text


def test_a_cancellation_gives_the_reason_and_asks_for_nothing(desk):
    desk.call()
    letter = desk.letter("cancelled", desk.changed(reason="Snöstorm."))
    assert "Anledning:\n> Snöstorm.\n\nDu behöver inte svara." in letter.text
    assert "<blockquote>Snöstorm.</blockquote>" in letter.html
    assert "/r/" not in letter.text + letter.html
    unfolded = (letter.calendar or b"").decode().replace("\r\n ", "")
    assert "DESCRIPTION:Länsnätverket\\nAnledning: Snöstorm.\r\n" in unfolded


def test_a_short_notice_or_a_late_move_asks_for_an_answer_as_soon_as_possible(desk, time):
    time.to(datetime(2027, 1, 29, 9, tzinfo=UTC))  # the last day for answers was yesterday
    desk.call()
    assert "\nSvara så snart du kan:\nhttp" in desk.letter("call").text


def test_a_letter_never_asks_for_an_answer_by_a_day_that_has_passed(desk, time):
    desk.call()
    time.to(datetime(2027, 1, 29, 9, tzinfo=UTC))
    assert "\nSvara så snart du kan:\nhttp" in desk.letter("restored").text


@pytest.mark.parametrize(
    ("zone", "line"),
    [
        ("Europe/Helsinki", "Hos dig: torsdag 4 februari 2027 · v. 5 · 10.00–13.00 (finsk tid)"),
        (
            "Atlantic/Reykjavik",
            "Hos dig: torsdag 4 februari 2027 · v. 5 · 08.00–11.00 (isländsk tid)",
        ),
    ],
)
def test_a_reader_whose_clock_differs_sees_their_own_time_too(desk, zone, line):
    desk.person.time_zone = zone
    desk.call()
    letter = desk.letter("call")
    assert f"· 09.00–12.00 (svensk tid)\n{line}\n" in letter.text
    assert f"· 09.00–12.00 (svensk tid)</h1>\n<p>{line}</p>" in unbound(letter.html)


def test_a_reader_whose_clock_shows_the_same_sees_one_time(desk):
    desk.person.time_zone = "Europe/Oslo"
    desk.call()
    assert "tid)" not in desk.letter("call").text


def test_who_subscribes_gets_no_calendar_part_and_is_told_where_the_meeting_is(desk):
    desk.person.delivery = "subscription"
    desk.call()
    letter = desk.letter("call")
    assert letter.calendar is None
    assert "\n\nMötet finns i kalendern som du prenumererar på.\n" in letter.text
    assert "knapparna" not in letter.text
    assert "Du har valt kalenderprenumeration." in letter.text


def test_an_answer_that_was_given_is_shown_and_can_be_changed(desk):
    desk.call()
    invitation_of(desk.session, desk.meeting.id, desk.person.email).answer = "declined"
    text = desk.letter("changed").text
    assert "Ditt svar: nej, jag har förhinder.\nDu kan ändra det tills mötet börjar:\nhttp" in text


def test_a_calendar_entry_says_the_deadline_the_links_and_the_open_points(desk, keys):
    desk.agenda(("Lägesrunda", "open"), ("Hemligt", "circle"))
    desk.meeting.online_url = "https://video.example/rum?nr=7"
    desk.call()
    called = invitation_of(desk.session, desk.meeting.id, desk.person.email)
    unfolded = (desk.letter("call").calendar or b"").decode().replace("\r\n ", "")
    (description,) = re.findall(r"DESCRIPTION:(.*)\r", unfolded)
    assert description.split("\\n") == [
        "Länsnätverket",
        "Svara senast torsdag 28 januari 2027:",
        f"http://127.0.0.1:8000/r/{keys.token('reply', called.id, called.generation)}",
        "",
        "Länk till videomöte: https://video.example/rum?nr=7",
        "",
        "Dagordning",
        "1. Lägesrunda",
    ]
