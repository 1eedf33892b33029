"""Can programs read what came by mail, and decide about it as the pages do?"""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select

from scheduler.model import Alias, Person
from tests.factories import invitation_of
from tests.incoming import ELSEWHERE, a_mail

ANNA, BO = "anna@kumla.example", "bo@nora.example"
MEETING = {"title": "Länsnätverket", "start": "2027-02-04T09:00", "minutes": 180}


@pytest.fixture
def called(api, settle):
    made = api.post("/networks/lan/meetings", MEETING)
    meeting = api.post(f"/meetings/{made['id']}/call", status=202)["id"]
    settle()
    return meeting


@pytest.fixture
def keep(database, called):
    """Keep a mail about the called meeting; gives its address below the API."""

    def keep_(email: str = ANNA, **more):
        with database.transaction() as session:
            return f"/incoming/{a_mail(session, UUID(called), email, **more).id}"

    return keep_


def protect(database, email):
    with database.transaction() as session:
        person = session.scalars(select(Person).where(Person.email == email)).one()
        person.protected, person.title = True, "Samordnare"


def test_a_mail_is_shown_with_all_that_is_needed_to_decide(api, database, network, called, keep):
    at = keep(kind="counter")
    with database.reading() as session:
        invitation = invitation_of(session, UUID(called), ANNA)
    assert api.get(at) == {
        "id": at.removeprefix("/incoming/"),
        "kind": "counter",
        "state": "open",
        "network": str(network),
        "meeting": called,
        "invitation": str(invitation.id),
        "person": {"id": str(invitation.person_id), "name": "Anna", "email": ANNA},
        "at": "2027-01-04T09:00:00Z",
        "sender": ANNA,
        "subject": "",
        "text": "",
        "answer": "tentative",
        "comment": "Krockar med nämnden.",
        "start": "2027-02-11T13:00",
        "minutes": 120,
        "time_zone": "Europe/Stockholm",
        "dealt_at": None,
    }


def test_the_list_has_what_waits_the_oldest_first_or_all(api, keep, time):
    first = keep(BO, kind="mail")
    time.forward(minutes=1)
    second = keep()
    listed = api.get("/networks/lan/incoming")["items"]
    assert [one["id"] for one in listed] == [
        at.removeprefix("/incoming/") for at in (first, second)
    ]
    api.post(f"{first}/dismiss", status=200)
    assert [one["kind"] for one in api.get("/networks/lan/incoming")["items"]] == ["other_address"]
    everything = api.get("/networks/lan/incoming?state=all")["items"]
    assert [(one["kind"], one["state"]) for one in everything] == [
        ("mail", "dismissed"),
        ("other_address", "open"),
    ]
    api.refused("GET", "/networks/lan/incoming?state=new", None, 422)


def test_the_list_comes_in_parts(api, keep, time):
    for _ in range(3):
        keep(kind="mail")
        time.forward(seconds=1)
    whole = api.get("/networks/lan/incoming")["items"]
    first = api.get("/networks/lan/incoming?limit=2")
    second = api.get(f"/networks/lan/incoming?limit=2&after={first['next']}")
    assert (first["items"] + second["items"], second["next"]) == (whole, None)


def test_a_confirmed_answer_counts_and_its_address_is_remembered(api, database, called, keep):
    at = keep()
    told = api.post(f"{at}/confirm", {"remember": True}, 200)
    assert (told["state"], told["comment"]) == ("accepted", "")
    with database.reading() as session:
        assert invitation_of(session, UUID(called), ANNA).answer == "accepted"
        assert session.scalars(select(Alias.address_key)).all() == [ELSEWHERE]


def test_a_confirmed_answer_leaves_no_address_behind_unless_it_is_asked_for(api, database, keep):
    api.post(f"{keep()}/confirm", status=200)
    with database.reading() as session:
        assert session.scalars(select(Alias)).all() == []


def test_an_accepted_time_moves_the_meeting_and_writes_at_once(api, settle, sender, called, keep):
    sender.take()
    moved = api.post(f"{keep(kind='counter')}/accept", status=200)
    assert (moved["id"], moved["start"], moved["minutes"]) == (called, "2027-02-11T13:00", 120)
    settle()
    assert sorted(mail.recipient for mail in sender.take()) == [ANNA, BO]


def test_an_undo_window_holds_the_letters_of_an_accepted_time(api, settle, sender, time, keep):
    sender.take()
    api.post(f"{keep(kind='counter')}/accept", {"undo_seconds": 60}, 200)
    settle()
    assert sender.take() == []
    time.forward(seconds=61)
    settle()
    assert sorted(mail.recipient for mail in sender.take()) == [ANNA, BO]


def test_a_declined_time_leaves_the_meeting_as_it_is(api, called, keep):
    at = keep(kind="counter")
    assert api.post(f"{at}/decline", status=200)["state"] == "declined"
    assert api.get(f"/meetings/{called}")["start"] == "2027-02-04T09:00"


def test_a_dismissed_answer_counts_nowhere(api, database, called, keep):
    at = keep()
    told = api.post(f"{at}/dismiss", status=200)
    assert (told["state"], told["dealt_at"]) == ("dismissed", "2027-01-04T09:00:00Z")
    with database.reading() as session:
        assert invitation_of(session, UUID(called), ANNA).answer == "needs-action"


def test_what_has_been_dealt_with_is_refused_in_words(api, keep):
    at = keep()
    api.post(f"{at}/dismiss", status=200)
    problem = api.ask("POST", f"{at}/confirm")
    assert problem.status_code in {409, 422}
    assert problem.json["detail"]


def test_a_bounced_address_is_tried_again(api, database, time, called, keep):
    with database.transaction() as session:
        anna = session.scalars(select(Person).where(Person.email == ANNA)).one()
        anna.bounced_at, anna.bounce = time(), "550 5.1.1"
    assert api.post(f"{keep(kind='bounce')}/retry", status=200)["state"] == "dismissed"
    with database.reading() as session:
        assert session.get_one(Person, anna.id).bounced_at is None


def test_of_a_protected_person_those_who_may_not_change_them_see_the_domain(
    api, program, database, keep
):
    protect(database, ANNA)
    at = keep()
    keeper = api.get(at)
    assert (keeper["sender"], keeper["person"]["name"]) == (ELSEWHERE, "Anna")
    admin = program("administrator")
    second = admin.post("/networks", {"name": "Annat", "slug": "annat"})["id"]
    admin.post("/networks/annat/people", {"name": "Anna", "email": ANNA})
    shown = api.get(at)  # she belongs to two networks now: no one coordinator keeps her alone
    assert (shown["sender"], shown["person"]["email"]) == ("***@post.example", None)
    assert shown["person"]["name"] == "Samordnare, Kumla kommun"
    stranger = program("coordinator", UUID(second))
    assert stranger.refused("GET", at, None, 404)["status"] == 404
