"""How does a network see, take on and change its actions?"""

import re
from datetime import date

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.inputs import ActionInput, ActionPatch
from scheduler.model import Action, Area, Organisation, Person
from scheduler.queries import membership
from scheduler.services import actions, people
from tests.factories import a_network
from tests.promised import belonging, promise
from tests.web.browser import text_of
from tests.web.test_agenda import field


@pytest.fixture
def network(database, time):
    with database.transaction() as session:
        network = a_network(session)
        for text, owner, due, state in [
            ("Klar sak", "Nora kommun", None, "done"),
            ("Senare sak", "Kumla kommun", "2027-03-01", "accepted"),
            ("Försenad sak", "Nora kommun", "2027-01-03", "proposed"),
        ]:
            plan = {"text": text, "owner": {"organisation": owner}, "due": due}
            made = actions.add(
                session, network_id=network.id, plan=ActionInput.model_validate(plan), by=SYSTEM
            )
            moved = ActionPatch.model_validate({"state": state})
            actions.change(session, made.id, plan=moved, by=SYSTEM)
    return network


@pytest.fixture
def path(network):
    return f"/networks/{network.slug}/actions"


@pytest.fixture
def eva(sign_in, network):
    browser = sign_in("eva@lan.example", role="facilitator", network=network.id)
    browser.set_cookie("kallelse-language", "en")
    return browser


def shown(browser, path):
    page = text_of(browser.get(path))
    found = [text for text in ("Klar sak", "Senare sak", "Försenad sak") if text in page]
    return sorted(found, key=page.index)


def organisation(database, name):
    with database.reading() as session:
        return session.scalars(select(Organisation).where(Organisation.name == name)).one()


def one(database, text):
    with database.reading() as session:
        return session.scalars(select(Action).where(Action.text == text)).one()


def test_the_overdue_come_first_and_what_is_closed_is_asked_for(database, eva, path):
    nora = organisation(database, "Nora kommun").id
    expected = {
        "": ["Försenad sak", "Senare sak"],
        "state=overdue": ["Försenad sak"],
        "state=closed": ["Klar sak"],
        "state=all": ["Försenad sak", "Senare sak", "Klar sak"],
        f"state=all&organisation={nora}": ["Försenad sak", "Klar sak"],
        "state=x": ["Försenad sak", "Senare sak", "Klar sak"],
    }
    assert {query: shown(eva, f"{path}?{query}") for query in expected} == expected
    assert "Overdue" in text_of(eva.get(f"{path}?state=overdue"))


def test_an_action_is_taken_on_by_an_organisation_or_its_person(database, eva, path):
    with database.reading() as session:
        anna = session.scalars(select(Person).where(Person.email == "anna@kumla.example")).one()
    owner = f"{anna.organisation_id}/{anna.id}"
    made = eva.send(path, {"text": "Ny sak", "owner": owner, "due": "2027-05-01"})
    assert made.status_code == 303
    action = one(database, "Ny sak")
    assert (action.organisation_id, action.person_id) == (anna.organisation_id, anna.id)
    assert "Kumla kommun (Anna)" in text_of(eva.get(path))


def test_a_refusal_keeps_what_was_typed(database, eva, path):
    refused = eva.send(path, {"text": "Utan ägare", "owner": "", "due": "snart"})
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert "Utan ägare" in page
    assert 'value="snart"' in page
    assert 'href="#owner.organisation"' in page
    assert 'id="owner.organisation"' in page


def test_an_action_moves_on_and_may_lose_its_date(database, eva, path):
    action = one(database, "Senare sak")
    page = eva.get(f"/actions/{action.id}").get_data(as_text=True)
    assert 'value="2027-03-01"' in page
    data = {
        "version": field(page, "version"),
        "text": "Senare sak",
        "owner": str(action.organisation_id),
        "due": "",
        "state": "in_progress",
    }
    assert eva.send(f"/actions/{action.id}", data).status_code == 303
    changed = one(database, "Senare sak")
    assert (changed.state, changed.due, changed.organisation_id) == (
        "in_progress",
        None,
        action.organisation_id,
    )


def test_of_two_who_change_an_action_the_second_sees_both(database, eva):
    action = one(database, "Senare sak")
    data = {
        "version": str(action.version),
        "owner": str(action.organisation_id),
        "due": "2027-03-01",
        "state": "accepted",
    }
    eva.send(f"/actions/{action.id}", {**data, "text": "Deras ord"})
    clash = eva.send(f"/actions/{action.id}", {**data, "text": "Mina ord"})
    page = clash.get_data(as_text=True)
    assert clash.status_code == 409
    assert "Deras ord" in page
    assert "Mina ord</textarea>" in page
    again = {**data, "version": field(page, "version"), "text": "Mina ord"}
    assert eva.send(f"/actions/{action.id}", again).status_code == 303
    assert one(database, "Mina ord").id == action.id


