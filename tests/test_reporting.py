"""What does the answer to a letter about an action say?"""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler import reporting
from tests.mailed_reports import GMAIL_SV, LETTER, MAILS, OUTLOOK_SV


@pytest.mark.parametrize("mail", MAILS, ids=[mail.name for mail in MAILS])
def test_the_first_words_of_a_mail_decide_and_the_letter_is_cut_away(mail):
    said = reporting.read(mail.text)
    assert (said.state, said.text) == (mail.state, mail.kept)


def test_thirty_mails_have_been_tried():
    assert len(MAILS) >= 30


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("färdig", "done"),
        ("Det är gjort", "done"),
        ("udført", "done"),
        ("Fullført i går", "done"),
        ("Búið", "done"),
        ("Tack, det är klart.", "done"),
        ("in progress", "in_progress"),
        ("påbegynt", "in_progress"),
        ("käynnissä", "in_progress"),
        ("byrjað", "in_progress"),
        ("ei valmis", None),
        ("ikke ferdig", None),
        ("not done", None),
        ("almost done", None),
        ("Nästan klart", None),
        ("Vi har inte påbörjat", None),
        ("Ska det vara klart?", None),
        ("Vi tänker att det nog borde vara klart", None),
        ("Nu har vi suttit ned med alla och det är klart", None),
        ("Cannot be done", None),
    ],
)
def test_what_hedges_asks_or_comes_late_decides_nothing(words, state):
    assert reporting.read(words).state == state


def test_four_thousand_characters_are_kept():
    assert len(reporting.read("ord " * 10_000).text) <= 4_000


@given(text=st.text(max_size=2_000))
def test_no_text_breaks_the_reading(text):
    said = reporting.read(text)
    assert len(said.text) <= reporting.MOST
    assert said.state in {None, "done", "in_progress"}


@given(
    words=st.lists(
        st.sampled_from(["Klart", "skolan", "rektorn", "lokal", "i", "mars"]), min_size=1
    ),
    below=st.sampled_from([OUTLOOK_SV, GMAIL_SV]),
)
def test_what_the_letter_says_is_never_taken_for_the_answer(words, below):
    own = " ".join(words)
    assert reporting.read(own + below) == reporting.read(own)
    assert LETTER.splitlines()[0] not in reporting.read(own + below).text


@pytest.mark.parametrize(
    "text",
    [
        "\n" * 16_000,
        " " * 16_000,
        "1" * 16_000,
        "1 skrev " * 2_000,
        "från: x\n" * 2_000,
        "> \n" * 5_000,
    ],
)
def test_a_mail_made_to_be_slow_is_read_at_once(text):
    began = perf_counter()
    reporting.read(text)
    assert perf_counter() - began < 1
