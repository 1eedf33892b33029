"""How does a network read its decisions, and say which of them holds?"""

from __future__ import annotations

import pytest

from scheduler.model import Network
from tests.services.test_decisions import decide
from tests.web.browser import text_of

PATH = "/networks/lan/decisions"


@pytest.fixture
def decided(database, network):
    with database.reading() as session:
        made = session.get_one(Network, network)
    first, second = decide(database, made, "Vi ses i mars.", "Vi ses i april.")
    decide(database, made, "Ordet är hemligt.", item_class="circle", people=[])
    return first, second


def test_the_log_is_read_by_members_without_what_is_the_circle_s(sign_in, enter, decided):
    page = text_of(sign_in("bo@nora.example").get(PATH))
    assert "1/2027" in page
    assert "hemligt" not in page
    assert "hemligt" in text_of(enter().get(PATH))


def test_the_log_is_narrowed_by_year_and_words(enter, decided):
    eva = enter()
    assert "Vi ses i mars." not in text_of(eva.get(f"{PATH}?q=april"))
    assert "Vi ses i april." in text_of(eva.get(f"{PATH}?q=APRIL&year=2027"))
    assert "Nothing here" in text_of(eva.get(f"{PATH}?year=2026"))
    assert eva.get(f"{PATH}?year=x&q=%00%ff").status_code == 200


def test_a_later_decision_takes_the_place_of_one_and_both_say_so(enter, decided):
    first, second = decided
    eva = enter()
    sent = eva.send(f"/decisions/{first}/supersede", {"superseded_by": str(second)})
    assert (sent.status_code, sent.location) == (303, f"/decisions/{first}")
    page = eva.get(f"/decisions/{first}").get_data(as_text=True)
    assert "<s>Vi ses i mars.</s>" in page
    assert f'href="/decisions/{second}"' in page
    assert f'<option value="{second}" selected>' in page
    assert f'href="/decisions/{first}"' in eva.get(f"/decisions/{second}").get_data(as_text=True)
    assert "<s>Vi ses i mars.</s>" in eva.get(PATH).get_data(as_text=True)
    assert eva.send(f"/decisions/{first}/supersede", {"superseded_by": ""}).status_code == 303
    assert "<s>" not in eva.get(PATH).get_data(as_text=True)


def test_an_earlier_one_is_refused_in_words(enter, decided):
    first, second = decided
    refused = enter().send(f"/decisions/{second}/supersede", {"superseded_by": str(first)})
    assert refused.status_code == 422
    assert "is not later than decision 2/2027" in text_of(refused)


def test_a_member_changes_nothing_and_a_stranger_finds_nothing(sign_in, client, decided):
    first, second = decided
    bo = sign_in("bo@nora.example")
    assert "supersede" not in bo.get(f"/decisions/{first}").get_data(as_text=True)
    sent = bo.send(f"/decisions/{first}/supersede", {"superseded_by": str(second)})
    assert sent.status_code == 403
    assert sign_in("nils@ensam.example").get(f"/decisions/{first}").status_code == 404
    assert client.get(PATH).status_code == 303


def test_an_empty_log_says_what_it_will_hold(enter):
    assert "No decisions yet" in text_of(enter().get(PATH))
