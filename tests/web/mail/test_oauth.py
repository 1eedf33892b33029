"""Is there a token when one is needed, and what is said when there is none?"""

from __future__ import annotations

from time import monotonic

import pytest

from scheduler.config import SettingsWrong
from scheduler.ports import Unreachable
from tests.smtp import free_port
from tests.tokens import GOOD, token_server
from web import instance, oauth, outbound

SECRET = "not-for-others-1"
REFRESH = "not-for-others-2"


class Seconds:
    """A clock that counts what the test lets pass."""

    def __init__(self) -> None:
        self.passed = 0.0

    def __call__(self) -> float:
        return self.passed


@pytest.fixture
def seconds():
    return Seconds()


@pytest.fixture
def tokens(seconds):
    return oauth.Tokens(seconds)


@pytest.fixture
def client(settings):
    """Settings of a client; called with a token server's address."""

    def made(url: str, **more: str):
        wanted = {"oauth_client_id": "kallelse", "oauth_client_secret": SECRET}
        return settings.model_copy(update={**wanted, "oauth_token_url": url, **more})

    return made


def words_of(tokens, settings) -> str:
    with pytest.raises(Unreachable) as failure:
        tokens.access_token(settings)
    return failure.value.answer


def test_a_token_that_is_set_is_used_as_it_stands(tokens, client):
    assert tokens.access_token(client("", oauth_access_token="set-by-hand")) == "set-by-hand"


def test_without_a_refresh_token_the_service_asks_in_its_own_name(tokens, client):
    with token_server() as server:
        assert tokens.access_token(client(server.url, oauth_scope="mail")) == "a-token"
    assert server.asked == [
        {
            "grant_type": "client_credentials",
            "client_id": "kallelse",
            "client_secret": SECRET,
            "scope": "mail",
        }
    ]


def test_a_refresh_token_is_used_and_the_one_that_replaces_it_too(tokens, client, seconds):
    with token_server(body={**GOOD, "refresh_token": "newer"}) as server:
        settings = client(server.url, oauth_refresh_token=REFRESH)
        for _ in range(2):
            tokens.access_token(settings)
            seconds.passed += 3600
    assert [(asked["grant_type"], asked["refresh_token"]) for asked in server.asked] == [
        ("refresh_token", REFRESH),
        ("refresh_token", "newer"),
    ]


@pytest.mark.parametrize(
    ("lasts", "kept"), [(3600, 3540), (90, 45), ("3600", 3540), (None, 240), (float("nan"), 240)]
)
def test_a_token_is_kept_until_a_minute_before_its_end(tokens, client, seconds, lasts, kept):
    with token_server(body={**GOOD, "expires_in": lasts}) as server:
        settings = client(server.url)
        asked = []
        for seconds.passed in (0, kept - 1, kept):
            tokens.access_token(settings)
            asked.append(len(server.asked))
    assert asked == [1, 1, 2]


def test_a_token_that_was_not_taken_is_fetched_anew(tokens, client):
    with token_server() as server:
        settings = client(server.url)
        tokens.access_token(settings)
        tokens.forget(settings)
        tokens.access_token(settings)
    assert len(server.asked) == 2


def test_a_refusal_is_told_in_the_server_s_words_without_our_secrets(tokens, client):
    said = {"error": "invalid_grant", "error_description": f"bad {SECRET} of\r\nkallelse\x1b[1m"}
    with token_server(status=400, body=said) as server:
        words = words_of(tokens, client(server.url, oauth_refresh_token=REFRESH))
    assert words == "127.0.0.1 answered 400: invalid_grant: bad … of …[1m"


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"status": 500, "body": b"<html>"}, "127.0.0.1 answered 500"),
        ({"body": b"[]"}, "127.0.0.1 did not answer with a JSON object"),
        ({"body": b"[" * 60_000}, "127.0.0.1 did not answer with a JSON object"),
        ({"body": b" " * 65_537}, "127.0.0.1 answered more than 64 KiB"),
        ({"body": {"token_type": "Bearer"}}, "the token server gave no access token"),
        ({"body": {**GOOD, "access_token": "a b"}}, "the token server gave no access token"),
        (
            {"body": {**GOOD, "token_type": "mac"}},
            "the token server gave a token of a kind that is not bearer",
        ),
    ],
)
def test_what_is_no_token_is_told_in_words(tokens, client, how, words):
    with token_server(**how) as server:
        assert words_of(tokens, client(server.url)) == words


