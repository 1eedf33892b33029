"""What does a player see behind their link, and nobody else's, and nothing too early?"""

from __future__ import annotations

import gzip
import hashlib
import re

import pytest

from scheduler.actor import SYSTEM
from scheduler.inputs.run import (
    AbortInput,
    AdHocInput,
    CorrectInput,
    JumpInput,
    ResponseInput,
    SkipInput,
)
from scheduler.model import Person, RunEntry, RunRole, ScenarioFile
from scheduler.services import playing, runs, seating
from tests.factories import a_person
from tests.playing import CONTENT, SECRET, Game
from tests.web.browser import text_of
from web import statics

GOOD = {"Origin": "http://127.0.0.1:8000"}
ELSEWHERE = {"Origin": "https://elsewhere.example"}


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


def lines(game):
    with game.database.reading() as session:
        return session.query(RunEntry).filter_by(run_id=game.run).count()


def said(game):
    return [(one.body["question"], one.body["option"]) for one in game.state().answers]


def test_before_the_start_the_page_says_what_will_come_here(client, game, path):
    page = text_of(client.get(path))
    for words in ("Övningsdag", "Bord 1", "Kommunen", "Anna, Kumla kommun", "Not begun"):
        assert words in page
    assert "Exercise time" not in page


def test_the_mark_and_the_word_that_stops_play_are_on_every_page_of_the_link(client, game, path):
    for role in ("player", "observer", "facilitator", "evaluator", "recorder"):
        link = path if role == "player" else game.link(game.seat(game.people[1], role))
        page = text_of(client.get(link))
        assert "EXERCISE" in page
        assert "SKARPT LÄGE" in page


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


def test_a_question_is_answered_in_private_until_all_answers_are_revealed(client, begun, path):
    sent = client.post(
        f"{path}/answer",
        data={"question": "Q1", "option": "Polisen", "text": "De har bilen"},
        headers=GOOD,
    )
    assert (sent.status_code, sent.headers["Location"]) == (303, f"{path}#question-Q1")
    client.post(f"{begun.link(begun.bo)}/answer", data={"question": "Q1", "option": "Kommunen"})
    ours, theirs = text_of(client.get(path)), text_of(client.get(begun.link(begun.bo)))
    assert "Our private answer: Polisen. De har bilen" in ours
    assert "Our private answer: Kommunen" in theirs
    assert "De har bilen" not in theirs

    begun.do(runs.reveal, "Q1")
    client.post(f"{path}/answer", data={"question": "Q1", "option": "Kommunen"})
    page = text_of(client.get(begun.link(begun.bo)))
    assert "Kommunen Kommunen Polisen (your group) Kommunen" in page
    assert "Before the talk 0 of 1 pairs of groups had chosen the same; now 1 of 1." in page


def test_what_the_group_answered_stands_in_the_form(client, begun, path):
    client.post(f"{path}/answer", data={"question": "Q1", "option": "Polisen", "text": "Så här"})
    page = client.get(path).get_data(as_text=True)
    assert re.search(r'value="Polisen" checked', page)
    assert re.search(r"<textarea[^>]*>\nSå här</textarea>", page)
    assert "Change our answer" in page


def test_a_group_says_what_it_does_about_an_inject_that_asks_nothing(client, begun, path):
    begun.release("C1")
    client.post(f"{path}/answer", data={"question": "", "inject": "C1", "text": "Vi ringer länet"})
    assert "Vi ringer länet" in client.get(path).get_data(as_text=True)
    assert "Vi ringer länet" not in client.get(begun.link(begun.bo)).get_data(as_text=True)
    assert begun.state().steps["C1"].state == "answered"


def test_what_is_refused_keeps_what_was_typed_where_it_was_typed(client, begun, path):
    begun.release("C1")
    text = "Lång text " * 3000
    refused = client.post(
        f"{path}/answer", data={"question": "Q1", "option": "Polisen", "text": text}
    )
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert page.count(text.strip()) == 1
    assert re.search(r'value="Polisen" checked', page)
    assert 'id="answer-Q1-wrong"' in page
    assert said(begun) == []


