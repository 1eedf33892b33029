"""Can programs say when letters leave, see what waits, and take it back?"""

import pytest

MEETING = {"title": "Länsnätverket", "start": "2027-02-04T09:00", "minutes": 180}
LATER = {"start": "2027-02-11T13:00"}


@pytest.fixture
def meeting(api):
    return api.post("/networks/lan/meetings", MEETING)["id"]


@pytest.fixture
def called(api, meeting, settle, sender, time):
    api.post(f"/meetings/{meeting}/call", status=202)
    settle()
    sender.take()
    time.forward(seconds=1)
    return meeting


@pytest.fixture
def changes(api):
    """A meeting's changes: kind, waiting, held, can_undo."""

    def listed(meeting):
        rows = api.get(f"/meetings/{meeting}/changes")["items"]
        return [(row["kind"], row["waiting"], row["held"], row["can_undo"]) for row in rows]

    return listed


@pytest.fixture
def last(api):
    """The id of a meeting's last change."""
    return lambda meeting: api.get(f"/meetings/{meeting}/changes")["items"][-1]["id"]


def test_what_is_done_without_a_word_leaves_at_once(api, meeting, settle, sender, changes):
    api.post(f"/meetings/{meeting}/call", status=202)
    settle()
    assert len(sender.take()) == 2
    assert changes(meeting) == [("called", 0, False, False)]


@pytest.mark.parametrize(
    ("verb", "body"), [("call", {}), ("move", LATER), ("cancel", {}), ("invite", None)]
)
def test_undo_seconds_are_the_time_in_which_a_change_can_be_undone(
    api, meeting, settle, sender, time, last, verb, body
):
    if verb != "call":
        api.post(f"/meetings/{meeting}/call", status=202)
        settle()
        sender.take()
        time.forward(seconds=1)
    if body is None:
        body, verb = {"people": [a_newcomer(api)]}, "invitations"
    before = api.get(f"/meetings/{meeting}")
    status = {"call": 202, "invitations": 201}.get(verb, 200)
    api.post(f"/meetings/{meeting}/{verb}", body | {"undo_seconds": 60}, status)
    time.forward(seconds=59)
    settle()
    assert sender.take() == []
    undone = api.post(f"/changes/{last(meeting)}/undo", status=200)
    shown = {name: undone[name] for name in ("status", "start", "called_at", "answers")}
    assert shown == {name: before[name] for name in shown}
    time.forward(seconds=60)
    settle()
    assert sender.take() == []


def test_a_change_is_shown_with_what_waits_of_it(api, called, settle):
    api.post(f"/meetings/{called}/move", LATER | {"undo_seconds": 60}, 200)
    settle()
    change = api.get(f"/meetings/{called}/changes")["items"][-1]
    assert change == {
        "id": change["id"],
        "kind": "moved",
        "at": "2027-01-04T09:00:01Z",
        "leave_at": "2027-01-04T09:01:01Z",
        "held": False,
        "waiting": 2,
        "can_undo": True,
        "undone_at": None,
    }
    letters = api.get("/outbox?state=queued")["items"]
    assert {one["leave_at"] for one in letters} == {"2027-01-04T09:01:01Z"}


def test_letters_can_be_held_and_let_go(api, called, settle, sender, time, changes, last):
    api.post(f"/meetings/{called}/move", LATER | {"undo_seconds": 60}, 200)
    settle()
    api.post(f"/changes/{last(called)}/hold", status=200)
    time.forward(days=1)
    settle()
    assert sender.take() == []
    assert changes(called)[-1] == ("moved", 2, True, True)
    assert [one["leave_at"] for one in api.get("/outbox?state=held")["items"]] == [None, None]
    api.post(f"/changes/{last(called)}/send", status=200)
    settle()
    assert len(sender.take()) == 2
    assert changes(called)[-1] == ("moved", 0, False, False)


def test_letters_are_held_from_the_beginning(api, called, settle, sender, time, changes):
    api.post(f"/meetings/{called}/cancel", {"hold": True}, 200)
    time.forward(days=1)
    settle()
    assert sender.take() == []
    assert changes(called)[-1] == ("cancelled", 2, True, True)


def test_letters_leave_at_a_time_on_the_meetings_clock(api, called, settle, sender, time):
    api.post(f"/meetings/{called}/move", LATER | {"send_at": "2027-01-05T08:00"}, 200)
    settle()
    letters = api.get("/outbox?state=queued")["items"]
    assert {one["leave_at"] for one in letters} == {"2027-01-05T07:00:00Z"}
    time.forward(hours=22)
    settle()
    assert len(sender.take()) == 2


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"send_at": "2027-01-04T08:00"}, "send_at"),
        ({"send_at": "2027-02-04T09:00"}, "send_at"),
        ({"send_at": "2027-03-28T02:30"}, "send_at"),
        ({"send_at": "i morgon"}, "send_at"),
        ({"send_at": "2027-01-05T08:00", "hold": True}, "send_at"),
        ({"hold": "kanske"}, "hold"),
        ({"undo_seconds": -1}, "undo_seconds"),
        ({"undo_seconds": 3_601}, "undo_seconds"),
        ({"undo_seconds": "snart"}, "undo_seconds"),
    ],
)
def test_a_wrong_word_about_leaving_is_refused_at_its_field(api, meeting, body, field):
    problem = api.refused("POST", f"/meetings/{meeting}/call", body, 422)
    assert [error["field"] for error in problem["errors"]] == [field]
    assert api.get(f"/meetings/{meeting}")["status"] == "planned"


def test_what_has_left_can_be_neither_undone_nor_held(api, called, last):
    change = last(called)
    for verb, kind in (("undo", "too-late-to-undo"), ("hold", "nothing-waits")):
        problem = api.refused("POST", f"/changes/{change}/{verb}", None, 422)
        assert problem["type"] == f"urn:kallelse:{kind}"


def test_a_text_is_put_whole_and_told_to_those_who_come(api, called, settle, sender):
    words = {"title": "Nytt namn", "place": "Stadshuset"}
    put = api.put(f"/meetings/{called}/text", words)
    assert (put["title"], put["place"], put["text"]) == ("Nytt namn", "Stadshuset", "")
    settle()
    assert [mail.property("SUMMARY") for mail in sender.take()] == ["Nytt namn"] * 2


def test_one_person_gets_the_notice_again_with_a_higher_sequence(api, called, settle, sender):
    first = api.get(f"/meetings/{called}/invitations")["items"][0]
    path = f"/meetings/{called}/invitations/{first['id']}/resend"
    assert api.post(path, status=200)["told_sequence"] == 0
    settle()
    (mail,) = sender.take()
    assert (mail.recipient, mail.property("SEQUENCE")) == (first["person"]["email"], "1")


def test_those_behind_get_the_notice_again(api, called, settle, sender):
    problem = api.refused("POST", f"/meetings/{called}/resend-behind", None, 422)
    assert problem["type"] == "urn:kallelse:nobody-behind"
    api.post(f"/meetings/{called}/move", LATER | {"hold": True}, 200)
    settle()
    late = api.post(f"/meetings/{called}/resend-behind", status=200)["items"]
    assert len(late) == 2
    settle()
    assert [mail.property("DTSTART") for mail in sender.take()] == ["20270211T130000"] * 2


def a_newcomer(api):
    body = {"name": "Cia", "email": "cia@kumla.example", "organisation": "Kumla kommun"}
    return api.post("/networks/lan/people", body)["id"]
