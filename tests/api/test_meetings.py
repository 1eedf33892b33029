"""Can programs plan, call, move and cancel meetings?"""

import pytest

MEETING = {
    "title": "Länsnätverket",
    "kind": "meeting",
    "start": "2027-02-04T09:00",
    "minutes": 180,
    "time_zone": "Europe/Stockholm",
    "place": "Residenset",
    "online_url": "https://video.example/rum",
}


@pytest.fixture
def meeting(api):
    return api.post("/networks/lan/meetings", MEETING)


@pytest.fixture
def called(api, meeting):
    return api.post(f"/meetings/{meeting['id']}/call", status=202)


def test_a_new_meeting_is_planned_with_all_members_silent(api, network, meeting):
    assert meeting == MEETING | {
        "id": meeting["id"],
        "network": str(network),
        "series": None,
        "text": "",
        "place_protected": False,
        "starts_at": "2027-02-04T08:00:00Z",
        "ends_at": "2027-02-04T11:00:00Z",
        "extra": False,
        "status": "planned",
        "uid": meeting["uid"],
        "sequence": 0,
        "original_start": "2027-02-04T09:00",
        "called_at": None,
        "answers": {"accepted": 0, "declined": 0, "tentative": 0, "needs-action": 2},
        "when": "by_hand",
        "notice_days": 21,
        "agenda_days": 7,
        "reply_days": 7,
        "reminder_days": 3,
    }
    assert api.get(f"/meetings/{meeting['id']}") == meeting


def test_null_is_as_good_as_nothing_where_nothing_is_allowed(api):
    body = {"title": "x", "start": "2027-02-04T09:00", "place": None, "online_url": None}
    made = api.post("/networks/lan/meetings", body | {"time_zone": None})
    assert (made["place"], made["online_url"], made["time_zone"]) == ("", "", "Europe/Stockholm")
    problem = api.refused("POST", "/networks/lan/meetings", body | {"title": None}, 422)
    assert [error["field"] for error in problem["errors"]] == ["title"]

    rhythm = {"unit": "month", "nth": 4, "weekdays": ["th"], "weeks": None, "months": None}
    plan = {"rule": rhythm, "dates": None, "from": "2027-01-01", "until": "2027-01-31"}
    asked = plan | {"title": "x", "at": "09:00", "minutes": 60, "except": None}
    shown = api.post("/networks/lan/series/preview", asked, 200)
    assert [one["start"] for one in shown["items"]] == ["2027-01-28T09:00"]


def test_meetings_are_listed_by_local_day_in_order_of_time(api):
    for start in ("2027-03-01T00:00", "2027-02-28T23:30", "2027-02-01T00:00", "2027-01-31T23:59"):
        api.post("/networks/lan/meetings", MEETING | {"start": start})
    listed = api.get("/networks/lan/meetings?from=2027-02-01&to=2027-02-28")
    assert [one["start"] for one in listed["items"]] == ["2027-02-01T00:00", "2027-02-28T23:30"]


def test_the_list_of_meetings_comes_in_parts(api):
    for day in range(10, 15):
        api.post("/networks/lan/meetings", MEETING | {"start": f"2027-02-{day}T09:00"})
    first = api.get("/networks/lan/meetings?limit=2")
    second = api.get(f"/networks/lan/meetings?limit=2&after={first['next']}")
    third = api.get(f"/networks/lan/meetings?limit=2&after={second['next']}")
    days = [[one["start"][8:10] for one in part["items"]] for part in (first, second, third)]
    assert days == [["10", "11"], ["12", "13"], ["14"]]
    assert third["next"] is None


def test_calling_is_taken_on_and_sends_each_invitee_one_letter(api, called, settle, sender):
    assert called["status"] == "called"
    assert called["called_at"] == "2027-01-04T09:00:00Z"
    settle()
    assert sorted(one.recipient for one in sender.sent) == ["anna@kumla.example", "bo@nora.example"]


def test_a_meeting_is_called_once(api, called):
    problem = api.refused("POST", f"/meetings/{called['id']}/call", None, 422)
    assert problem["type"] == "urn:kallelse:already-called"


def test_moving_raises_the_sequence_and_asks_everybody_anew(api, called):
    body = {"start": "2027-02-11T13:00", "minutes": 120, "reason": "Lokal", "scope": "this"}
    moved = api.post(f"/meetings/{called['id']}/move", body, 200)
    assert moved == called | {
        "start": "2027-02-11T13:00",
        "minutes": 120,
        "starts_at": "2027-02-11T12:00:00Z",
        "ends_at": "2027-02-11T14:00:00Z",
        "sequence": called["sequence"] + 1,
    }


def test_a_scope_that_is_not_here_yet_is_refused_by_name(api, meeting):
    body = {"start": "2027-02-11T13:00", "scope": "all"}
    problem = api.refused("POST", f"/meetings/{meeting['id']}/move", body, 422)
    assert [error["field"] for error in problem["errors"]] == ["scope"]


def test_a_time_that_does_not_exist_is_refused_at_its_field(api, meeting):
    body = {"start": "2027-03-28T02:30"}
    problem = api.refused("POST", f"/meetings/{meeting['id']}/move", body, 422)
    assert [error["field"] for error in problem["errors"]] == ["start"]


def test_a_cancelled_meeting_can_be_restored(api, called):
    cancelled = api.post(f"/meetings/{called['id']}/cancel", {"reason": "Sjukdom"}, 200)
    assert (cancelled["status"], cancelled["sequence"]) == ("cancelled", 1)
    restored = api.post(f"/meetings/{called['id']}/restore", status=200)
    assert (restored["status"], restored["sequence"]) == ("called", 2)


def test_cancelling_needs_no_body(api, called):
    assert api.post(f"/meetings/{called['id']}/cancel", status=200)["status"] == "cancelled"


def test_a_writer_who_has_seen_an_earlier_version_is_told_both(api, called):
    seen = api.ask("GET", f"/meetings/{called['id']}").headers["ETag"]
    moved = api.post(f"/meetings/{called['id']}/move", {"start": "2027-02-11T13:00"}, 200)
    mine = {"start": "2027-02-12T13:00"}
    problem = api.refused("POST", f"/meetings/{called['id']}/move", mine, 409, if_match=seen)
    assert (problem["current"], problem["yours"]) == (moved, mine)
    assert api.get(f"/meetings/{called['id']}") == moved

    now = api.ask("GET", f"/meetings/{called['id']}").headers["ETag"]
    done = api.post(f"/meetings/{called['id']}/move", mine, 200, if_match=now)
    assert done["start"] == "2027-02-12T13:00"


def test_an_answer_does_not_change_the_meetings_version(api, called):
    path = f"/meetings/{called['id']}"
    before = api.ask("GET", path).headers["ETag"]
    invitation = api.get(f"{path}/invitations")["items"][0]
    api.post(f"{path}/invitations/{invitation['id']}/reply", {"answer": "accepted"}, 200)
    answer = api.ask("GET", path)
    assert answer.json["answers"]["accepted"] == 1
    assert answer.headers["ETag"] == before
