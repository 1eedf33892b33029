"""What does a player see behind their link, and nothing too early?"""

from __future__ import annotations

import re

import pytest

from scheduler.inputs.run import (
    AbortInput,
    AdHocInput,
    CorrectInput,
    JumpInput,
)
from scheduler.model import Person
from scheduler.services import runs
from tests.factories import a_person
from tests.playing import SECRET, Game
from tests.web.browser import text_of


@pytest.fixture
def game(database, keys, time):
    return Game(database, keys)


@pytest.fixture
def path(game):
    """Anna's address, in English."""
    with game.database.transaction() as session:
        for person in session.query(Person):
            person.language = "en"
    return game.link(game.anna)


@pytest.fixture
def begun(game, path):
    game.start()
    return game


def test_before_the_start_the_page_says_what_will_come_here(client, game, path):
    page = text_of(client.get(path))
    for words in ("Övningsdag", "Bord 1", "Kommunen", "Anna, Kumla kommun", "Not begun"):
        assert words in page
    assert "Exercise time" not in page


def test_the_page_is_in_the_persons_language(client, game):
    shown = client.get(game.link(game.anna))
    assert '<html lang="sv"' in shown.get_data(as_text=True)
    assert "ÖVNING" in text_of(shown)
    assert "SKARPT LÄGE" in text_of(shown)


def test_the_newest_inject_is_on_top_and_the_groups_question_under_it(client, begun, path):
    begun.release("C1")
    begun.release("C3")
    page = client.get(path).get_data(as_text=True)
    ids = re.findall(r'<(?:article|section|details)[^>]* id="([^"]+)"', page)
    assert ids == [
        "state",
        "inject-C3",
        "question-to-C3",
        "question-Q1",
        "module",
        "inject-C1",
        "question-to-C1",
    ]
    shown = text_of(client.get(path))
    assert "Telephone · Redaktionen, Björkhamrabladet · 10:00" in shown
    assert "Dag 1 kl. 08.00" in shown
    assert "Det är en vanlig tisdag." in shown


def test_nothing_hidden_and_nothing_to_come_is_on_any_page(client, begun, path):
    observer = begun.link(begun.seat(begun.people[0], "observer"))
    for key in ("C1", "C2", "C3"):
        begun.release(key)
    for link in (path, begun.link(begun.bo), observer):
        for address in (link, f"{link}/poll", begun.screen(), f"{begun.screen()}/poll"):
            assert SECRET not in client.get(address).get_data(as_text=True)
    assert "Till polisen" not in text_of(client.get(path))
    assert "Till polisen" not in text_of(client.get(observer))
    assert "Till polisen" in text_of(client.get(begun.link(begun.bo)))
    assert "Andra dygnet" not in text_of(client.get(path))


def test_a_correction_and_what_was_taken_back_are_marked(client, begun, path):
    begun.release("C1")
    begun.release("C3")
    begun.do(runs.correct, "C1", plan=CorrectInput(title="Rättat rykte", body="Nya ord."))
    begun.do(runs.withdraw, "C3")
    page = text_of(client.get(path))
    assert "Corrected" in page
    assert "Rättat rykte" in page
    assert "Bladet ringer" not in page
    assert "Taken back What came here 10:00 has been taken back." in page
    assert "Allmän fråga" not in page


def test_what_is_made_in_the_room_reaches_its_group(client, begun, path):
    plan = AdHocInput(title="En granne ringer", text="Hon undrar.", groups=["polis"], secret=True)
    begun.do(runs.add, plan=plan)
    assert "En granne ringer" not in text_of(client.get(path))
    page = text_of(client.get(begun.link(begun.bo)))
    assert "En granne ringer" in page
    assert "For your group alone" in page


def test_words_of_the_exercise_are_no_markup(client, begun, path):
    plan = AdHocInput(title="<script>alert(1)</script>", text="<img src=x onerror=alert(1)>")
    begun.do(runs.add, plan=plan)
    page = client.get(path).get_data(as_text=True)
    assert "<script>alert" not in page
    assert "<img" not in page


