"""Is nothing open without a rule, from another site, or in a foreign network?"""

from __future__ import annotations

from uuid import uuid4

import pytest
from flask import Blueprint, Flask, jsonify
from sqlalchemy import select

from scheduler import clock
from scheduler.actor import POLICY, SYSTEM
from scheduler.inputs.access import AccountInput
from scheduler.model import Membership, Person
from scheduler.services import accounts
from tests.factories import a_called_meeting, a_network, invitation_of
from tests.web.browser import Browser
from web import rules, views
from web.application import create_app

sample = Blueprint("sample", __name__)
CROSS_SITE = {"Sec-Fetch-Site": "cross-site"}


@sample.route("/sample/meetings/<meeting>/invitations/<invitation>", methods=["GET", "POST"])
@rules.allow("invitations:read")
def invitation(meeting, invitation):
    return jsonify([str(meeting), str(invitation)])


@sample.route("/sample/networks/<network>", methods=["GET", "POST"])
@rules.allow("network:edit")
def network(network):
    return jsonify([type(network).__name__, str(network)])


@sample.get("/sample/people/<person>")
@rules.allow("people:read")
def person(person):
    return str(person)


@sample.get("/sample/anywhere")
@rules.allow("outbox:read")
def anywhere():
    return "yes"


@sample.post("/sample/secret/<token>")
@rules.by_token("the address is the secret")
def secret(token):
    return token


@pytest.fixture
def app(settings, database, time, monkeypatch) -> Flask:
    monkeypatch.setattr("web.application.BLUEPRINTS", [*views.BLUEPRINTS, sample])
    made = create_app(settings, database)
    made.testing = True
    made.test_client_class = Browser
    return made


def test_a_view_without_a_rule_stops_the_service_at_its_start(settings, database, monkeypatch):
    open_door = Blueprint("open_door", __name__)
    open_door.add_url_rule("/open", "step_in", lambda: "in")
    monkeypatch.setattr("web.application.BLUEPRINTS", [*views.BLUEPRINTS, open_door])
    with pytest.raises(RuntimeError, match=r"no rule .*: open_door\.step_in$"):
        create_app(settings, database)


def test_a_rule_names_a_verb_that_the_policy_has():
    with pytest.raises(ValueError, match="no verb 'meetings:destroy'"):
        rules.allow("meetings:destroy")


def test_every_route_stands_in_the_table_with_its_rule(app):
    rows = rules.table(app)
    assert {row.address for row in rows if not row.rule} == set()
    verbs = {row.rule.removeprefix("allow: ") for row in rows if row.rule.startswith("allow")}
    assert verbs <= set(POLICY)
    assert rows[[row.address for row in rows].index("/sign-out")] == rules.Row(
        "sign_in.out", "/sign-out", "POST", "signed in: one may always leave"
    )


def test_a_stranger_is_led_to_the_sign_in_page_and_back(database, client):
    with database.transaction() as session:
        accounts.open_account(session, plan=AccountInput(email="eva@lan.example"), by=SYSTEM)
    answer = client.get("/sample/anywhere?week=5")
    assert (answer.status_code, answer.location) == (
        303,
        "/sign-in?next=%2Fsample%2Fanywhere%3Fweek%3D5",
    )


def test_before_the_first_account_a_stranger_is_led_to_the_welcome_page(client):
    answer = client.get("/sample/anywhere")
    assert (answer.status_code, answer.location) == (303, "/welcome")


def test_a_network_is_found_by_its_short_name_and_by_its_id(database, sign_in):
    with database.transaction() as session:
        home = a_network(session).id
    browser = sign_in("eva@lan.example", role="coordinator", network=home)
    for name in ("lan", str(home)):
        assert browser.get(f"/sample/networks/{name}").json == ["UUID", str(home)]


def test_a_role_that_does_not_include_it_is_told_so(database, sign_in):
    with database.transaction() as session:
        home = a_network(session).id
    browser = sign_in("eva@lan.example", role="member", network=home)
    assert browser.get("/sample/networks/lan").status_code == 403
    assert browser.get("/sample/anywhere").status_code == 403


