"""How does a network see and change what it was commissioned to do?"""

import pytest
from sqlalchemy import select

from scheduler.model import Commission, Network, Organisation
from tests.web.browser import text_of

GIVEN = {
    "title": "Kartlägg stödet",
    "giver": "Kommunstyrelsen",
    "document": "https://kumla.example/ks-14",
    "report_back": "2027-01-03",
}


@pytest.fixture
def path(database, network):
    with database.reading() as session:
        return f"/networks/{session.get_one(Network, network).slug}/commissions"


@pytest.fixture
def given(enter, database, path):
    browser = enter()
    with database.reading() as session:
        nora = select(Organisation.id).where(Organisation.name == "Nora kommun")
        form = GIVEN | {"bodies": [str(session.scalars(nora).one())]}
    assert browser.send(path, form).status_code == 303
    with database.reading() as session:
        return f"/commissions/{session.scalars(select(Commission.id)).one()}"


def test_the_empty_page_says_what_a_commission_is(enter, path):
    assert "A commission is something that the network was asked to do" in text_of(
        enter().get(path)
    )


def test_a_commission_is_listed_with_who_gave_it_and_when_it_reports_back(enter, path, given):
    page = text_of(enter("member").get(path))
    assert (
        "Kartlägg stödet Kommunstyrelsen Nora kommun Sunday 3 January 2027 ! Overdue ◐ Open" in page
    )
    assert "A new commission" not in page


def test_a_members_page_shows_the_document_and_no_form(enter, given):
    page = enter("member").get(given).get_data(as_text=True)
    assert (
        '<a class="ds-link" href="https://kumla.example/ks-14" rel="noopener noreferrer">' in page
    )
    assert "<textarea" not in page


def test_a_commission_is_closed_with_what_came_of_it(enter, given, path):
    browser = enter("secretary")
    form = GIVEN | {"state": "closed", "version": "1", "outcome": ""}
    refused = browser.send(given, form)
    assert refused.status_code == 422
    assert "Write what came of the commission before you close it." in text_of(refused)
    assert 'value="Kartlägg stödet"' in refused.get_data(as_text=True)
    assert browser.send(given, form | {"outcome": "Stödet finns."}).status_code == 303
    page = text_of(browser.get(given))
    assert "✓ Closed" in page
    assert "Stödet finns." in page


def test_what_was_emptied_is_empty(enter, given, database):
    form = {"title": "Nytt", "giver": "Ny", "version": "1", "state": "open", "report_back": ""}
    enter("secretary").send(given, form)
    with database.reading() as session:
        row = session.scalars(select(Commission)).one()
        assert (row.title, row.document, row.report_back, row.bodies) == ("Nytt", "", None, [])


def test_two_who_change_a_commission_are_told(enter, given):
    browser = enter("secretary")
    browser.send(given, GIVEN | {"state": "reported", "version": "1"})
    answer = browser.send(given, GIVEN | {"state": "open", "version": "1"})
    assert answer.status_code == 409
    assert "Somebody else has saved this commission meanwhile" in text_of(answer)


def test_a_document_that_is_no_address_is_only_text(enter, given):
    browser = enter("secretary")
    form = GIVEN | {"document": "javascript:alert(1)", "state": "open", "version": "1"}
    browser.send(given, form)
    assert 'href="javascript' not in browser.get(given).get_data(as_text=True)