def test_an_answer_says_something_and_is_one_of_the_options(client, begun, path):
    empty = client.post(f"{path}/answer", data={"question": "Q1"})
    assert empty.status_code == 422
    assert "Write an answer, or choose one." in text_of(empty)
    other = client.post(f"{path}/answer", data={"question": "Q1", "option": "Länet"})
    assert "Choose one of the answers that are there." in text_of(other)
    assert said(begun) == []


def test_nobody_answers_for_another_group(client, begun, path):
    client.post(f"{path}/answer", data={"question": "Q1", "option": "Polisen", "group": "polis"})
    assert [one.body["group"] for one in begun.state().answers] == ["kommun"]


def test_answers_are_taken_in_a_pause_and_not_after_the_close(client, begun, path):
    begun.do(runs.pause)
    assert "Paused" in text_of(client.get(path))
    client.post(f"{path}/answer", data={"question": "Q1", "option": "Polisen"})
    assert said(begun) == [("Q1", "Polisen")]
    for step in (runs.end, runs.open_hotwash, runs.close):
        begun.do(step)
    late = {"question": "Q1", "option": "Kommunen", "text": "Vi hann inte"}
    refused = client.post(f"{path}/answer", data=late)
    assert refused.status_code == 409
    assert "This run is closed." in text_of(refused)
    assert "What you wrote was not kept here: Kommunen Vi hann inte" in text_of(refused)
    assert "answer-Q1" not in client.get(path).get_data(as_text=True)


def test_having_read_is_said_by_a_button_once(client, begun, path):
    begun.release("C1")
    form = f'action="{path}/seen" data-seen="C1">'
    assert form in client.get(path).get_data(as_text=True)
    for _ in range(2):
        sent = client.post(f"{path}/seen", data={"inject": "C1"}, headers=GOOD)
        assert (sent.status_code, sent.headers["Location"]) == (303, path)
    assert list(begun.state().seen) == [("C1", str(begun.anna))]
    page = client.get(path).get_data(as_text=True)
    assert form not in page
    assert '<p class="subtle play-read">You have read this.</p>' in page
    assert form.replace(path, begun.link(begun.bo)) in client.get(begun.link(begun.bo)).get_data(
        as_text=True
    )


def test_nobody_has_seen_what_has_not_come(client, begun, path):
    client.post(f"{path}/seen", data={"inject": ["C1", "C2", "N1", "nowhere"]})
    begun.release("C2")
    client.post(f"{path}/seen", data={"inject": "C2"})
    assert begun.state().seen == {}


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


def test_an_observer_sees_what_is_for_all_and_does_not_answer(client, begun, path):
    begun.release("C1")
    observer = begun.link(begun.seat(begun.people[0], "observer"))
    page = client.get(observer).get_data(as_text=True)
    assert "Ett rykte" in page
    assert "<textarea" not in page
    refused = client.post(f"{observer}/answer", data={"question": "Q1", "option": "Polisen"})
    assert refused.status_code == 403
    assert said(begun) == []


@pytest.mark.parametrize("kind", ["director", "facilitator"])
def test_who_leads_is_asked_to_sign_in(client, begun, path, kind):
    begun.release("C1")
    shown = client.get(begun.link(begun.seat(begun.people[0], kind)))
    assert f'href="/runs/{begun.run}"' in shown.get_data(as_text=True)
    assert "Ett rykte" not in text_of(shown)


def test_a_link_that_is_dead_is_not_found(client, begun, path):
    assert client.get(path).status_code == 200
    with begun.database.transaction() as session:
        seating.unseat(session, begun.anna, by=SYSTEM)
    for address in (path, f"{path}/poll", f"{path}/stream", f"{path}/papers/karta.png"):
        assert client.get(address).status_code == 404
    assert client.post(f"{path}/answer", data={"question": "Q1", "text": "x"}).status_code == 404
    assert client.post(f"{path}/seen", data={"inject": "C1"}).status_code == 404
    with begun.database.transaction() as session:
        session.get_one(RunRole, begun.bo).generation += 1
    assert client.get(begun.link(begun.bo)).status_code == 200
    assert client.get(f"{begun.link(begun.bo)[:-1]}A").status_code in {200, 404}
    assert client.get("/play/none").status_code == 404


