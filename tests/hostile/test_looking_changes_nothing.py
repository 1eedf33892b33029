"""Does looking change anything? Every address, asked twice by everybody who may look."""

from __future__ import annotations

from typing import Any

from scheduler import clock
from tests.conftest import MONDAY, Clock
from tests.hostile import addresses
from tests.hostile.corpus import HARMLESS
from tests.hostile.village import Village
from tests.inbox.replies import everything

LOOKING = frozenset({"GET", "HEAD"})
SEEN = "seen_at"  # when a browser was last seen: the one thing that looking writes


def rows(village: Village) -> dict[str, list[Any]]:
    """Every row of every table, but for when browsers were seen."""
    found = everything(village.database)
    with village.database.engine.connect() as connection:
        told = connection.exec_driver_sql("PRAGMA table_info(web_session)").all()
    at = [name for _, name, *_ in told].index(SEEN)
    found["web_session"] = [row[:at] + row[at + 1 :] for row in found["web_session"]]
    return found


def test_looking_at_every_address_twice_changes_no_row(tmp_path):
    standing = Clock(MONDAY)
    with clock.told_by(standing):
        village = Village(tmp_path, HARMLESS)
        before, mails = rows(village), len(village.mails)
        bearer = {"Authorization": f"Bearer {village.token}"}
        standing.forward(minutes=20)  # long enough for the browser to be seen anew
        stranger, statuses = village.app.test_client(), set()
        for one in addresses.of(village, LOOKING):
            headers = bearer if one.path.startswith("/api/") else {}
            browser = stranger if headers or "<token>" in one.route else village.browser
            answer = browser.open(one.path, method=one.method, headers=headers)
            statuses.add(answer.status_code)
            if "<token>" in one.route:
                assert "Set-Cookie" not in answer.headers or one.route == "/sign-in/<token>", one
        assert statuses <= {200, 303, 404, 422, 503}
        assert rows(village) == before
        village.settle()
        assert len(village.mails) == mails
        village.database.close()
