"""What does the reader see when the answer is no, and what does the log keep?"""

from __future__ import annotations

import re

import pytest
from flask import Blueprint, Flask

from scheduler.errors import Conflict, InvalidInput
from tests.web.browser import Browser, text_of
from web import rules, views
from web.application import create_app

wrong = Blueprint("wrong", __name__)


@wrong.get("/wrong/<token>")
@rules.by_token("breaks")
def break_(token):
    raise ValueError(f"no such thing as {token} of anna@kumla.example")


@wrong.get("/api/v1/wrong")
@rules.by_token("breaks")
def break_api():
    raise ValueError("anna@kumla.example")


@wrong.get("/refused")
@rules.public("refuses")
def refuse():
    raise Conflict


@wrong.get("/words")
@rules.public("refuses")
def refuse_in_words():
    raise InvalidInput("There are %(number)s of %(what)s.", number=3, what="<b>these</b>")


@pytest.fixture
def app(settings, database, time, monkeypatch) -> Flask:
    monkeypatch.setattr("web.application.BLUEPRINTS", [*views.BLUEPRINTS, wrong])
    made = create_app(settings, database)
    made.test_client_class = Browser
    return made


def test_a_missing_page_says_so_and_leads_home(client):
    answer = client.get("/none", headers={"Accept-Language": "en"})
    assert answer.status_code == 404
    assert "There is nothing at this address, or it is not yours to see." in text_of(answer)
    assert 'href="/"' in answer.get_data(as_text=True)


def test_a_refusal_is_said_in_its_own_words_with_its_status(client):
    answer = client.get("/words", headers={"Accept-Language": "en"})
    assert answer.status_code == 422
    assert "There are 3 of <b>these</b>." in text_of(answer)
    assert "<b>these</b>" not in answer.get_data(as_text=True)
    assert client.get("/refused").status_code == 409


def test_a_method_that_is_not_taken_is_told_which_are(client):
    answer = client.post("/healthz")
    assert (answer.status_code, sorted(answer.allow)) == (405, ["GET", "HEAD", "OPTIONS"])


def test_what_is_too_large_is_refused_before_it_is_read(client):
    answer = client.send("/sign-in", {"email": "x" * (2 * 1024 * 1024 + 1)})
    assert answer.status_code == 413


def test_what_breaks_shows_a_calm_page_with_the_reference_that_the_log_has(client, caplog):
    answer = client.get("/wrong/SecretTokenOfSomebody", headers={"Accept-Language": "en"})
    assert answer.status_code == 500
    reference = re.search(r"this reference: (\S+)", text_of(answer))
    assert reference is not None
    assert f"reference {reference[1]}: ValueError at GET /wrong/<token>" in caplog.text


def test_neither_page_nor_log_of_what_breaks_has_a_token_or_a_person(client, caplog):
    page = client.get("/wrong/SecretTokenOfSomebody").get_data(as_text=True)
    for text in (page, caplog.text):
        assert "SecretToken" not in text
        assert "anna@" not in text
    assert "test_errors.py" in caplog.text  # where it broke


def test_under_api_what_breaks_is_a_problem_with_the_reference(client, caplog):
    answer = client.get("/api/v1/wrong", headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.mimetype) == (500, "application/problem+json")
    reference = re.search(r"reference (\S+): ValueError", caplog.text)
    assert reference is not None
    assert answer.json["reference"] == reference[1]


def test_when_the_database_is_gone_the_page_still_says_that_it_is_our_side(client, database):
    client.set_cookie("kallelse", "some-token")
    with database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE web_session")
    answer = client.get("/sign-in", headers={"Accept-Language": "en"})
    assert answer.status_code == 500
    assert "It is not your fault" in text_of(answer)


def test_a_form_that_comes_after_the_session_ended_is_kept_to_be_sent_again(sign_in, time):
    browser = sign_in(administrator=True)
    time.forward(minutes=31)
    own = {"name": "Eva & <Bo>", "language": "sv", "time_zone": "Europe/Oslo"}
    answer = browser.send("/settings", own, headers={"Accept-Language": "en"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 401
    assert 'action="/settings"' in page
    assert '<input type="hidden" name="name" value="Eva &amp; &lt;Bo&gt;">' in page
    assert page.count('name="csrf_token"') == 1


def test_a_form_with_an_old_mark_is_kept_and_has_a_new_one(sign_in):
    browser = sign_in(administrator=True)
    own = {"name": "Eva", "language": "sv", "time_zone": "Europe/Oslo", "csrf_token": "old"}
    answer = browser.post("/settings", data=own)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    mark = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert mark is not None
    again = browser.post("/settings", data={**own, "csrf_token": mark[1]})
    assert (again.status_code, again.location) == (303, "/settings")


def test_a_password_is_never_kept_on_a_page(sign_in):
    browser = sign_in(administrator=True)
    answer = browser.post(
        "/settings/password", data={"password": "trumpet gräslök kvitto", "csrf_token": "old"}
    )
    assert answer.status_code == 400
    assert "trumpet" not in answer.get_data(as_text=True)


def test_a_part_of_a_page_is_not_filled_with_the_sign_in_page(client):
    answer = client.get("/settings", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/sign-in")
    assert answer.data == b""
