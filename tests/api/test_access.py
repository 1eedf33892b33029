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
from tests.api.client import Api
from tests.api.world import COMMISSION, MEETING, PAPER, SERIES, Place, World
from tests.conftest import MONDAY, Clock
from web.api.endpoint import ENDPOINTS, Endpoint

PERSON = {"name": "Ny", "email": "ny@vart-nat.example"}
CIRCLE = {"title": "T", "class": "circle"}
NOBODY = "11111111-1111-4111-8111-111111111111"
WHICH_MEETING = {
    "call_meeting": "planned",
    "restore_meeting": "cancelled",
    "publish_minutes": "draft",
    "approve_minutes": "draft",
    "circulate_minutes": "draft",
    "adjust_minutes": "circulated",
    "add_minutes_comment": "circulated",
    "list_minutes_comments": "published",
    "list_minutes_versions": "published",
    "get_minutes": "published",
    "get_minutes_document": "published",
    "put_minutes": "planned",
    "put_agenda": "planned",
    "resend_behind": "behind",
    "plan_exercise": "unexercised",
    "get_meetings_exercise": "exercised",
}
# What the policy lets more people do than programs, which are nobody: they note for others that
# minutes were adjusted, and comment on none.
OF_PEOPLE = {"adjust_minutes": POLICY["minutes:write"], "add_minutes_comment": frozenset[str]()}
WHICH = {
    "confirm_incoming": {"incoming": "answer"},
    "retry_incoming": {"incoming": "bounce"},
    "change_exercise": {"exercise": "fresh"},
    "get_exercise_report": {"exercise": "reported"},
    "issue_exercise_report": {"exercise": "reported"},
    "verify_action": {"action": "corrective"},
    "start_run": {"run": "prepared"},
    "seat": {"run": "prepared"},
    "unseat": {"run": "prepared"},
    "rehearse_run": {"run": "prepared"},
    "resume_run": {"run": "paused"},
    "open_hotwash": {"run": "ended"},
    "close_run": {"run": "ended"},
    "reveal_answers": {"key": "F1"},
    "get_pack": {"kind": "situation_manual"},
    "send_pack": {"kind": "situation_manual"},
    "release_inject": {"key": "C4"},
    "hold_inject": {"key": "C4"},
    "skip_inject": {"key": "C4"},
}
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


def body_of(endpoint: Endpoint, ids: dict[str, str]) -> Any:
    """What an endpoint can be asked for in a network with these ids."""
    return {
        "create_network": {"name": "Nytt nätverk"},
        "add_organisation": {"name": "Ny kommun", "kind": "municipality"},
        "add_person": PERSON,
        "create_series": SERIES,
        "preview_series": SERIES,
        "add_meeting": MEETING,
        "move_meeting": {"start": "2027-03-04T09:00"},
        "invite": {"people": [ids["other"]]},
        "reply": {"answer": "accepted"},
        "substitute": {"person": ids["other"]},
        "put_meeting_text": {"title": "Nytt namn"},
        "put_agenda": {"items": [{"title": "Ny punkt"}]},
        "put_minutes": {"entries": [{"text": "Ny anteckning"}]},
        "put_note": {"text": "Ny anteckning"},
        "note_attendance": {"person": ids["person"], "state": "present"},
        "put_round_slot": {"text": "Lugnt"},
        "settle_point": {"outcome": "postponed", "reason": "Väntar på svar"},
        "put_agenda_template": {"items": [{"title": "Ny punkt"}]},
        "propose_point": {"title": "Ny punkt", "person": ids["person"]},
        "decide_proposal": {"state": "accepted"},
        "circulate_minutes": {"adjusters": []},
        "adjust_minutes": {"person": ids["person"]},
        "add_minutes_comment": {"text": "Ny invändning"},
        "settle_minutes_comment": {"state": "taken"},
        "supersede_decision": {"superseded_by": ids["later"]},
        "add_attachment": PAPER,
        "add_action": a_promise(ids["house"]),
        "change_action": {"state": "done"},
        "add_area": {"name": "Nytt område"},
        "change_area": {"text": "Nya ord"},
        "add_commission": COMMISSION,
        "change_commission": {"state": "reported"},
        "make_callout": {"people": [ids["other"]]},
        "create_scenario": {"title": "Nytt scenario"},
        "import_scenario": {"title": "Nytt scenario", "language": "sv"},
        "put_scenario": {"content": {"title": "Nytt namn", "language": "sv"}},
        "suggest_inject": {"title": "Nytt inspel"},
        "decide_suggestion": {"state": "taken"},
        "put_capabilities": {"items": [{"code": "F1", "name": "Ny förmåga"}]},
        "create_feed": {"kind": "network"},
        "plan_exercise": {"scenario": ids["script"]},
        "prepare_run": {"label": "Bord 2"},
        "seat": {"person": ids["other"], "kind": "evaluator"},
        "jump_in_run": {"module": "2"},
        "set_rate": {"rate": 2},
        "abort_run": {"reason": "En verklig händelse"},
        "mark_action": {"action": "C1.1"},
        "add_inject": {"title": "Ett inspel till"},
        "correct_inject": {"body": "Nya ord"},
        "record_response": {"question": "F1", "group": "kommun", "option": "Kommunen"},
        "record_decision": {"text": "En talesperson"},
        "record_observation": {"text": "Delade lägesbilden"},
        "record_rating": {"target": "M1.1", "value": "met"},
        "add_finding": {"kind": "strength", "text": "Ny lärdom"},
        "change_finding": {"text": "Nya ord"},
        "add_corrective_action": {"text": "Ny åtgärd", "organisation": ids["house"]},
        "verify_action": {"exercise": ids["retest"], "works": True},
    }.get(endpoint.name)


def _seated(person: str) -> list[dict[str, Any]]:
    return [{"group": "kommun", "people": [person]}]


def a_promise(organisation: str) -> dict[str, Any]:
    return {"text": "Ny uppgift", "owner": {"organisation": organisation}}


def ask(world: World, role: str, endpoint: Endpoint, place: Place) -> int:
    meeting = WHICH_MEETING.get(endpoint.name, "called")
    path = place.path(endpoint.path, meeting, **WHICH.get(endpoint.name, {}))
    body = body_of(endpoint, place.ids)
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
        stranger.ask(endpoint.method, path, body_of(endpoint, world.mine.ids)).status_code
        for path in (world.mine.path(endpoint.path), world.theirs.path(endpoint.path))
    }
    assert statuses == {401}


@pytest.mark.parametrize("endpoint", SOMEWHERE, ids=lambda endpoint: endpoint.name)
def test_what_is_not_there_looks_like_what_is_not_ones_own(world, endpoint):
    program = world.program("coordinator")
    names = ["network", *world.mine.ids]
    nowhere = Place("nowhere", dict.fromkeys(names, NOBODY))
    asked = [
        program.ask(endpoint.method, place.path(endpoint.path), body_of(endpoint, place.ids))
        for place in (nowhere, world.theirs)
    ]
    assert asked[0].data == asked[1].data


@pytest.mark.parametrize("role", ROLES)
def test_nothing_that_is_read_names_anything_of_anothers_network(world, role):
    program = world.program(role)
    for endpoint in ENDPOINTS:
        if endpoint.method == "GET":
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
        ("prepare_run", lambda ids: {"label": "B", "audiences": _seated(ids["person"])}),
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
    path = world.mine.path(
        endpoint.path, WHICH_MEETING.get(name, "called"), **WHICH.get(name, {})
    )
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