def test_nobody_is_followed_elsewhere(tokens, client):
    with token_server() as other:
        there = {"Location": other.url}
        with token_server(status=307, body={}, headers=there) as server:
            assert words_of(tokens, client(server.url)) == "127.0.0.1 answered 307"
    assert other.asked == []


def test_a_server_that_drips_is_left_in_time(tokens, client, monkeypatch):
    monkeypatch.setattr(outbound, "SECONDS", 0.4)
    with token_server(drips=True) as server:
        began = monotonic()
        words = words_of(tokens, client(server.url))
        assert monotonic() - began < 3
    assert words == "127.0.0.1 did not answer in 0 seconds"


def test_nobody_there_is_told_in_words(tokens, client):
    words = words_of(tokens, client(f"http://127.0.0.1:{free_port()}/token"))
    assert words == "127.0.0.1: Connection refused"


@pytest.mark.parametrize(
    "url",
    [
        "http://login.example/token",
        "http://127.0.0.1.login.example/token",
        "ftp://127.0.0.1/token",
        "file:///etc/passwd",
        "https://user:password@login.example/token",
        "https:///token",
        "https://login.example:port/token",
        "https://[::1/token",
        "login.example",
    ],
)
def test_a_secret_is_sent_to_https_alone(tokens, client, url):
    assert words_of(tokens, client(url)).startswith("not asked: the address to ask ")


def test_without_a_token_and_without_a_server_the_words_name_the_settings(tokens, client):
    words = "no access token: neither oauth_access_token nor oauth_token_url"
    assert words_of(tokens, client("")) == words


def test_the_first_word_of_xoauth2_names_the_user_and_the_token():
    word = oauth.xoauth2("kallelse@kommun.example", "a-token==")
    assert word == "user=kallelse@kommun.example\x01auth=Bearer a-token==\x01\x01"


@pytest.mark.parametrize(
    ("user", "token"), [("a\x01b", "t"), ("a", "t\x01"), ("å", "t"), ("a", "")]
)
def test_nothing_is_slipped_into_the_first_word(user, token):
    with pytest.raises(Unreachable):
        oauth.xoauth2(user, token)


def test_what_xoauth2_lacks_is_told_at_the_start_all_at_once(tmp_path, monkeypatch):
    monkeypatch.setenv("KALLELSE_SECRET_KEY", "0123456789abcdefghijklmnopqrstuvwxyz")
    wanted = {"smtp_auth": "xoauth2", "imap_auth": "xoauth2"}
    with pytest.raises(SettingsWrong) as told:
        instance.load(tmp_path, **wanted)
    assert told.value.errors == [
        "KALLELSE_SMTP_USER is not set, but KALLELSE_SMTP_AUTH is xoauth2: name the mailbox",
        "KALLELSE_IMAP_USER is not set, but KALLELSE_IMAP_AUTH is xoauth2: name the mailbox",
        "KALLELSE_OAUTH_ACCESS_TOKEN or KALLELSE_OAUTH_TOKEN_URL must be set for xoauth2",
    ]
    users = {"smtp_user": "kallelse", "imap_user": "kallelse"}
    with pytest.raises(SettingsWrong) as told:
        instance.load(tmp_path, **wanted, **users, oauth_token_url="http://login.example/token")
    assert told.value.errors == [
        "KALLELSE_OAUTH_TOKEN_URL must begin with https:// and name a host"
    ]
    good = instance.load(tmp_path, **wanted, **users, oauth_access_token="a-token")
    assert oauth.access_token(good) == "a-token"
