"""Are the papers of an exercise listed, shown, saved and mailed, each for those it is for?"""

from __future__ import annotations

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.model import Exercise, Letter
from scheduler.packs import NAMES, PLAYER_PACKS
from scheduler.services import seating
from tests.evaluating import SECRET_WORDS, Table
from tests.factories import a_network
from tests.web.browser import text_of

FORMS = ("pdf", "docx", "html", "md", "json")
HIDDEN = [kind for kind in NAMES if kind not in PLAYER_PACKS]


@pytest.fixture
def table(database, settle, time):
    return Table(database, settle, time)


@pytest.fixture
def base(table):
    return f"/exercises/{table.exercise}/packs"


@pytest.fixture
def leader(table, sign_in):
    """Somebody who leads exercises in the network."""
    browser = sign_in("leder@kumla.example", role="facilitator", network=table.network)
    browser.set_cookie("kallelse-language", "en")
    return browser


@pytest.fixture
def member(table, sign_in):
    """The player, signed in."""
    browser = sign_in("player@kumla.example")
    browser.set_cookie("kallelse-language", "en")
    return browser


def letters(database):
    with database.reading() as session:
        rows = session.scalars(
            select(Letter).where(Letter.kind.in_(["pack", "handbook"])).order_by(Letter.key)
        )
        return sorted((one.kind, one.body["pack"], one.person.email, one.state) for one in rows)


def test_who_leads_finds_every_paper_in_every_form(base, leader):
    page = leader.get(base)
    assert page.status_code == 200
    for kind in NAMES:
        for form in FORMS[:-1]:  # JSON is for programs
            assert f'href="{base}/{kind}?format={form}"' in page.text


def test_a_player_finds_what_players_may_read_and_nothing_else(base, member):
    page = member.get(base)
    assert [kind for kind in NAMES if f"{base}/{kind}" in page.text] == list(PLAYER_PACKS)
    assert "/send" not in page.text


@pytest.mark.parametrize("kind", NAMES)
def test_each_paper_is_a_page_that_begins_with_the_mark(base, leader, kind):
    page = leader.get(f"{base}/{kind}")
    assert page.status_code == 200
    assert page.text.partition("<h1")[2].partition(">")[2].startswith("EXERCISE: ")
    assert "REAL EVENT" in text_of(page)


@pytest.mark.parametrize("kind", HIDDEN)
def test_what_is_not_for_players_is_not_given_to_them(base, member, kind):
    for address in (f"{base}/{kind}", *(f"{base}/{kind}?format={form}" for form in FORMS)):
        answer = member.get(address)
        assert answer.status_code == 403
        assert not any(word in answer.text for word in SECRET_WORDS)


def test_an_evaluator_who_is_a_member_reads_what_evaluators_need(base, sign_in):
    browser = sign_in("evaluator@kumla.example")
    browser.set_cookie("kallelse-language", "en")
    answers = {kind: browser.get(f"{base}/{kind}").status_code for kind in NAMES}
    assert [kind for kind, status in answers.items() if status == 200] == [
        *PLAYER_PACKS,
        "evaluator_handbook",
        "evaluation_guide",
    ]
    assert "Evaluation guide" in text_of(browser.get(base))


@pytest.mark.parametrize("form", FORMS)
def test_a_file_is_saved_under_a_name_that_says_what_it_is(base, leader, form):
    answer = leader.get(f"{base}/facilitator_handbook?format={form}")
    assert answer.status_code == 200
    name = f"2027-02-04 EXERCISE Facilitator handbook Länsnätverket.{form}"
    assert name.replace("ä", "%C3%A4").replace(" ", "%20") in answer.headers["Content-Disposition"]


def test_what_is_no_paper_and_no_form_is_not_there(base, leader):
    assert leader.get(f"{base}/diary").status_code == 404
    assert leader.get(f"{base}/situation_manual?format=exe").status_code == 404
    assert leader.send(f"{base}/diary/send").status_code == 404


def test_the_manual_is_mailed_to_the_players_and_a_handbook_to_those_who_lead(
    database, base, leader, settle, sender
):
    sender.take()
    page = leader.send(f"{base}/situation_manual/send", follow_redirects=True)
    assert "The paper is on its way to 2." in text_of(page)
    leader.send(f"{base}/evaluation_guide/send")
    settle()
    assert letters(database) == [
        ("handbook", "evaluation_guide", "critic@kumla.example", "sent"),
        ("handbook", "evaluation_guide", "director@kumla.example", "sent"),
        ("handbook", "evaluation_guide", "evaluator@kumla.example", "sent"),
        ("pack", "situation_manual", "player@kumla.example", "sent"),
        ("pack", "situation_manual", "second@kumla.example", "sent"),
    ]
    assert "2 mails, latest" in text_of(leader.get(base))


def test_who_has_a_paper_as_it_stands_gets_it_once(database, table, base, leader, settle):
    for _ in range(2):
        leader.send(f"{base}/situation_manual/send")
        settle()
    assert len(letters(database)) == 2
    with database.transaction() as session:
        session.get_one(Exercise, table.exercise).purpose = "Something else."
    leader.send(f"{base}/situation_manual/send")
    settle()
    assert len(letters(database)) == 4


def test_what_is_only_printed_is_mailed_to_nobody(base, leader):
    answer = leader.send(f"{base}/inject_cards/send")
    assert answer.status_code == 422
    assert "Save it as a file instead." in text_of(answer)


def test_a_paper_for_nobody_says_what_to_do(table, base, leader):
    table.do(seating.unseat, table.roles["director"], by=SYSTEM)
    answer = leader.send(f"{base}/facilitator_handbook/send")
    assert answer.status_code == 409
    assert "Seat somebody, then send it." in text_of(answer)


def test_a_player_may_not_send(base, member):
    assert member.send(f"{base}/situation_manual/send").status_code == 403


def test_a_personal_link_opens_the_player_s_own_manual(table, client):
    address = f"{table.path('player')}/pack"
    page = client.get(address)
    assert page.status_code == 200
    assert "Who asks whom?" in text_of(page)
    for form in FORMS:
        assert client.get(f"{address}?format={form}").status_code == 200
    assert client.get(f"{address}?kind=feedback_form").status_code == 200
    for kind in HIDDEN:
        assert client.get(f"{address}?kind={kind}").status_code == 404


def test_a_personal_link_dies_with_the_part(table, client):
    address = f"{table.path('player')}/pack"
    assert client.get(address[:-9] + "AAAA/pack").status_code == 404
    table.do(seating.unseat, table.roles["player"], by=SYSTEM)
    assert client.get(address).status_code == 404


def test_a_scenario_that_nobody_exercises_yet_has_its_papers(database, table, leader, member):
    with database.reading() as session:
        version = session.get_one(Exercise, table.exercise).version
        base, scenario = f"/scenario-versions/{version.id}/packs", version.scenario_id
    assert f'href="{base}"' in leader.get(f"/scenarios/{scenario}").text
    assert "Rykten i flödet, version 1" in text_of(leader.get(base))
    for kind in NAMES:
        assert "EXERCISE: " in text_of(leader.get(f"{base}/{kind}"))
        assert leader.get(f"{base}/{kind}?format=md").text.startswith("# EXERCISE: ")
    for address in (base, f"{base}/situation_manual"):
        assert member.get(address).status_code == 403


def test_another_network_finds_nothing(database, base, sign_in):
    with database.transaction() as session:
        other = a_network(session, slug="annat", people_=()).id
    stranger = sign_in("leder@nora.example", role="facilitator", network=other)
    for address in (base, f"{base}/situation_manual"):
        assert stranger.get(address).status_code == 404
