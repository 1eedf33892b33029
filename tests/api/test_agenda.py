"""Can programs write agendas, and does each see no more than is theirs?"""

from typing import Any

import pytest
from sqlalchemy import select

from scheduler.model import Invitation, Letter, Meeting

AGENDA = {
    "items": [
        {"title": "Lägesbild", "kind": "round", "minutes": 30},
        {
            "title": "Höstens övning",
            "kind": "decision",
            "class": "circle",
            "minutes": 20,
            "presenter": "Anna",
            "text": "Förslag *bifogas*.",
        },
    ]
}
PLAIN: dict[str, Any] = {
    "kind": "information",
    "class": "open",
    "audience": [],
    "minutes": None,
    "presenter": "",
    "text": "",
    "area": None,
    "source": "",
    "origin": None,
    "outcome": "",
    "outcome_reason": "",
    "hidden": False,
}


@pytest.fixture
def meeting(api):
    body = {"title": "Länsnätverket", "start": "2027-02-04T09:00", "minutes": 180}
    return f"/meetings/{api.post('/networks/lan/meetings', body)['id']}"


@pytest.fixture
def anna(api, meeting):
    """The id of somebody who is called."""
    return api.get(f"{meeting}/invitations")["items"][0]["person"]["id"]


def test_an_agenda_is_written_as_a_whole_and_keeps_the_points_it_names(api, meeting):
    written = api.put(f"{meeting}/agenda", AGENDA)
    assert written["items"] == [
        PLAIN | one | {"id": made["id"]}
        for one, made in zip(AGENDA["items"], written["items"], strict=True)
    ]
    assert api.get(f"{meeting}/agenda") == written
    turned = {"items": written["items"][::-1]}
    assert api.put(f"{meeting}/agenda", turned) == turned


def test_two_who_write_one_agenda_are_told_of_each_other(api, meeting):
    seen = api.ask("GET", f"{meeting}/agenda").headers["ETag"]
    theirs = api.put(f"{meeting}/agenda", AGENDA, if_match=seen)
    mine = {"items": [{"title": "Annat"}]}
    problem = api.refused("PUT", f"{meeting}/agenda", mine, 409, if_match=seen)
    assert (problem["current"], problem["yours"]) == (theirs, mine)
    assert api.get(f"{meeting}/agenda") == theirs


def test_a_point_of_another_meeting_is_refused_where_it_stands(api, meeting):
    other = api.put(f"{meeting}/agenda", AGENDA)["items"]
    body = {"title": "Annat möte", "start": "2027-03-04T09:00"}
    second = api.post("/networks/lan/meetings", body)["id"]
    problem = api.refused("PUT", f"/meetings/{second}/agenda", {"items": [PLAIN, *other]}, 422)
    assert [error["field"] for error in problem["errors"]] == ["items.0.title"]
    problem = api.refused("PUT", f"/meetings/{second}/agenda", {"items": other}, 422)
    assert [error["field"] for error in problem["errors"]] == ["items.0.id"]


def test_a_point_for_some_organisations_keeps_them_and_refuses_those_of_elsewhere(api, meeting):
    house = api.get("/networks/lan/organisations")["items"][0]["id"]
    point = {"title": "Hemligt", "class": "circle", "audience": [house]}
    (made,) = api.put(f"{meeting}/agenda", {"items": [point]})["items"]
    assert api.put(f"{meeting}/agenda", {"items": [made]})["items"] == [made]
    strange = {"items": [point | {"audience": [made["id"]]}]}
    problem = api.refused("PUT", f"{meeting}/agenda", strange, 422)
    assert [error["field"] for error in problem["errors"]] == ["items.0.audience"]


def test_whoever_may_not_read_a_point_sees_that_it_is_there_and_no_more(
    api, program, network, meeting
):
    written = api.put(f"{meeting}/agenda", AGENDA)["items"]
    shown = program("member", network).get(f"{meeting}/agenda")["items"]
    hidden = PLAIN | {"title": "—", "kind": "decision", "class": "circle", "hidden": True}
    assert shown == [written[0], hidden | {"id": written[1]["id"]}]


def test_a_writer_who_may_not_read_a_point_can_move_it_and_nothing_else(
    api, program, network, meeting
):
    written = api.put(f"{meeting}/agenda", AGENDA)["items"]
    facilitator = program("facilitator", network)
    shown = facilitator.get(f"{meeting}/agenda")["items"]
    facilitator.put(f"{meeting}/agenda", {"items": shown[::-1]})
    assert api.get(f"{meeting}/agenda")["items"] == written[::-1]
    facilitator.refused("PUT", f"{meeting}/agenda", {"items": shown[:1]}, 422)
    opened = {"items": [shown[0], shown[1] | {"class": "open", "text": "Mitt"}]}
    facilitator.put(f"{meeting}/agenda", opened)
    assert api.get(f"{meeting}/agenda")["items"] == written


def test_what_is_left_open_comes_back_on_the_next_agenda(api, time, settle, meeting):
    (point, _) = api.put(f"{meeting}/agenda", AGENDA)["items"]
    later = api.post("/networks/lan/meetings", {"title": "Mars", "start": "2027-03-04T09:00"})
    time.forward(days=31)
    said = {"outcome": "postponed", "reason": "Väntar på siffror"}
    settled = api.post(f"/items/{point['id']}/outcome", said, 200)
    assert settled == point | {"outcome": "postponed", "outcome_reason": "Väntar på siffror"}
    settle()
    (back,) = api.get(f"/meetings/{later['id']}/agenda")["items"]
    source = {"source": f"returned:{point['id']}", "origin": point["id"]}
    assert back == point | source | {"id": back["id"]}
    api.refused("POST", f"/items/{point['id']}/outcome", {"outcome": "perhaps"}, 422)