def test_a_foreign_network_and_one_that_is_not_look_the_same(database, sign_in):
    with database.transaction() as session:
        home = a_network(session).id
        a_network(session, slug="annat", name="Annat", people_=())
    browser = sign_in("eva@lan.example", role="coordinator", network=home)
    foreign = browser.get("/sample/networks/annat")
    missing = browser.get("/sample/networks/inget")
    assert (foreign.status_code, foreign.data) == (404, missing.data)


def test_what_an_address_names_must_all_be_of_one_network_that_is_mine(database, sign_in):
    mine = a_called_meeting(database)
    with database.transaction() as session:
        ours = invitation_of(session, mine, "anna@kumla.example")
        person_, invitation_ = ours.person_id, ours.id
        home = ours.meeting.network_id
    browser = sign_in("eva@lan.example", role="secretary", network=home)
    good = browser.get(f"/sample/meetings/{mine}/invitations/{invitation_}")
    assert good.json == [str(mine), str(invitation_)]
    for bad in (
        f"/sample/meetings/{uuid4()}/invitations/{invitation_}",
        f"/sample/meetings/{mine}/invitations/{uuid4()}",
        f"/sample/meetings/{mine}/invitations/none",
        f"/sample/people/{uuid4()}",
    ):
        assert browser.get(bad).status_code == 404, bad
    assert browser.get(f"/sample/people/{person_}").status_code == 200


def test_somebody_who_left_is_at_the_next_page_a_stranger_there(database, sign_in, time):
    with database.transaction() as session:
        home = a_network(session).id
    browser = sign_in("eva@lan.example", role="coordinator", network=home)
    assert browser.get("/sample/networks/lan").status_code == 200
    with database.transaction() as session:
        end_memberships(session, "eva@lan.example")
    assert browser.get("/sample/networks/lan").status_code == 404


def test_an_administrator_may_everywhere(database, sign_in):
    with database.transaction() as session:
        a_network(session)
    browser = sign_in(administrator=True)
    assert browser.get("/sample/networks/lan").status_code == 200
    assert browser.get("/sample/anywhere").status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_method_that_a_page_does_not_take_is_refused(sign_in, method):
    browser = sign_in(administrator=True)
    assert browser.open("/sample/anywhere", method=method).status_code == 405


def test_a_form_without_this_browsers_mark_changes_nothing(database, sign_in):
    browser = sign_in(administrator=True)
    own = {"name": "Forged", "language": "sv", "time_zone": "Europe/Oslo"}
    for data in (own, {**own, "csrf_token": "invented"}):
        assert browser.post("/settings", data=data).status_code == 400
    assert "Forged" not in browser.get("/settings").get_data(as_text=True)


def test_a_mark_in_the_header_that_htmx_sends_is_as_good(database, sign_in):
    with database.transaction() as session:
        a_network(session)
    browser = sign_in(administrator=True)
    page = browser.get("/settings").get_data(as_text=True)
    mark = page.partition('"X-CSRFToken": "')[2].partition('"')[0]
    answer = browser.post("/sample/networks/lan", headers={"X-CSRFToken": mark})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        CROSS_SITE,
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:8000.evil.example"},
        {"Origin": "null", **CROSS_SITE},
        {"Origin": "http://127.0.0.1:8000", **CROSS_SITE},
    ],
)
def test_another_site_can_change_nothing_even_with_a_secret_address(client, sign_in, headers):
    assert client.post("/sample/secret/abc", headers=headers).status_code == 403
    browser = sign_in(administrator=True)
    own = {"name": "Forged", "language": "sv", "time_zone": "Europe/Oslo"}
    assert browser.send("/settings", own, headers=headers).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://127.0.0.1:8000"},
        {"Origin": "http://localhost"},
    ],
)
def test_a_secret_address_needs_no_cookie_and_no_mark(client, headers):
    assert client.post("/sample/secret/abc", headers=headers).data == b"abc"


def test_asking_which_methods_there_are_runs_no_view(client):
    answer = client.options("/sample/anywhere")
    assert answer.status_code == 200
    assert sorted(answer.allow) == ["GET", "HEAD", "OPTIONS"]


def test_a_session_cookie_means_nothing_to_the_api(sign_in):
    browser = sign_in(administrator=True)
    assert browser.get("/settings").status_code == 200
    assert browser.get("/api/v1/networks").status_code == 401


def end_memberships(session, email):
    for one in session.scalars(select(Membership).join(Person).where(Person.email == email)):
        one.until = clock.today("Europe/Stockholm")
