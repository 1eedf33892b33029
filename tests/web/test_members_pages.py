"""Can whoever keeps the members' list do so, and does nobody see more than is theirs?"""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import event, select

from scheduler.actor import SYSTEM
from scheduler.inputs import MinutesInput
from scheduler.model import Invitation, Letter, Membership, Network, Organisation, Person
from scheduler.queries import membership
from scheduler.services import meetings, minutes
from tests.factories import a_meeting, a_network, a_person
from tests.web.belonging import TODAY, house_of, person_of, place_of
from tests.web.browser import text_of

ANNA, BO = "anna@kumla.example", "bo@nora.example"
CIA = {"name": "Cia", "email": "cia@kumla.example", "organisation": "", "role": "secretary"}
PARTICULARS = {
    "name": "Anna",
    "email": ANNA,
    "title": "Samordnare",
    "unit": "",
    "language": "nb",
    "time_zone": "Europe/Oslo",
}


def test_members_stand_by_organisation_the_convenor_first(enter):
    page = enter("secretary").get("/networks/lan/members").get_data(as_text=True)
    names = re.findall(r'house__name" data-size="2xs">([^<]+)</h2>', page)
    assert names == ["Länsstyrelsen lan", "Kumla kommun", "Lan kommun", "Nora kommun"]
    assert "4 organisations · 3 people" in " ".join(page.split())


def test_a_protected_person_stands_by_role_and_without_address(enter, database):
    with database.transaction() as session:
        anna = session.get_one(Person, person_of(database, ANNA).id)
        anna.protected, anna.title, anna.name = True, "Kommunpolis", "Hemlig Person"
    page = text_of(enter("secretary").get("/networks/lan/members"))
    assert "Kommunpolis, Kumla kommun Protected" in page
    assert [word for word in ("Hemlig", ANNA) if word in page] == []


def test_the_list_says_when_an_organisation_was_last_there(enter, database, network, time):
    with database.transaction() as session:
        meeting = a_meeting(session, network, start="2027-01-14T09:00").id
        meetings.call(session, meeting, by=SYSTEM)
    time.to(datetime(2027, 1, 20, 9, tzinfo=UTC))
    with database.transaction() as session:
        meetings.close(session, meeting, by=SYSTEM)
        there = [{"person": person_of(database, ANNA).id, "present": True}]
        there += [{"person": person_of(database, BO).id, "present": False}]
        plan = MinutesInput.model_validate({"attendance": there})
        minutes.save(session, meeting, plan=plan, version=None, by=SYSTEM)
    page = text_of(enter().get("/networks/lan/members"))
    assert "Kumla kommun Municipality · last present Thu 14 Jan 2027" in page
    assert "Nora kommun Municipality · never noted as present" in page


def test_an_organisation_joins(enter, database, network):
    plan = {"name": "Laxå kommun", "kind": "municipality", "country": "SE", "role": "member"}
    answer = enter().send("/networks/lan/members/organisations/new", plan)
    assert (answer.status_code, answer.location) == (303, "/networks/lan/members")
    assert house_of(database, network, "Laxå kommun").role == "member"


def test_the_first_organisation_is_proposed_as_convenor(enter, database):
    with database.transaction() as session:
        plan = {"name": "Tomt", "slug": "tomt", "language": "da", "time_zone": "Europe/Copenhagen"}
        session.add(Network(**plan, countries=["DK"]))
    page = enter(administrator=True).get("/networks/tomt/members/organisations/new")
    chosen = re.findall(r'value="(\w+)" selected', page.get_data(as_text=True))
    assert chosen[:3] == ["municipality", "DK", "convenor"]


def test_an_organisation_that_belongs_already_is_refused_and_the_text_kept(enter):
    plan = {"name": "KUMLA kommun", "kind": "police", "country": "SE", "role": "observer"}
    answer = enter().send("/networks/lan/members/organisations/new", plan)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'href="#name"' in page
    assert 'value="KUMLA kommun"' in page


def test_another_organisation_takes_over_as_convenor(enter, database, network):
    house = house_of(database, network, "Kumla kommun").organisation_id
    plan = {"name": "Kumla kommun", "kind": "municipality", "country": "SE", "role": "convenor"}
    answer = enter().send(f"/networks/lan/members/organisations/{house}", plan)
    assert answer.status_code == 303
    assert house_of(database, network, "Kumla kommun").role == "convenor"
    assert house_of(database, network, "Länsstyrelsen lan").role == "member"


def test_what_an_organisation_is_called_elsewhere_is_not_asked_here(enter, database, network):
    with database.transaction() as session:
        other = a_network(session, slug="annat", name="Ett annat", people_=())
        house = session.scalars(select(Organisation).where(Organisation.name == "Kumla kommun"))
        row = house.one()
        session.add(Membership(network_id=other.id, organisation=row, role="member", since=TODAY))
        address = f"/networks/lan/members/organisations/{row.id}"
    browser = enter()
    page = browser.get(address).get_data(as_text=True)
    assert '<input type="hidden" name="name" value="Kumla kommun">' in page
    same = {"name": "Kumla kommun", "kind": "municipality", "country": "SE", "role": "observer"}
    assert browser.send(address, same).status_code == 303
    assert house_of(database, network, "Kumla kommun").role == "observer"
    assert browser.send(address, same | {"name": "Något annat"}).status_code == 403