def test_two_of_a_group_share_what_they_see_and_nothing_of_each_other(client, begun, path):
    begun.release("C1")
    with begun.database.transaction() as session:
        other = a_person(session, begun.network, "cia@kumla.example", language="sv")
        person = other.id
    cia = begun.link(begun.seat(person, "player", "kommun"))
    client.post(f"{path}/seen", data={"inject": "C1"})
    ours, theirs = (client.get(one).get_data(as_text=True) for one in (path, cia))
    assert ("Accessibility" in ours, "Tillgänglighet" in theirs) == (True, True)
    assert (path in ours, cia in ours) == (True, False)
    assert (path in theirs, cia in theirs) == (False, True)
    assert ('<html lang="en"' in ours, '<html lang="sv"' in theirs) == (True, True)
    unread = 'data-seen="C1">'
    assert (unread in ours, unread in theirs) == (False, True)
    assert ("Anna" in theirs, "Cia" in ours) == (False, False)


def test_the_clock_shows_exercise_time_and_stands_in_a_pause(client, begun, path, time):
    time.forward(seconds=20)
    begun.do(runs.set_rate, rate=2)
    time.forward(seconds=5)
    going = '<span class="play-clock num" data-clock="30" data-rate="2.0" data-going>0:00:30</span>'
    assert going in client.get(path).get_data(as_text=True)
    begun.do(runs.pause)
    time.forward(seconds=600)
    stands = '<span class="play-clock num" data-clock="30" data-rate="2.0">0:00:30</span>'
    assert stands in client.get(path).get_data(as_text=True)


def test_a_part_that_is_kept_shows_each_reader_the_time_it_is(client, begun, path, time):
    client.get(path)
    time.forward(seconds=7)
    assert "0:00:07" in client.get(path).get_data(as_text=True)
    assert "0:00:07" in client.get(begun.link(begun.bo)).get_data(as_text=True)


def test_what_has_ended_or_was_broken_off_says_so_and_leads_on(client, game, path):
    game.start()
    game.do(runs.end)
    page = client.get(path).get_data(as_text=True)
    assert f'href="{path}/hotwash"' in page
    assert f'href="{path}/feedback"' in page
    assert "The exercise has ended." in page


def test_an_exercise_that_is_broken_off_says_nothing_of_why(client, begun, path):
    begun.do(runs.abort, reason=AbortInput(reason="Hemligt skäl").reason)
    page = text_of(client.get(path))
    assert "Broken off" in page
    assert "Hemligt skäl" not in page


def test_a_page_that_asks_is_told_only_what_is_new(client, begun, path):
    first = client.get(f"{path}/poll?after=")
    mark = first.headers["ETag"]
    assert (first.status_code, first.mimetype) == (200, "text/html")
    same = client.get(f"{path}/poll", headers={"If-None-Match": mark})
    assert (same.status_code, same.data) == (304, b"")
    after = mark.strip('"')
    assert client.get(f"{path}/poll?after={after}").status_code == 204
    begun.release("C2")
    client.post(f"{begun.link(begun.bo)}/seen", data={"inject": "C2"})
    begun.release("C1")
    news = client.get(f"{path}/poll?after={after}", headers={"If-None-Match": mark})
    assert "Ett rykte" in text_of(news)
    assert news.headers["ETag"] != mark


def test_who_has_moved_to_another_group_sees_what_that_group_has(client, begun, path):
    begun.release("C2")
    assert "Till polisen" not in text_of(client.get(path))
    begun.seat(begun.people[0], "player", "polis")
    assert "Till polisen" in text_of(client.get(path))


def test_a_jump_shows_the_next_module_and_its_story(client, begun, path):
    begun.do(runs.jump, plan=JumpInput(module="M2"))
    page = text_of(client.get(path))
    assert "Andra dygnet" in page
    assert "Två dagar senare." in page
