"""Does looking change anything? Every address, asked twice by everybody who may look."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from scheduler import clock
from scheduler.model import Feed
from tests.conftest import MONDAY, Clock
from tests.hostile import addresses
from tests.hostile.corpus import HARMLESS
from tests.hostile.village import Village
from tests.inbox.replies import everything

LOOKING = frozenset({"GET", "HEAD"})
# All that looking writes: when a browser was last seen, when and by what a calendar was fetched.
SEEN = {"web_session": {"seen_at"}, "feed": {"fetched_at", "fetched_by"}}


def rows(village: Village) -> dict[str, list[Any]]:
    """Every row of every table, but for what looking writes."""
    found = everything(village.database)
    for table, seen in SEEN.items():
        with village.database.engine.connect() as connection:
            told = connection.exec_driver_sql(f"PRAGMA table_info({table})").all()
        kept = [place for place, name, *_ in told if name not in seen]
        assert len(kept) == len(told) - len(seen)
        found[table] = [tuple(row[place] for place in kept) for row in found[table]]
    return found


def fetched(village: Village) -> list[tuple[datetime | None, str]]:
    """When and by what each calendar was fetched; one of the village's two is looked at."""
    with village.database.reading() as session:
        found = select(Feed.fetched_at, Feed.fetched_by).order_by(Feed.fetched_by.desc())
        return [(at, by) for at, by in session.execute(found)]


def test_looking_at_every_address_twice_changes_no_row(tmp_path):
    standing = Clock(MONDAY)
    with clock.told_by(standing):
        village = Village(tmp_path, HARMLESS)
        standing.forward(minutes=20)  # long enough for the browser to be seen anew
        village.settle()
        before, mails = rows(village), len(village.mails)
        bearer = {"Authorization": f"Bearer {village.token}"}
        stranger, statuses = village.app.test_client(), set()
        for one in addresses.of(village, LOOKING):
            headers = bearer if one.path.startswith("/api/") else {}
            browser = stranger if headers or "<token>" in one.route else village.browser
            answer = browser.open(one.path, method=one.method, headers=headers)
            statuses.add(answer.status_code)
            if "<token>" in one.route:
                assert "Set-Cookie" not in answer.headers or one.route == "/sign-in/<token>", one
        assert statuses <= {200, 303, 404, 409, 422, 503}
        assert rows(village) == before
        assert fetched(village) == [(standing.at, "Werkzeug"), (None, "")]
        village.settle()
        assert len(village.mails) == mails
        village.database.close()
