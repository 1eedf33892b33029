"""Can one sign in by password and by link, stay so long enough, and leave?"""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select

from scheduler.model import Account, EventRow, Letter
from scheduler.services import accounts
from tests.web.browser import text_of
from tests.web.eva import EMAIL, cookie_of, enter
from web import auth


def test_the_right_password_opens_ones_own_pages(client, link):
    answer = enter(client, next="/settings")
    assert (answer.status_code, answer.location) == (303, "/settings")
    assert EMAIL in text_of(client.get("/settings"))


def test_the_address_may_be_typed_in_any_case(client, link):
    assert enter(client, email=" Eva@LAN.example ").status_code == 303


def test_a_wrong_password_and_an_unknown_address_are_told_the_same(client, link):
    headers = {"Accept-Language": "en"}
    known = client.send("/sign-in", {"email": EMAIL, "password": "x"}, headers=headers)
    other = {"email": "ove@lan.example", "password": "x"}
    unknown = client.send("/sign-in", other, headers=headers)
    assert (known.status_code, unknown.status_code) == (422, 422)
    assert text_of(known) == text_of(unknown)
    assert "do not belong together" in text_of(known)


def test_a_failed_try_keeps_the_address_and_never_the_password(client, link):
    page = enter(client, password="my secret typo").get_data(as_text=True)
    assert f'value="{EMAIL}"' in page
    assert "my secret typo" not in page


def test_an_account_without_a_password_has_none_that_is_empty(client, database, link):
    with database.transaction() as session:
        session.scalars(select(Account)).one().password_hash = ""
    assert enter(client, password="").status_code == 422


def test_a_closed_account_opens_nothing(client, database, link, time):
    with database.transaction() as session:
        session.scalars(select(Account)).one().closed_at = time()
    assert enter(client).status_code == 422
    assert client.send(link).status_code == 410


def test_opening_a_link_uses_nothing_and_pressing_the_button_uses_it(client, database, link):
    for _ in range(3):
        assert client.get(link).status_code == 200
        assert client.head(link).status_code == 200
    assert cookie_of(client) is None
    answer = client.send(link)
    assert (answer.status_code, answer.location) == (303, "/")
    assert EMAIL in text_of(client.get("/settings"))


def test_a_link_works_once_and_for_its_time(client, app, database, link, time):
    assert client.send(link).status_code == 303
    other = app.test_client()
    assert other.send(link).status_code == 410
    assert other.get(link).status_code == 410
    with database.transaction() as session:
        late = accounts.mint_link(session, session.scalars(select(Account.id)).one())
    time.forward(minutes=15)
    assert other.send(f"/sign-in/{late}").status_code == 410


def test_a_link_that_was_never_made_says_that_it_no_longer_works(client):
    answer = client.get("/sign-in/none", headers={"Accept-Language": "en"})
    assert answer.status_code == 410
    assert "This link has been used or has grown too old. Ask for a new one." in text_of(answer)


def test_a_link_comes_by_mail_and_signs_in(client, database, link, settle, sender):
    asked = client.send("/sign-in/link", {"email": EMAIL})
    assert (asked.status_code, asked.location) == (303, "/sign-in/sent?to=eva%40lan.example")
    settle()
    [mailed] = sender.sent
    found = re.search(r"http://127\.0\.0\.1:8000(/sign-in/\S+)", mailed.text)
    assert found is not None
    assert client.send(found[1]).status_code == 303
    assert client.get("/settings").status_code == 200


def test_an_unknown_address_gets_the_same_answer_and_no_mail(client, database, link, settle):
    answers = [
        client.send("/sign-in/link", {"email": email}).status_code
        for email in (EMAIL, "ove@lan.example")
    ]
    settle()
    with database.reading() as session:
        assert answers == [303, 303]
        assert session.scalar(select(func.count()).select_from(Letter)) == 1
        kinds = session.scalars(select(EventRow.kind)).all()
    assert kinds.count("SignInLinkRequested") == 1


