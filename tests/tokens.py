"""A token server on loopback (RFC 6749 3.2) that answers as the test says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qsl

GOOD = {"access_token": "a-token", "token_type": "Bearer", "expires_in": 3600}


@dataclass
class TokenServer:
    """What it was asked, and what it answers: `body` is JSON unless it is bytes."""

    status: int = 200
    body: Any = field(default_factory=lambda: dict(GOOD))
    headers: dict[str, str] = field(default_factory=dict)
    drips: bool = False
    asked: list[dict[str, str]] = field(default_factory=list)
    url: str = ""
    ended: Event = field(default_factory=Event)


@contextmanager
def token_server(**how: Any) -> Iterator[TokenServer]:
    """Run one; its address is `url`."""
    it = TokenServer(**how)

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = self.rfile.read(int(self.headers["Content-Length"])).decode()
            it.asked.append(dict(parse_qsl(form)))
            body = it.body if isinstance(it.body, bytes) else json.dumps(it.body).encode()
            self.send_response(it.status)
            for name, value in it.headers.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(OSError):
                while it.drips and not it.ended.wait(0.05):
                    self.wfile.write(b" ")
                self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.daemon_threads = True
    it.url = f"http://127.0.0.1:{server.server_port}/token"
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield it
    finally:
        it.ended.set()
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