def test_a_changed_agenda_is_sent_without_asking_anybody_anew(
    api, database, settle, sender, meeting, anna
):
    invitation = api.get(f"{meeting}/invitations")["items"][0]
    api.post(f"{meeting}/call", status=202)
    settle()
    answer = f"{meeting}/invitations/{invitation['id']}/reply"
    api.post(answer, {"answer": "accepted"}, 200)
    settle()
    sender.take()
    api.put(f"{meeting}/agenda", AGENDA)
    sent = api.post(f"{meeting}/agenda/send", status=202)
    settle()
    assert sent["answers"] == {"accepted": 1, "declined": 0, "tentative": 0, "needs-action": 1}
    with database.reading() as session:
        row = session.scalars(select(Meeting)).one()
        answers = select(Invitation.answer).where(Invitation.person_id.is_not(None))
        assert (row.sequence, row.time_sequence) == (2, 0)
        assert sorted(session.scalars(answers)) == ["accepted", "needs-action"]
        letters = select(Letter.kind).where(Letter.kind == "agenda")
        assert len(session.scalars(letters).all()) == 2
    mail = next(one for one in sender.take() if str(one.recipient) == invitation["person"]["email"])
    assert "PARTSTAT=ACCEPTED" in mail.calendar
    assert "Svara senast" not in mail.text
    assert "Ditt svar: ja, jag kommer." in mail.text


def test_there_must_be_an_agenda_and_somebody_to_send_it_to(api, meeting):
    api.refused("POST", f"{meeting}/agenda/send", None, 422)
    api.post(f"{meeting}/call", status=202)
    api.refused("POST", f"{meeting}/agenda/send", None, 422)
    api.put(f"{meeting}/agenda", AGENDA)
    api.post(f"{meeting}/agenda/send", status=202)


def test_standing_points_stand_on_agendas_and_can_be_sent_back(api, settle, meeting):
    at = "/networks/lan/agenda-template"
    assert api.get(at) == {"series": None, "items": []}
    made = api.put(at, {"items": [{"title": "Inledning", "minutes": 5}]})
    own = ("source", "origin", "outcome", "outcome_reason", "hidden")
    plain = {name: value for name, value in PLAIN.items() if name not in own}
    assert made == {"series": None, "items": [plain | {"title": "Inledning", "minutes": 5}]}
    assert api.put(at, made) == made
    settle()
    assert [one["source"] for one in api.get(f"{meeting}/agenda")["items"]] == ["template:1"]


def test_a_series_has_its_own_standing_points_or_else_its_networks(api):
    at = "/networks/lan/agenda-template"
    rhythm = {"title": "S", "dates": ["2027-03-04"], "at": "09:00", "minutes": 60}
    series = api.post("/networks/lan/series", rhythm)["id"]
    api.put(at, {"items": [{"title": "Nätverkets"}]})
    own = f"{at}?series={series}"
    assert [one["title"] for one in api.get(own)["items"]] == ["Nätverkets"]
    api.put(own, {"items": [{"title": "Seriens"}]})
    assert [one["title"] for one in api.get(own)["items"]] == ["Seriens"]
    assert [one["title"] for one in api.get(at)["items"]] == ["Nätverkets"]


def test_points_are_proposed_and_decided(api, meeting, anna):
    asked = {"title": "Trygga skolvägar", "text": "Tre skolor", "minutes": 20, "person": anna}
    made = api.post(f"{meeting}/proposals", asked)
    assert (made["state"], made["title"], made["person"]) == ("open", "Trygga skolvägar", anna)
    assert api.get(f"{meeting}/proposals") == {"items": [made], "next": None}
    api.refused("POST", f"/proposals/{made['id']}/decide", {"state": "returned"}, 422)
    decided = api.post(f"/proposals/{made['id']}/decide", {"state": "accepted"}, 200)
    (point,) = api.get(f"{meeting}/agenda")["items"]
    assert (decided["state"], decided["item"]) == ("accepted", point["id"])
    assert point["source"] == f"proposal:{made['id']}"
    api.refused("POST", f"/proposals/{made['id']}/decide", {"state": "accepted"}, 409)


def test_only_those_who_are_called_can_be_noted_as_asking(api, meeting):
    stranger = {"title": "A", "person": meeting.rpartition("/")[2]}
    problem = api.refused("POST", f"{meeting}/proposals", stranger, 422)
    assert [error["field"] for error in problem["errors"]] == ["person"]


def test_what_became_a_point_for_others_is_shown_to_them_alone(
    api, program, network, meeting, anna
):
    asked = {"title": "Hemligt", "text": "Hemligt", "person": anna}
    made = api.post(f"{meeting}/proposals", asked)["id"]
    api.post(f"/proposals/{made}/decide", {"state": "accepted", "answer": "Hemligt"}, 200)
    points = api.get(f"{meeting}/agenda")["items"]
    api.put(f"{meeting}/agenda", {"items": [points[0] | {"class": "circle"}]})
    (seen,) = program("facilitator", network).get(f"{meeting}/proposals")["items"]
    assert (seen["title"], seen["text"], seen["answer"]) == ("—", "", "")
    assert api.get(f"{meeting}/proposals")["items"][0]["title"] == "Hemligt"
