"""Can programs read what was sent, what will be and what happened?"""

import pytest

MEETING = {"title": "Länsnätverket", "start": "2027-02-04T09:00", "minutes": 180}


@pytest.fixture
def called(api):
    made = api.post("/networks/lan/meetings", MEETING)
    return api.post(f"/meetings/{made['id']}/call", status=202)["id"]


def test_the_timeline_tells_what_was_sent_and_what_will_be(api, called, settle, time):
    time.forward(seconds=2)
    settle()
    listed = api.get(f"/meetings/{called}/timeline")["items"]
    assert [(one["what"], one["kind"], one["future"]) for one in listed] == [
        ("change", "called", False),
        ("letters", "call", False),
        ("planned", "remind_silent", True),
        ("planned", "send_brief", True),
        ("planned", "remind_coming", True),
        ("planned", "remind_minutes", True),
    ]
    assert listed[1] == {
        "at": "2027-01-04T09:00:02Z",
        "what": "letters",
        "kind": "call",
        "future": False,
        "count": 2,
        "states": {"sent": 2},
        "names": ["Anna", "Bo"],
        "text": "",
        "sequence": 0,
        "late": False,
        "old_start": None,
        "new_start": None,
    }
    assert (listed[2]["at"], listed[2]["names"]) == ("2027-01-25T07:00:00Z", ["Anna", "Bo"])


def test_the_timeline_comes_in_parts(api, called, settle):
    settle()
    whole = api.get(f"/meetings/{called}/timeline")["items"]
    first = api.get(f"/meetings/{called}/timeline?limit=2")
    second = api.get(f"/meetings/{called}/timeline?limit=9&after={first['next']}")
    assert (first["items"] + second["items"], second["next"]) == (whole, None)


def test_the_outbox_lists_letters_by_state(api, called, settle, sender, network):
    settle()
    assert api.get("/outbox?state=dead") == {"items": [], "next": None}
    letters = api.get("/outbox?state=sent")["items"]
    sent = {one.recipient: one.mail for one in sender.sent}
    assert {one["person"]["email"] for one in letters} == set(sent)
    one = letters[0]
    mail = sent[one["person"]["email"]]
    assert one == one | {
        "id": mail["X-Kallelse-Letter"],
        "message_id": mail["Message-ID"],
        "subject": mail["Subject"],
        "network": str(network),
        "meeting": called,
        "kind": "call",
        "method": "REQUEST",
        "sequence": 0,
        "state": "sent",
        "tries": 1,
        "sent_at": "2027-01-04T09:00:00Z",
    }


def test_the_outbox_comes_in_parts_the_newest_first(api, called, settle, time):
    settle()
    time.forward(hours=1)
    api.post(f"/meetings/{called}/move", {"start": "2027-02-11T09:00"}, 200)
    settle()
    whole = api.get("/outbox")["items"]
    assert [one["kind"] for one in whole] == ["moved", "moved", "call", "call"]
    first = api.get("/outbox?limit=3")
    second = api.get(f"/outbox?limit=3&after={first['next']}")
    assert (first["items"] + second["items"], second["next"]) == (whole, None)


def test_events_are_read_on_from_the_last_one_seen(api, called):
    first = api.get("/events")["items"]
    assert [one["kind"] for one in first[-2:]] == ["MeetingAdded", "MeetingCalled"]
    assert first[-1]["subject"] == called
    assert list(first[-1]["body"]) == ["change"]
    last = first[-1]["id"]
    assert api.get(f"/events?after={last}") == {"items": [], "next": None}
    api.post(f"/meetings/{called}/cancel", status=200)
    news = api.get(f"/events?after={last}")["items"]
    assert [one["kind"] for one in news] == ["MeetingCancelled"]


def test_events_come_in_parts(api, called):
    whole = api.get("/events")["items"]
    part = api.get("/events?limit=2")
    assert (part["items"], part["next"]) == (whole[:2], whole[1]["id"])


def test_what_belongs_to_no_network_is_an_administrators_to_read(api, program):
    kinds = {one["kind"] for one in program().get("/events")["items"]}
    assert "TokenMade" in kinds
    seen = {one["network"] for one in api.get("/events")["items"]}
    assert None not in seen
