"""How does a test read a stream that is open?"""

from __future__ import annotations

import threading

SOON = 5.0  # seconds that anything may take here; most take a tenth


class Open:
    """A stream that is read in a thread of its own."""

    def __init__(self, app, path, client=None, **headers):
        self.response = (client or app.test_client()).get(path, headers=headers, buffered=False)
        self.events, self.news = [], threading.Condition()
        self.thread = threading.Thread(target=self._read, daemon=True)
        if self.response.status_code == 200:
            self.thread.start()

    def _read(self):
        for piece in self.response.iter_encoded():
            with self.news:
                self.events.append(piece.decode())
                self.news.notify_all()

    def until(self, count):
        """Wait for so many pieces, and give them."""
        with self.news:
            assert self.news.wait_for(lambda: len(self.events) >= count, SOON), self.events
            return self.events[:count]

    def ended(self):
        self.thread.join(SOON)
        return not self.thread.is_alive()


def parsed(piece):
    """Read one event: its fields, and its data joined."""
    lines = [line.partition(": ") for line in piece.removesuffix("\n\n").split("\n")]
    found = {name.rstrip(":"): value for name, _, value in lines}
    found["data"] = "\n".join(value for name, _, value in lines if name == "data")
    return found
