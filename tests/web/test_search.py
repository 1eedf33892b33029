"""Can somebody find on a page what they may read?"""

import pytest

from scheduler.actor import SYSTEM
from scheduler.inputs import AgendaInput
from scheduler.model import Meeting
from scheduler.services import agenda
from tests.factories import a_called_meeting, a_meeting
from tests.web.browser import text_of

TEACHES = "You need not know the meeting"
NOTHING = "Nothing found"


@pytest.fixture
def network(database, time, settle):
    """A network in which one point is open and one for the circle."""
    meeting_id = a_called_meeting(database)
    points = [
        {"title": "Gädda <b>öppen</b>", "text": "Om gädda & abborre."},
        {"title": "Hemlig gädda", "class": "circle"},
    ]
    with database.transaction() as session:
        plan = AgendaInput.model_validate({"items": points})
        agenda.put(session, meeting_id, plan=plan, by=SYSTEM)
        network_id = session.get_one(Meeting, meeting_id).network_id
    settle()
    return network_id


def test_without_words_the_page_says_how_to_ask(enter):
    page = text_of(enter().get("/search"))
    assert TEACHES in page
    assert "In quotation marks" in page


def test_what_is_found_is_marked_and_never_markup_of_its_own(enter):
    page = enter().get("/search?q=gädda").get_data(as_text=True)
    assert "<mark>Gädda</mark> &lt;b&gt;öppen&lt;/b&gt;" in page
    assert "Om <mark>gädda</mark> &amp; abborre." in page
    assert "Hemlig <mark>gädda</mark>" in page
    assert "2 found." in page


def test_a_member_who_was_not_called_finds_what_is_open_alone(enter):
    page = text_of(enter("member").get("/search?q=gädda"))
    assert ("One found." in page, "Hemlig" in page) == (True, False)


def test_nothing_found_says_what_to_do_and_keeps_the_words(enter):
    answer = enter().get("/search?q=%22min%20val%22&kind=decision&year=2027&network=nowhere")
    page = answer.get_data(as_text=True)
    assert NOTHING in page
    assert 'value="&#34;min val&#34;"' in page
    assert '<option value="decision" selected>' in page
    assert '<option value="2027" selected>' in page


def test_a_broken_place_kind_or_year_is_passed_over(enter):
    broken = "/search?q=gädda&after=9-9&kind=x&year=99999999&network=%00"
    assert "2 found." in text_of(enter().get(broken))


def test_a_long_list_has_a_link_to_the_rest(enter, database, network, settle):
    with database.transaction() as session:
        for day in range(10, 31):
            a_meeting(session, network, title="Laxmöte", start=f"2027-03-{day}T09:00")
    settle()
    browser = enter()
    page = browser.get("/search?q=laxmöte").get_data(as_text=True)
    assert "More than 20 found." in page
    rest = page.partition('href="/search?q=laxm%C3%B6te&amp;after=')[2].partition('"')[0]
    assert "One found." in text_of(browser.get(f"/search?q=laxmöte&after={rest}"))


def test_only_who_may_search_has_the_box_and_the_page(enter, client):
    assert 'action="/search"' in enter().get("/networks").get_data(as_text=True)
    observer = enter("observer")
    assert 'action="/search"' not in observer.get("/networks").get_data(as_text=True)
    assert observer.get("/search?q=gädda").status_code == 403
    assert client.get("/search?q=gädda").status_code in {302, 303, 401}