def test_one_links_token_opens_nothing_else(client, begun, path):
    token = path.rpartition("/")[2]
    assert client.get(f"/screen/{token}").status_code == 404
    assert client.get(f"/play/{begun.screen().rpartition('/')[2]}").status_code == 404


def test_another_site_can_make_nobody_answer(client, begun, path):
    begun.release("C1")
    for address, data in (("answer", {"question": "Q1", "text": "x"}), ("seen", {"inject": "C1"})):
        refused = client.post(f"{path}/{address}", data=data, headers=ELSEWHERE)
        assert refused.status_code == 403
    assert said(begun) == []
    assert begun.state().seen == {}


def test_looking_changes_nothing_and_sets_no_cookie(client, begun, path):
    begun.release("C1")
    before = lines(begun)
    for look in (client.get, client.head):
        for address in (path, f"{path}/poll"):
            shown = look(address, headers={"Purpose": "prefetch"})
            assert shown.status_code == 200
            assert "Set-Cookie" not in shown.headers
            assert shown.headers["Referrer-Policy"] == "no-referrer"
            assert "no-store" in shown.headers["Cache-Control"]
    assert lines(begun) == before
    assert 'name="robots" content="noindex' in client.get(path).get_data(as_text=True)


def test_without_a_script_there_is_a_link_to_look_for_news(client, begun, path):
    page = client.get(path).get_data(as_text=True)
    assert re.search(r"<noscript>.*Look for news.*</noscript>", page)
    assert page.count("<script") == 1
    assert page.count('role="status"') == 1


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


def test_page_styles_and_script_weigh_no_more_than_60_kilobytes(client, begun, path):
    for key in ("C1", "C3"):
        begun.release(key)
    page = client.get(path).data
    files = statics.gathered()
    names = re.findall(rb'/static/[0-9a-f]+/([^"]+\.(?:css|js))', page)
    assert len(names) == 4
    weight = len(page) + sum(len(gzip.compress(files[name.decode()], 9)) for name in names)
    assert weight <= 60_000


@pytest.fixture
def papers(database, keys, time):
    """A run whose papers are kept."""
    found = []
    for paper in CONTENT["papers"]:
        content = paper["name"].encode()
        digest = hashlib.sha256(content).hexdigest()
        found.append((paper | {"sha256": digest, "size": len(content)}, content, digest))
    game = Game(database, keys, papers=[one for one, _, _ in found])
    with database.transaction() as session:
        for paper, content, digest in found:
            session.add(
                ScenarioFile(
                    scenario_id=game.scenario,
                    sha256=digest,
                    media_type=paper["media_type"],
                    size=paper["size"],
                    content=content,
                    by="system",
                )
            )
    game.start()
    return game


def test_a_paper_comes_with_its_inject_and_not_before(client, papers):
    path = papers.link(papers.anna)
    assert client.get(f"{path}/papers/karta.png").status_code == 404
    papers.release("C1")
    given = client.get(f"{path}/papers/karta.png")
    assert (given.status_code, given.data, given.mimetype) == (200, b"karta.png", "image/png")
    assert given.headers["Content-Disposition"] == "attachment; filename*=UTF-8''karta.png"
    assert "sandbox" in given.headers["Content-Security-Policy"]
    assert f'href="{path}/papers/karta.png"' in client.get(path).get_data(as_text=True)


def test_a_paper_for_facilitators_is_neither_shown_nor_given(client, papers):
    path = papers.link(papers.anna)
    papers.release("C1")
    assert client.get(f"{path}/papers/facit.png").status_code == 404
    assert "facit" not in client.get(path).get_data(as_text=True)


def test_a_paper_goes_with_an_inject_that_is_taken_back(client, papers):
    path = papers.link(papers.anna)
    papers.release("C1")
    papers.do(runs.withdraw, "C1", reason=SkipInput().reason)
    assert client.get(f"{path}/papers/karta.png").status_code == 404


def test_answers_written_for_a_group_stand_on_its_page(client, begun, path):
    plan = ResponseInput(question="Q1", option="Polisen", group="kommun")
    begun.do(playing.answer_for, plan=plan)
    assert "Our private answer: Polisen" in text_of(client.get(path))
