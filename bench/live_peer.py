"""A peer for live pages: the plainest server of events that Python's threads make, in memory.

It knows no database, no groups and no languages: POST /tell gives its body to all who listen.
"""

from __future__ import annotations

import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Peer(ThreadingHTTPServer):
    """Remembers what was told last."""

    daemon_threads = True
    request_queue_size = 1024

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), Listener)
        self.news = threading.Condition()
        self.told: tuple[int, bytes] = (0, b"")


class Listener(BaseHTTPRequestHandler):
    """One connection with a thread of its own."""

    server: Peer

    def do_GET(self) -> None:
        """Send what is told, until nobody reads."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        number = 0
        while True:
            with self.server.news:
                self.server.news.wait_for(lambda known=number: self.server.told[0] > known)  # type: ignore[misc]
                number, words = self.server.told
            self.wfile.write(words)
            self.wfile.flush()

    def do_POST(self) -> None:
        """Tell all."""
        words = self.rfile.read(int(self.headers["Content-Length"]))
        with self.server.news:
            self.server.told = (self.server.told[0] + 1, words)
            self.server.news.notify_all()
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


if __name__ == "__main__":
    Peer(int(sys.argv[1])).serve_forever()
