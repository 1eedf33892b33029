"""Is a person's page whole to whoever keeps the particulars, and no more to others?"""

from __future__ import annotations

from scheduler.actor import SYSTEM
from scheduler.inputs import PersonInput
from scheduler.model import Person
from scheduler.services import people
from tests.factories import a_network
from tests.web.belonging import person_of, place_of
from tests.web.browser import text_of

ANNA = "anna@kumla.example"
PARTICULARS = {
    "name": "Anna",
    "email": ANNA,
    "title": "Samordnare",
    "unit": "",
    "language": "nb",
    "time_zone": "Europe/Oslo",
}


def test_a_protected_person_s_page_is_role_alone_to_whoever_does_not_keep_the_list(enter, database):
    anna = person_of(database, ANNA)
    with database.transaction() as session:
        row = session.get_one(Person, anna.id)
        row.protected, row.title, row.name = True, "Kommunpolis", "Hemlig Person"
    shown = enter("facilitator").get(f"/people/{anna.id}")
    assert [w for w in ("Hemlig", ANNA) if w in shown.get_data(as_text=True)] == []
    assert 'value="Hemlig Person"' in enter().get(f"/people/{anna.id}").get_data(as_text=True)


def test_particulars_are_changed_and_can_be_emptied_and_the_place_stays(enter, database, network):
    anna = person_of(database, ANNA)
    with database.transaction() as session:
        session.get_one(Person, anna.id).unit = "Socialtjänst"
    answer = enter().send(f"/people/{anna.id}", PARTICULARS)
    assert (answer.status_code, answer.location) == (303, f"/people/{anna.id}")
    anna = person_of(database, ANNA)
    assert (anna.title, anna.unit, anna.language) == ("Samordnare", "", "nb")
    assert place_of(database, network, ANNA) == ("Kumla kommun", "member")


def test_particulars_of_somebody_who_belongs_elsewhere_too_are_only_shown(enter, database):
    with database.transaction() as session:
        other = a_network(session, slug="annat", name="Ett annat", people_=())
        people.add(session, other.id, plan=PersonInput(name="Anna", email=ANNA), by=SYSTEM)
    anna = person_of(database, ANNA)
    browser = enter()
    page = browser.get(f"/people/{anna.id}")
    assert 'name="email"' not in page.get_data(as_text=True)
    assert "Ett annat" not in text_of(page)
    answer = browser.send(f"/people/{anna.id}", PARTICULARS | {"name": "En annan"})
    assert answer.status_code == 403
    assert person_of(database, ANNA).name == "Anna"


def test_an_account_s_address_is_not_a_coordinator_s_to_change(enter, sign_in, database):
    sign_in(ANNA)
    anna = person_of(database, ANNA)
    answer = enter().send(f"/people/{anna.id}", PARTICULARS | {"email": "x@kumla.example"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 403
    assert 'href="#email"' in page
    assert 'value="x@kumla.example"' in page
    assert person_of(database, ANNA).email == ANNA