def test_a_person_joins_and_nobody_is_mailed(enter, database, network, settle):
    house = house_of(database, network, "Kumla kommun").organisation_id
    plan = CIA | {"organisation": str(house), "protected": "true"}
    answer = enter().send("/networks/lan/members/new", plan)
    settle()
    assert (answer.status_code, answer.location) == (303, "/networks/lan/members")
    assert place_of(database, network, "cia@kumla.example") == ("Kumla kommun", "secretary")
    cia = person_of(database, "cia@kumla.example")
    assert (cia.protected, cia.language, cia.time_zone) == (True, "sv", "Europe/Stockholm")
    with database.reading() as session:
        assert session.scalars(select(Letter)).all() == []


def test_one_more_comes_back_to_the_form_with_the_same_organisation(enter, database, network):
    house = house_of(database, network, "Kumla kommun").organisation_id
    browser = enter()
    answer = browser.send(
        "/networks/lan/members/new", CIA | {"organisation": str(house), "more": "true"}
    )
    assert answer.location == f"/networks/lan/members/new?organisation={house}"
    page = browser.get(answer.location).get_data(as_text=True)
    assert f'<option value="{house}" selected>Kumla kommun</option>' in page


def test_an_address_that_belongs_already_is_refused_and_the_text_kept(enter):
    answer = enter().send("/networks/lan/members/new", CIA | {"email": "ANNA@kumla.example"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'href="#email"' in page
    assert 'value="Cia"' in page


def test_a_hostile_name_is_text(enter, database):
    browser = enter()
    browser.send("/networks/lan/members/new", CIA | {"name": "<script>x</script>\r\nBcc: x"})
    assert person_of(database, "cia@kumla.example").name == "<script>x</script> Bcc: x"
    page = browser.get("/networks/lan/members").get_data(as_text=True)
    assert "&lt;script&gt;x&lt;/script&gt; Bcc: x" in page


def test_a_person_gets_another_place_in_one_network(enter, database, network):
    anna = person_of(database, ANNA)
    house = house_of(database, network, "Nora kommun").organisation_id
    answer = enter().send(
        f"/networks/lan/members/{anna.id}", {"role": "facilitator", "organisation": str(house)}
    )
    assert (answer.status_code, answer.location) == (303, "/networks/lan/members")
    assert place_of(database, network, ANNA) == ("Nora kommun", "facilitator")
    assert person_of(database, ANNA).name == "Anna"


def test_a_person_may_stand_for_themselves(enter, database, network):
    anna = person_of(database, ANNA)
    enter().send(f"/networks/lan/members/{anna.id}", {"role": "observer", "organisation": ""})
    assert place_of(database, network, ANNA) == ("", "observer")


def test_ending_shows_who_leaves_and_what_they_are_told_and_changes_nothing(
    enter, database, network
):
    with database.transaction() as session:
        meetings.call(session, a_meeting(session, network).id, by=SYSTEM)
    house = house_of(database, network, "Kumla kommun")
    page = text_of(enter().get(f"/networks/lan/members/{house.id}/end"))
    for words in ("One person leaves with it Anna", "Länsnätverket, Thursday 4 February 2027"):
        assert words in page
    assert place_of(database, network, ANNA) == ("Kumla kommun", "member")


def test_an_ended_organisation_takes_its_people_and_their_calls_with_it(enter, database, network):
    with database.transaction() as session:
        meetings.call(session, a_meeting(session, network).id, by=SYSTEM)
    house = house_of(database, network, "Kumla kommun")
    answer = enter().send(f"/networks/lan/members/{house.id}/end")
    assert answer.status_code == 303
    assert place_of(database, network, ANNA) is None
    with database.reading() as session:
        rows = session.scalars(select(Invitation).join(Person, Invitation.person_id == Person.id))
        left = {one.person_id for one in rows if one.removed_at is not None}
    assert left == {person_of(database, ANNA).id}


def test_another_networks_membership_is_not_found_here(enter, database):
    with database.transaction() as session:
        other = a_network(session, slug="annat", name="Ett annat", people_=("x@solna.example",))
        held = membership.members(session, other.id, TODAY)[0].id
    browser = enter()
    assert browser.get(f"/networks/lan/members/{held}/end").status_code == 404
    assert browser.send(f"/networks/lan/members/{held}/end").status_code == 404


@pytest.mark.parametrize("role", ["secretary", "facilitator"])
def test_who_only_reads_the_list_finds_no_way_to_change_it(enter, database, network, role):
    browser = enter(role)
    anna = person_of(database, ANNA)
    page = browser.get("/networks/lan/members").get_data(as_text=True)
    assert "/networks/lan/members/" not in page
    assert browser.get("/networks/lan/members/new").status_code == 403
    assert browser.send(f"/people/{anna.id}", PARTICULARS).status_code == 403
    assert browser.get(f"/people/{anna.id}").status_code == 200


def test_members_do_not_see_the_list(enter, database):
    browser = enter("member")
    assert browser.get("/networks/lan/members").status_code == 403
    assert browser.get(f"/people/{person_of(database, ANNA).id}").status_code == 403


def test_the_list_asks_the_same_of_few_and_of_many(enter, database, network):
    browser = enter()
    asked = []

    def note(*_):
        asked.append(1)

    event.listen(database.engine, "before_cursor_execute", note)
    browser.get("/networks/lan/members")
    few = len(asked)
    with database.transaction() as session:
        for number in range(10):
            a_person(session, network, f"p{number}@ort{number}.example")
    asked.clear()
    assert text_of(browser.get("/networks/lan/members")).count("P9") == 1
    assert len(asked) == few
