"""Does every answer carry the headers that keep browsers safe, errors and files included?"""

from __future__ import annotations

import pytest
from flask import Blueprint, request

from scheduler.config import Settings
from tests.conftest import SECRET
from web import rules, statics, views
from web.application import create_app

broken = Blueprint("broken", __name__)
PATHS = ("/sign-in", "/settings", "/none", "/broken", "/api/v1/networks", "/healthz")
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'"
)


@broken.get("/broken")
@rules.public("breaks")
def break_():
    raise ValueError("broken")


@pytest.fixture
def served(tmp_path, database, monkeypatch):
    monkeypatch.setattr("web.application.BLUEPRINTS", [*views.BLUEPRINTS, broken])

    def serve(**more):
        return create_app(Settings(dir=tmp_path, secret_key=SECRET, **more), database)

    return serve


def test_every_answer_says_what_browsers_may_do_with_it(served):
    client = served().test_client()
    for path in (*PATHS, statics.address("app.css")):
        headers = client.get(path, buffered=True).headers
        assert headers["Content-Security-Policy"] == CONTENT_POLICY, path
        assert headers["Referrer-Policy"] == "no-referrer", path
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", path
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin", path


def test_no_answer_but_a_static_file_is_kept_by_anybody(served):
    client = served().test_client()
    for path in PATHS:
        headers = client.get(path).headers
        assert headers["Cache-Control"] == "no-store", path
        assert {"Cookie", "HX-Request"} <= {part.strip() for part in headers["Vary"].split(",")}


def test_over_https_browsers_are_told_to_stay_there(served):
    secure = served(base_url="https://kallelse.example").test_client()
    plain = served().test_client()
    said = [
        client.get(path, buffered=True).headers.get("Strict-Transport-Security")
        for client in (secure, plain)
        for path in ("/sign-in", "/broken", statics.address("app.css"))
    ]
    assert said == ["max-age=31536000; includeSubDomains"] * 3 + [None] * 3


def test_over_https_cookies_are_bound_to_the_host(served):
    app = served(base_url="https://kallelse.example")
    answer = app.test_client().get("/sign-in", base_url="https://kallelse.example")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-kallelse-page=")
    assert {part.strip() for part in cookie.split(";")[1:]} == {
        "Secure",
        "HttpOnly",
        "Path=/",
        "SameSite=Lax",
    }


@pytest.mark.parametrize(
    ("proxies", "chain", "seen"),
    [
        (0, "10.9.9.9", "127.0.0.1"),
        (1, "10.9.9.9", "10.9.9.9"),
        (1, "6.6.6.6, 10.9.9.9", "10.9.9.9"),
        (2, "6.6.6.6, 10.9.9.9, 10.0.0.1", "10.9.9.9"),
    ],
)
def test_a_forwarded_address_is_believed_of_the_trusted_proxies_alone(
    served, monkeypatch, proxies, chain, seen
):
    asked = []
    app = served(trusted_proxies=proxies)
    app.before_request_funcs.setdefault(None, []).insert(
        0, lambda: asked.append(request.remote_addr)
    )
    app.test_client().get("/healthz", headers={"X-Forwarded-For": chain})
    assert asked == [seen]
