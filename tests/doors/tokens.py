"""A token server on loopback: gives one access token, and tells the mail server whose it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.smtp import HOST

TOKEN, SECRET = "an-access-token", "a-client-secret"


class Answers(BaseHTTPRequestHandler):
    """RFC 6749 4.4 for the service, and the question that Dovecot asks about a token."""

    user = ""

    def do_POST(self) -> None:  # http.server calls it so
        asked = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        granted = asked.get("client_secret") == [SECRET]
        token = {"access_token": TOKEN, "token_type": "Bearer", "expires_in": 3600}
        self._answer(200 if granted else 401, token if granted else {})

    def do_GET(self) -> None:  # http.server calls it so
        given = parse_qs(urlsplit(self.path).query).get("access_token")
        self._answer(200 if given == [TOKEN] else 401, {"user": self.user})

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def _answer(self, status: int, told: Any) -> None:
        raw = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)


@contextmanager
def serving(port: int, user: str) -> Iterator[None]:
    """Serve; the token is `user`'s."""
    Answers.user = user
    with HTTPServer((HOST, port), Answers) as server:
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield
        server.shutdown()
        thread.join()