def test_what_is_no_address_is_said_beside_the_field(client):
    answer = client.send("/sign-in/link", {"email": "eva"}, headers={"Accept-Language": "en"})
    assert answer.status_code == 422
    assert 'id="email-error"' in answer.get_data(as_text=True)
    assert "“eva” is not a mail address we can reach." in text_of(answer)


def test_an_address_that_is_missing_is_asked_for_and_not_called_wrong(client):
    answer = client.send("/sign-in/link", {"email": " "}, headers={"Accept-Language": "sv"})
    assert answer.status_code == 422
    assert "Det här behövs." in text_of(answer)
    assert "ingen e-postadress" not in text_of(answer)


def test_the_eleventh_wrong_password_in_five_minutes_is_not_looked_at(client, link, time):
    tries = [enter(client, password="wrong").status_code for _ in range(11)]
    assert tries == [422] * 10 + [429]
    assert enter(client).status_code == 429
    time.forward(minutes=5)
    assert enter(client).status_code == 303


def test_after_too_many_tries_the_answer_says_when_to_try_again(client):
    for _ in range(10):
        enter(client)
    answer = client.send(
        "/sign-in", {"email": EMAIL, "password": "x"}, headers={"Accept-Language": "en"}
    )
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "300")
    assert "Wait 5 minutes" in text_of(answer)


def test_a_session_ends_after_half_an_hour_without_a_page(client, link, time):
    enter(client)
    time.forward(minutes=29)
    assert client.get("/settings").status_code == 200
    time.forward(minutes=29)
    assert client.get("/settings").status_code == 200
    time.forward(minutes=30)
    assert client.get("/settings").status_code == 303


def test_a_session_ends_after_twelve_hours_whatever_is_done(client, link, time):
    enter(client)
    for _ in range(35):
        time.forward(minutes=20)
        assert client.get("/settings").status_code == 200
    time.forward(minutes=20)
    assert client.get("/settings").status_code == 303


def test_looking_at_a_page_writes_nothing_but_that_the_browser_was_seen(
    client, database, link, time
):
    enter(client)
    before = everything(database)
    time.forward(minutes=4)
    client.get("/settings")
    assert everything(database) == before
    time.forward(minutes=1)
    client.get("/settings")
    changed = {name for name, rows in everything(database).items() if rows != before[name]}
    assert changed == {"web_session"}


def test_signing_in_gives_a_new_session_and_never_takes_one_that_was_planted(client, link):
    client.set_cookie("kallelse", "planted")
    enter(client)
    first = cookie_of(client)
    assert first != "planted"
    enter(client)
    assert cookie_of(client) not in {first, "planted"}


def test_after_signing_out_the_old_cookie_opens_nothing(client, app, link):
    enter(client)
    stolen = cookie_of(client)
    answer = client.send("/sign-out")
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert cookie_of(client) is None
    thief = app.test_client()
    thief.set_cookie("kallelse", stolen)
    assert thief.get("/settings").status_code == 303


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "\\\\evil.example",
        "http:evil.example",
        "",
        " /settings",
    ],
)
def test_after_signing_in_nobody_is_led_to_another_site(client, link, target):
    assert enter(client, next=target).location == "/"


def test_signing_in_leads_back_to_where_one_was_going(client, link):
    assert enter(client, next="/networks/lan?week=5").location == "/networks/lan?week=5"


def test_a_network_of_ip_addresses_counts_as_one(app):
    def origin(address):
        with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
            return auth.origin()

    assert origin("2001:db8:1:2::7") == origin("2001:db8:1:2:ffff::9")
    assert origin("2001:db8:1:2::7") != origin("2001:db8:1:3::7")
    assert origin("192.0.2.7") != origin("192.0.2.8")
    assert len(origin("unix:")) == 64


def everything(database):
    with database.engine.connect() as connection:
        return {
            table.name: connection.execute(table.select()).all()
            for table in Account.metadata.sorted_tables
        }
