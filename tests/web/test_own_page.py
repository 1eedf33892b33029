"""What does a person see and decide on their own page, without account?"""

import re

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.inputs import ActionInput, CancelInput
from scheduler.model import EventRow, Feed, Letter, Person
from scheduler.queries.own_page import own_url
from scheduler.queries.reply_page import token_of
from scheduler.services import actions, meetings
from tests.factories import a_meeting, a_network, a_person, invitation_of
from tests.web.browser import text_of

ANNA = "anna@kumla.example"
ADDRESS = re.compile(r'value="http://127\.0\.0\.1:8000(/feeds/[\w-]{43}\.ics)"')


@pytest.fixture
def network(database, time):
    with database.transaction() as session:
        return a_network(session)


@pytest.fixture
def anna(database, network):
    with database.reading() as session:
        return session.scalars(select(Person).where(Person.email == ANNA)).one()


@pytest.fixture
def path(settings, keys, anna):
    return own_url(settings, keys, anna).removeprefix(settings.base_url)


def address_on(page):
    found = ADDRESS.search(page.get_data(as_text=True))
    return found[1] if found else ""


def called(database, network, **plan):
    with database.transaction() as session:
        meeting = a_meeting(session, network.id, **plan)
        meetings.call(session, meeting.id, by=SYSTEM)
        return meeting.id


def test_the_page_lists_meetings_of_all_networks_each_with_its_answer_link(
    client, database, keys, network, path
):
    with database.transaction() as session:
        other = a_network(session, slug="andra", name="Andra nätverket", people_=())
        a_person(session, other.id, ANNA, organisation="")
    first = called(database, network)
    second = called(database, other, title="Andra mötet", start="2027-03-04T09:00")
    shown = client.get(path).get_data(as_text=True)
    with database.reading() as session:
        for meeting in (first, second):
            token = token_of(keys, invitation_of(session, meeting, ANNA))
            assert f'href="/r/{token}"' in shown
    assert (
        shown.index("Länsnätverket") < shown.index("Andra mötet") < shown.index("Andra nätverket")
    )


def test_what_is_not_called_yet_cannot_be_answered_and_what_is_cancelled_says_so(
    client, database, network, path
):
    with database.transaction() as session:
        a_meeting(session, network.id, title="Inte kallat")
    cancelled = called(database, network, title="Blir inte av", start="2027-03-04T09:00")
    with database.transaction() as session:
        meetings.cancel(session, cancelled, plan=CancelInput(), by=SYSTEM)
    shown = client.get(path).get_data(as_text=True)
    assert "Inte kallat" in shown
    assert "Blir inte av" in shown
    assert "/r/" not in shown


def test_only_one_s_own_open_actions_are_shown(client, database, network, anna, path):
    with database.transaction() as session:
        for text, person in (("Mitt", str(anna.id)), ("Kommunens", None)):
            owner = {"organisation": "Kumla kommun", "person": person}
            plan = ActionInput.model_validate({"text": text, "owner": owner, "due": "2027-01-03"})
            actions.add(session, network_id=network.id, plan=plan, by=SYSTEM)
    page = text_of(client.get(path))
    assert "Mitt" in page
    assert "söndag 3 januari 2027" in page
    assert "Kommunens" not in page


def test_looking_writes_nothing_and_sets_no_cookie(client, database, path):
    def rows():
        with database.reading() as session:
            return len(session.scalars(select(EventRow)).all())

    before = rows()
    for look in (client.get, client.head):
        shown = look(path)
        assert (shown.status_code, shown.headers.get("Set-Cookie")) == (200, None)
        assert "no-store" in shown.headers["Cache-Control"]
    assert rows() == before
    assert b"<script" not in client.get(path).data


def test_a_choice_of_delivery_is_kept(client, database, anna, path):
    sent = client.post(f"{path}/delivery", data={"delivery": "both"})
    assert (sent.status_code, sent.headers["Location"]) == (303, f"{path}#calendar")
    assert client.post(f"{path}/delivery", data={"delivery": "brevduva"}).status_code == 422
    with database.reading() as session:
        assert session.get_one(Person, anna.id).delivery == "both"
        facts = session.scalars(select(EventRow.by).where(EventRow.kind == "DeliveryChosen")).all()
        assert facts == [f"link:{anna.id}"]


def test_a_calendar_address_is_shown_once_replaced_and_ended(client, database, network, path):
    with database.transaction() as session:
        a_meeting(session, network.id)
    first = address_on(client.post(f"{path}/feed"))
    assert b"SUMMARY:L" in client.get(first).data
    assert address_on(client.get(path)) == ""
    second = address_on(client.post(f"{path}/feed"))
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    assert client.post(f"{path}/feed/end").status_code == 303
    assert client.get(second).status_code == 404
    assert client.post(f"{path}/feed/end").status_code == 303
    with database.reading() as session:
        assert len(session.scalars(select(Feed)).all()) == 1


def test_a_wrong_or_revoked_link_opens_nothing(client, database, anna, path):
    assert client.get(f"{path[:-3]}abc").status_code == 404
    assert client.post(f"{path[:-3]}abc/feed").status_code == 404
    with database.transaction() as session:
        session.get_one(Person, anna.id).me_generation = 1
    assert client.get(path).status_code == 404
    assert client.post(f"{path}/delivery", data={"delivery": "both"}).status_code == 404


def test_a_page_of_another_site_changes_nothing(client, database, anna, path):
    for verb in ("delivery", "feed", "feed/end"):
        refused = client.post(
            f"{path}/{verb}", data={"delivery": "both"}, headers={"Origin": "https://evil.example"}
        )
        assert refused.status_code == 403
    with database.reading() as session:
        assert session.get_one(Person, anna.id).delivery == "mail"
        assert session.scalars(select(Feed)).all() == []


def test_the_link_is_mailed_to_its_owner_and_nobody_learns_who_is_known(
    client, database, time, path, settle, sender
):
    settle()
    sender.take()
    known = client.send("/me", {"email": "Anna@Kumla.example"}).get_data(as_text=True)
    unknown = client.send("/me", {"email": "Anna@Annan.example"}).get_data(as_text=True)
    assert known.replace("Kumla", "Annan") == unknown
    settle()
    (mail,) = sender.take()
    assert mail.recipient == ANNA
    assert f"http://127.0.0.1:8000{path}" in mail.text


def test_a_second_wish_within_ten_minutes_sends_no_second_mail(client, database, time, network):
    for _ in range(3):
        assert client.send("/me", {"email": ANNA}).status_code == 200
        time.forward(minutes=6)
    with database.reading() as session:
        facts = session.scalars(select(EventRow).where(EventRow.kind == "OwnPageRequested")).all()
        assert len(facts) == 2
        assert session.scalars(select(Letter)).all() == []


def test_an_address_that_is_none_is_refused_and_kept(client, network):
    refused = client.send("/me", {"email": "anna(at)kumla"})
    assert refused.status_code == 422
    assert 'value="anna(at)kumla"' in refused.get_data(as_text=True)


def test_the_public_page_asks_for_an_address(client, network):
    assert 'name="email"' in client.get("/me").get_data(as_text=True)
