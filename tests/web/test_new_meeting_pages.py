"""Is a single meeting made in two minutes, and what is typed kept when it is wrong?"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.factories import a_network, a_person
from tests.web.browser import text_of

ANNA, BO = "anna@kumla.example", "bo@nora.example"


@pytest.fixture
def browser(sign_in):
    """An administrator who reads English."""
    made = sign_in(administrator=True)
    made.set_cookie("kallelse-language", "en")
    return made


def _seen(answer):
    return re.findall(r'name="seen" value="([^"]*)"', answer.text)[0]


def test_a_short_notice_meeting_goes_from_its_form_to_its_notice(
    time, database, settle, sender, browser
):
    with database.transaction() as session:
        a_network(session)
    form = {
        "title": "Extra avstämning",
        "start": (time.at + timedelta(days=1)).strftime("%Y-%m-%dT15:00"),
        "minutes": "45",
        "who": "all",
        "extra": "true",
        "then": "call",
    }
    made = browser.send("/networks/lan/meetings/new", form)
    assert made.status_code == 303
    assert re.fullmatch(r"/meetings/[0-9a-f-]{36}/call", made.location)
    shown = browser.get(made.location)
    assert "Send to 2 people" in text_of(shown)
    browser.send(made.location, {"step": "send", "seen": _seen(shown)})
    settle()
    assert sender.take() == []  # until then it can be undone
    time.forward(seconds=60)
    settle()
    assert [mail.recipient for mail in sender.take()] == [ANNA, BO]


def test_only_those_who_are_chosen_are_invited(time, database, browser):
    with database.transaction() as session:
        network = a_network(session)
        cia = str(a_person(session, network.id, "cia@laxa.example").id)
    form = {"title": "Liten grupp", "start": "2027-02-04T09:00", "minutes": "30"}
    form |= {"who": "chosen", "people": cia, "then": "later"}
    made = browser.send("/networks/lan/meetings/new", form)
    page = text_of(browser.get(made.location))
    assert "The meeting is planned. Nobody has been written to." in page
    assert "1 person on the list Laxa kommun Cia" in page


def test_a_new_meeting_tells_all_that_is_wrong_at_once_and_keeps_what_was_typed(
    time, database, browser
):
    with database.transaction() as session:
        a_network(session)
    form = {"title": "", "start": "2027-03-28", "minutes": "0", "place": "Rådhuset <1>"}
    answer = browser.send("/networks/lan/meetings/new", {**form, "who": "chosen"})
    assert answer.status_code == 422
    assert "3 things to correct" in text_of(answer)
    assert 'value="Rådhuset &lt;1&gt;"' in answer.text