def test_a_member_sees_actions_and_changes_none(database, sign_in, network, path):
    anna = sign_in("anna@kumla.example")
    page = anna.get(path).get_data(as_text=True)
    assert "Senare sak" in page
    assert "<textarea" not in page
    action = one(database, "Senare sak")
    page = anna.get(f"/actions/{action.id}").get_data(as_text=True)
    assert "Senare sak" in page
    assert 'name="version"' not in page
    assert anna.send(f"/actions/{action.id}/state", {"state": "done"}).status_code == 403
    assert anna.send(f"/actions/{action.id}", {"text": "x"}).status_code == 403
    assert anna.send(path, {"text": "x"}).status_code == 403


def test_an_action_of_a_foreign_network_is_not_there(database, sign_in, network):
    with database.transaction() as session:
        other = a_network(session, slug="annat", people_=())
    stranger = sign_in("ny@annan.example", role="coordinator", network=other.id)
    assert stranger.get(f"/actions/{one(database, 'Klar sak').id}").status_code == 404


def test_an_empty_list_says_what_an_action_is(database, sign_in, time):
    with database.transaction() as session:
        network = a_network(session, slug="tomt", people_=())
    eva = sign_in("eva@lan.example", role="coordinator", network=network.id)
    eva.set_cookie("kallelse-language", "en")
    assert "No actions yet" in text_of(eva.get("/networks/tomt/actions"))


def test_the_list_is_narrowed_by_area_and_horizon_and_to_what_no_person_answers_for(
    database, eva, path, network
):
    with database.transaction() as session:
        area = Area(network_id=network.id, position=1, name="Skolan")
        session.add(area)
    sent = {
        "text": "Senare sak",
        "owner": str(organisation(database, "Kumla kommun").id),
        "area": str(area.id),
        "horizon": "long",
        "version": "2",
        "due": "2027-03-01",
    }
    assert eva.send(f"/actions/{one(database, 'Senare sak').id}", sent).status_code == 303
    assert shown(eva, f"{path}?area={area.id}") == ["Senare sak"]
    assert shown(eva, f"{path}?horizon=long") == ["Senare sak"]
    assert shown(eva, f"{path}?horizon=short") == []
    assert shown(eva, f"{path}?state=nobody") == ["Försenad sak", "Senare sak"]
    page = text_of(eva.get(f"/actions/{one(database, 'Senare sak').id}"))
    assert "Skolan" in page
    assert "Long term" in page
    cleared = sent | {"area": "", "horizon": "", "version": "3"}
    assert eva.send(f"/actions/{one(database, 'Senare sak').id}", cleared).status_code == 303
    assert shown(eva, f"{path}?horizon=long") == shown(eva, f"{path}?area={area.id}") == []


def test_an_area_of_another_network_is_refused(database, eva, path):
    with database.transaction() as session:
        other = a_network(session, slug="annat", people_=())
        area = Area(network_id=other.id, position=1, name="Deras")
        session.add(area)
    owner = str(organisation(database, "Kumla kommun").id)
    refused = eva.send(path, {"text": "Ny sak", "owner": owner, "area": str(area.id)})
    assert refused.status_code == 422
    assert "none of the network's areas" in text_of(refused)


def test_only_buttons_that_make_sense_are_offered_and_others_are_refused(database, eva):
    action = one(database, "Klar sak").id
    page = eva.get(f"/actions/{action}").get_data(as_text=True)
    assert re.findall(r'name="state" value="(\w+)"', page) == ["verified", "reopened"]
    refused = eva.send(f"/actions/{action}/state", {"state": "accepted"})
    assert refused.status_code == 422
    assert "It can be checked, or reopened" in text_of(refused)
    assert eva.send(f"/actions/{action}/state", {"state": "verified"}).status_code == 303
    assert one(database, "Klar sak").state == "verified"


def test_all_networks_actions_stand_on_one_page_each_reader_their_own(
    database, sign_in, eva, network
):
    with database.transaction() as session:
        other = a_network(session, slug="annat", name="Annat nät", people_=())
        kumla = {"organisation": "Länsstyrelsen annat"}
        plan = ActionInput.model_validate({"text": "Deras sak", "owner": kumla})
        actions.add(session, network_id=other.id, plan=plan, by=SYSTEM)
    page = text_of(eva.get("/actions?state=all"))
    assert "Senare sak" in page
    assert "Deras sak" not in page
    everything = text_of(sign_in(administrator=True).get("/actions?state=all"))
    assert "Senare sak" in everything
    assert "Deras sak" in everything
    assert text_of(sign_in("nils@ensam.example").get("/actions")) != ""


def test_who_left_is_asked_for_on_the_start_page_which_leads_to_the_list(
    database, sign_in, eva, network, settle
):
    action = promise(
        database, network, text="Annas sak", owner=belonging(database, "anna@kumla.example")
    )
    with database.transaction() as session:
        anna = session.get_one(Action, action.id).person_id
        assert anna is not None
        held = membership.of_person(session, network.id, anna, date(2027, 1, 4))
        assert held is not None
        people.leave(session, held.id, by=SYSTEM)
    settle()
    home = eva.get("/").get_data(as_text=True)
    assert "One action of Kumla kommun needs somebody new" in home
    (address,) = re.findall(r'href="(/networks/lan/actions\?state=left[^"]*)"', home)
    listed = text_of(eva.get(address.replace("&amp;", "&")))
    assert "Annas sak" in listed
    assert "Senare sak" not in listed
    assert "Needs somebody" in listed
