"""Can people see to their own: name, language, password, delivery, where they are signed in?"""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from scheduler.model import EventRow, Person, WebSession
from tests.web.browser import text_of
from tests.web.eva import EMAIL, PASSWORD, cookie_of, enter


def test_a_new_password_ends_all_other_sessions_and_open_links(client, app, database, link):
    other = app.test_client()
    enter(other)
    enter(client)
    old = cookie_of(client)
    new = "sju blåa cyklar under bron"
    answer = client.send("/settings/password", {"password": new, "repeated": new})
    assert (answer.status_code, answer.location) == (303, "/settings")
    assert client.get("/settings").status_code == 200
    assert cookie_of(client) != old
    assert other.get("/settings").status_code == 303
    assert other.send(link).status_code == 410
    assert enter(other).status_code == 422
    assert enter(other, password=new).status_code == 303


def test_a_quarter_of_an_hour_after_signing_in_the_present_password_is_asked_for(
    client, link, time
):
    enter(client)
    time.forward(minutes=15)
    new = {"password": "sju blåa cyklar under bron", "repeated": "sju blåa cyklar under bron"}
    assert client.send("/settings/password", new).status_code == 422
    assert client.send("/settings/password", {**new, "present": "wrong"}).status_code == 422
    assert client.send("/settings/password", {**new, "present": PASSWORD}).status_code == 303


@pytest.mark.parametrize(
    ("password", "repeated", "words"),
    [
        ("kort", "kort", "A password needs at least 15 characters."),
        ("sommarsommar2026", "sommarsommar2026", "among those that are guessed first"),
        ("eva lan eva lan 2026", "eva lan eva lan 2026", "among those that are guessed first"),
        ("sju blåa cyklar under", "sju röda cyklar under", "The two new passwords differ."),
    ],
)
def test_a_weak_password_is_refused_with_what_to_do(client, link, password, repeated, words):
    enter(client)
    client.send("/appearance", {"language": "en"})
    answer = client.send("/settings/password", {"password": password, "repeated": repeated})
    assert answer.status_code == 422
    assert words in text_of(answer)


def test_one_can_end_ones_other_sessions_one_by_one(client, app, database, link):
    other = app.test_client()
    enter(other)
    enter(client)
    page = client.get("/settings").get_data(as_text=True)
    [address] = re.findall(r'action="(/settings/sessions/[0-9a-f-]{36}/end)"', page)
    assert client.send(address).status_code == 303
    assert other.get("/settings").status_code == 303
    assert client.get("/settings").status_code == 200


def test_one_can_end_all_ones_other_sessions_at_once(client, app, link):
    others = [app.test_client() for _ in range(3)]
    for browser in (*others, client):
        enter(browser)
    assert client.send("/settings/sessions/end").status_code == 303
    assert [browser.get("/settings").status_code for browser in others] == [303] * 3
    assert client.get("/settings").status_code == 200


def test_nobody_ends_somebody_elses_session(client, database, link, sign_in):
    enter(client)
    with database.reading() as session:
        theirs = session.scalars(select(WebSession.id)).one()
    stranger = sign_in(administrator=True)
    assert stranger.send(f"/settings/sessions/{theirs}/end").status_code == 404
    assert client.get("/settings").status_code == 200


def test_ones_own_settings_are_saved_and_wrong_ones_kept_on_the_page(client, database, link):
    enter(client)
    good = {"name": "Eva Ek", "language": "nb", "time_zone": "Europe/Oslo"}
    assert client.send("/settings", good).status_code == 303
    wrong = client.send("/settings", {**good, "name": "", "time_zone": "Mars/Base"})
    assert wrong.status_code == 422
    with database.reading() as session:
        person = session.scalars(select(Person).where(Person.email == EMAIL)).one()
        assert (person.name, person.language, person.time_zone) == tuple(good.values())


def test_how_meetings_reach_one_is_ones_own_choice(client, database, link):
    enter(client)
    assert client.send("/settings/delivery", {"delivery": "both"}).status_code == 303
    assert 'value="both" checked' in client.get("/settings").get_data(as_text=True)
    assert client.send("/settings/delivery", {"delivery": "pigeon"}).status_code == 422
    with database.reading() as session:
        person = session.scalars(select(Person).where(Person.email == EMAIL)).one()
        assert person.delivery == "both"
        assert session.scalars(select(EventRow.kind)).all()[-1] == "DeliveryChosen"
