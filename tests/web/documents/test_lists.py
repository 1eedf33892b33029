"""Who may take agendas and lists home, and what stands in them?"""

from __future__ import annotations

from sqlalchemy import select

from scheduler.model import Person
from tests.documents import a_meeting, office
from tests.documents.a_meeting import ANNA, BO, CIA, CIRCLE, KUMLA, OPEN, SPOKEN
from tests.web.browser import text_of
from tests.web.documents.reading import planted, read


def test_an_agenda_hides_what_is_not_the_readers(as_, meeting):
    for form in ("pdf", "docx"):
        shown = {
            who: planted(read(form, as_(who).get(f"/meetings/{meeting}/agenda.{form}").data))
            for who in ("observer", BO, "facilitator")
        }
        assert shown == {
            "observer": [OPEN],
            BO: [OPEN, CIRCLE, SPOKEN],
            "facilitator": [OPEN],
        }


def test_an_agenda_says_when_each_point_begins(as_, meeting):
    answer = as_(ANNA).get(f"/meetings/{meeting}/agenda.docx")
    said = office.of_docx(answer.data)
    assert [time for time in ("09.00", "09.10", "09.30", "09.50") if time not in said] == []


def test_the_list_to_sign_names_all_who_were_called_and_the_protected_by_role(
    as_, database, meeting
):
    with database.transaction() as session:
        anna = session.scalars(select(Person).where(Person.email == ANNA)).one()
        anna.protected, anna.title = True, "Handläggare"
    browser = as_("secretary")
    browser.set_cookie("kallelse-language", "en")
    page = browser.get(f"/meetings/{meeting}/attendance-sheet")
    assert page.status_code == 200
    for said in (
        text_of(page),
        office.spoken(browser.get(f"/meetings/{meeting}/attendance-sheet.pdf").data),
        office.of_docx(browser.get(f"/meetings/{meeting}/attendance-sheet.docx").data),
    ):
        found = set(office.words(said))
        assert {"Handläggare", "Bo", "Kumla", "Nora"} <= found
        assert "Anna" not in found
    assert as_(BO).get(f"/meetings/{meeting}/attendance-sheet").status_code == 403
    assert as_(BO).get(f"/meetings/{meeting}/attendance-sheet.pdf").status_code == 403


def test_a_list_of_actions_holds_those_that_are_the_readers(as_, database, published):
    network = a_meeting.network_of(database, published)
    for form, reading in (
        ("pdf", office.spoken),
        ("docx", office.of_docx),
        ("xlsx", office.of_xlsx),
    ):
        shown = {}
        for who in ("secretary", BO, CIA):
            content = as_(who).get(f"/networks/{network}/actions.{form}").data
            said = reading(content)
            shown[who] = planted(set(office.words(said)))
        assert shown == {"secretary": [OPEN, CIRCLE, KUMLA], BO: [OPEN, CIRCLE], CIA: [OPEN]}
    assert as_("observer").get(f"/networks/{network}/actions.xlsx").status_code == 403
