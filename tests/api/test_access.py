"""Who may do what, in their own network and in another's? Every endpoint, every role."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from scheduler import clock
from scheduler.actor import POLICY, ROLES
from scheduler.model import ApiToken
from tests.api.bodies import WHICH, WHICH_MEETING, a_promise, body_of, seated
from tests.api.client import Api
from tests.api.world import COMMISSION, MEETING, PAPER, Place, World
from tests.conftest import MONDAY, Clock
from web.api.endpoint import ENDPOINTS, Endpoint

LESSON = {"kind": "strength", "text": "T"}
CIRCLE = {"title": "T", "class": "circle"}
NOBODY = "11111111-1111-4111-8111-111111111111"
# What the policy lets more people do than programs, which are nobody: they note for others that
# minutes were adjusted, and comment on none.
OF_PEOPLE = {"adjust_minutes": POLICY["minutes:write"], "add_minutes_comment": frozenset[str]()}
ANYWHERE = [endpoint for endpoint in ENDPOINTS if "<" not in endpoint.path]
SOMEWHERE = [endpoint for endpoint in ENDPOINTS if "<" in endpoint.path]
BY_NAME = {endpoint.name: endpoint for endpoint in ENDPOINTS}
EVERY_ROLE = ("administrator", *ROLES)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with clock.told_by(Clock(MONDAY)):
        made = World(tmp_path_factory.mktemp("world"))
        yield made
        made.database.close()


def ask(world: World, role: str, endpoint: Endpoint, place: Place) -> int:
    meeting = WHICH_MEETING.get(endpoint.name, "called")
    path = place.path(endpoint.path, meeting, **WHICH.get(endpoint.name, {}))
    body = body_of(endpoint.name, place.ids)
    return world.program(role).ask(endpoint.method, path, body).status_code


def may(role: str, endpoint: Endpoint) -> bool:
    if endpoint.name in OF_PEOPLE:
        allowed = OF_PEOPLE[endpoint.name]
        return role in allowed or (role == "administrator" and bool(allowed))
    return role == "administrator" or role in POLICY[endpoint.rule]


@pytest.mark.parametrize("role", EVERY_ROLE)
@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: endpoint.name)
def test_in_ones_own_network_the_policy_decides(world, tmp_path, endpoint, role):
    with world.copy(tmp_path):
        status = ask(world, role, endpoint, world.mine)
    assert status == (endpoint.status if may(role, endpoint) else refused(role, endpoint))


def refused(role: str, endpoint: Endpoint) -> int:
    """Give how a role is refused: what it may not read is not there."""
    unread = POLICY["minutes:comment"] - POLICY["minutes:write"]
    return 404 if endpoint.name == "add_minutes_comment" and role in unread else 403


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("endpoint", SOMEWHERE, ids=lambda endpoint: endpoint.name)
def test_in_anothers_network_there_is_nothing(world, endpoint, role):
    before = world.facts()
    assert ask(world, role, endpoint, world.theirs) == 404
    assert world.facts() == before


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: endpoint.name)
def test_a_stranger_is_asked_for_a_token_whatever_the_address(world, endpoint):
    stranger = Api(world.app, None)
    statuses = {
        stranger.ask(endpoint.method, path, body_of(endpoint.name, world.mine.ids)).status_code
        for path in (world.mine.path(endpoint.path), world.theirs.path(endpoint.path))
    }
    assert statuses == {401}


@pytest.mark.parametrize("endpoint", SOMEWHERE, ids=lambda endpoint: endpoint.name)
def test_what_is_not_there_looks_like_what_is_not_ones_own(world, endpoint):
    program = world.program("coordinator")
    names = ["network", *world.mine.ids]
    nowhere = Place("nowhere", dict.fromkeys(names, NOBODY))
    asked = [
        program.ask(endpoint.method, place.path(endpoint.path), body_of(endpoint.name, place.ids))
        for place in (nowhere, world.theirs)
    ]
    assert asked[0].data == asked[1].data


@pytest.mark.parametrize("role", ROLES)
def test_nothing_that_is_read_names_anything_of_anothers_network(world, role):
    program = world.program(role)
    for endpoint in ENDPOINTS:
        endless = "text/event-stream" in endpoint.files  # it says what the log says
        if endpoint.method == "GET" and not endless:
            meeting = WHICH_MEETING.get(endpoint.name, "called")
            path = world.mine.path(endpoint.path, meeting, **WHICH.get(endpoint.name, {}))
            answer = program.ask("GET", path)
            assert world.theirs.slug not in answer.text
            assert not [one for one in world.theirs.ids.values() if one in answer.text]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        (
            "add_person",
            lambda ids: {"name": "N", "email": "n@x.example", "organisation": ids["house"]},
        ),
        ("add_meeting", lambda ids: MEETING | {"people": [ids["person"]]}),
        ("invite", lambda ids: {"people": [ids["person"]]}),
        ("make_callout", lambda ids: {"people": [ids["person"]]}),
        ("substitute", lambda ids: {"person": ids["person"]}),
        ("put_agenda", lambda ids: {"items": [{"id": ids["point"], "title": "T"}]}),
        ("propose_point", lambda ids: {"title": "T", "person": ids["person"]}),
        ("put_minutes", lambda ids: {"entries": [{"item": ids["point"], "text": "T"}]}),
        ("put_minutes", lambda ids: {"attendance": [{"person": ids["person"]}]}),
        ("put_minutes", lambda ids: {"attendance": [{"name": "Gäst", "for": ids["person"]}]}),
        ("put_minutes", lambda ids: {"actions": [a_promise(ids["house"])]}),
        ("put_note", lambda ids: {"item": ids["point"], "text": "T"}),
        ("note_attendance", lambda ids: {"person": ids["person"], "state": "present"}),
        ("put_minutes", lambda ids: {"actions": [a_promise("Kommun") | {"id": ids["action"]}]}),
        ("add_action", lambda ids: a_promise(ids["house"])),
        ("prepare_run", lambda ids: {"label": "B", "audiences": seated(ids["person"])}),
        ("seat", lambda ids: {"person": ids["person"], "kind": "player"}),
        ("change_exercise", lambda ids: {"scenario": ids["script"]}),
        ("change_action", lambda ids: {"owner": {"organisation": ids["house"]}}),
        ("create_feed", lambda ids: {"kind": "person", "person": ids["person"]}),
        ("put_agenda", lambda ids: {"items": [{"title": "T", "area": ids["area"]}]}),
        ("put_agenda", lambda ids: {"items": [CIRCLE | {"audience": [ids["house"]]}]}),
        ("put_agenda_template", lambda ids: {"items": [{"title": "T", "area": ids["area"]}]}),
        ("circulate_minutes", lambda ids: {"adjusters": [ids["person"]]}),
        ("supersede_decision", lambda ids: {"superseded_by": ids["later"]}),
        ("add_area", lambda ids: {"name": "O", "owner": {"organisation": ids["house"]}}),
        ("add_area", lambda ids: {"name": "O", "participates": [ids["house"]]}),
        ("change_area", lambda ids: {"owner": {"organisation": ids["house"]}}),
        ("add_commission", lambda ids: COMMISSION | {"area": ids["area"]}),
        ("change_action", lambda ids: {"area": ids["area"]}),
        ("add_action", lambda ids: a_promise("Kommun vart-nat") | {"area": ids["area"]}),
        ("add_action", lambda ids: a_promise("Kommun vart-nat") | {"item": ids["point"]}),
        ("add_finding", lambda ids: LESSON | {"recurring_of": ids["finding"]}),
        ("add_finding", lambda ids: LESSON | {"evidence": [{"run": ids["ended"], "entry": 1}]}),
        ("add_corrective_action", lambda ids: {"text": "T", "organisation": ids["house"]}),
        ("verify_action", lambda ids: {"exercise": ids["retest"], "works": True}),
        (
            "add_action",
            lambda ids: a_promise("Kommun vart-nat") | {"commission": ids["commission"]},
        ),
    ],
)
def test_what_a_body_names_of_anothers_network_is_refused(
    world: World, tmp_path: Path, name: str, body: Callable[[dict[str, str]], Any]
) -> None:
    endpoint = BY_NAME[name]
    path = world.mine.path(endpoint.path, WHICH_MEETING.get(name, "called"), **WHICH.get(name, {}))
    before = world.facts()
    with world.copy(tmp_path):
        answer = world.program("coordinator").ask(endpoint.method, path, body(world.theirs.ids))
        assert answer.status_code == 422, answer.text
        assert world.theirs.slug not in answer.text
    assert world.facts() == before


@pytest.mark.parametrize(
    ("name", "body", "status"),
    [
        (
            "put_agenda_template",
            lambda ids: {"items": [{"title": "T"}], "series": ids["series"]},
            404,
        ),
        ("add_attachment", lambda ids: PAPER | {"item": ids["point"]}, 404),
        ("adjust_minutes", lambda ids: {"person": ids["person"]}, 403),
    ],
)
def test_what_a_body_reaches_for_in_anothers_network_is_as_if_it_were_nowhere(
    world: World, name: str, body: Callable[[dict[str, str]], Any], status: int
) -> None:
    endpoint, before = BY_NAME[name], world.facts()
    path = world.mine.path(endpoint.path, WHICH_MEETING.get(name, "called"))
    program = world.program("coordinator")
    nowhere = dict.fromkeys(world.theirs.ids, NOBODY)
    asked = [program.ask(endpoint.method, path, body(ids)) for ids in (world.theirs.ids, nowhere)]
    assert [one.status_code for one in asked] == [status, status]
    assert asked[0].data == asked[1].data
    assert world.facts() == before


def test_a_revoked_token_opens_nothing(world, tmp_path):
    with world.copy(tmp_path):
        with world.app.extensions["kallelse"].database.transaction() as session:
            session.execute(update(ApiToken).values(revoked_at=MONDAY))
        assert world.program("coordinator").ask("GET", "/networks").status_code == 401
    assert world.program("coordinator").ask("GET", "/networks").status_code == 200
