"""Does the log keep quiet about people, words and secrets, also when everything breaks?"""

from __future__ import annotations

import io
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import text

from scheduler import clock, inbox
from scheduler.actor import SYSTEM
from scheduler.database import Database
from scheduler.delivery import Post
from scheduler.engine.local import LocalEngine
from scheduler.ports import Temporary
from scheduler.render import Renderer
from scheduler.services import meetings
from scheduler.tokens import PERSONAL_PATHS
from tests.conftest import MONDAY, Clock
from tests.factories import a_meeting, a_network
from tests.fakes import FakeSender
from tests.hostile import reading
from tests.hostile.village import ANNA, Village
from tests.inbox.replies import a_reply
from web.logs import FORMAT, Masked

PLANTED = "Plantskolan"
SECRETS = ("hemligt lösenord här", "Zm9yZ2VkLXRva2VuLW9mLW5vYm9keS1hdC1hbGw0MzIx")


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that every logger says at DEBUG, as the service writes it."""
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    handler.setFormatter(Masked(FORMAT))
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield said
    root.setLevel(before)
    root.removeHandler(handler)


@pytest.fixture
def place(log, tmp_path) -> Iterator[Village]:
    standing = Clock(MONDAY)
    with clock.told_by(standing):
        made = Village(tmp_path, PLANTED)
        yield made
        made.database.close()


def markers(village: Village) -> list[str]:
    """What must never be said: words, addresses, tokens; ids may be."""
    return [PLANTED, "anna@", "bo@", "svar+", *SECRETS, *village.tokens.values(), village.token]


def found(said: str, village: Village) -> list[str]:
    return [line for line in said.splitlines() if any(one in line for one in markers(village))]


def stranger_knocks(village: Village) -> None:
    """Try what strangers try: wrong passwords, invented tokens, cut links, broken bodies."""
    client, (password, token) = village.app.test_client(), SECRETS
    page = client.get("/sign-in").text
    mark = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    client.post("/sign-in", data={"email": ANNA, "password": password, "csrf_token": mark})
    for door in PERSONAL_PATHS:
        path = f"/{door}/{token}"
        assert client.get(path).status_code in {404, 410}
        client.post(path, data={"comment": PLANTED})
    client.get(f"/feeds/{token}.ics")
    bearer = {"Authorization": f"Bearer {token}"}
    assert client.get("/api/v1/networks", headers=bearer).status_code == 401
    own = {"Authorization": f"Bearer {village.token}"}
    client.post("/api/v1/networks", data=f'{{"name": "{PLANTED}', headers=own)


def test_nothing_is_said_of_people_words_or_secrets_in_any_flow(log, place, capfd):
    reading.read(place)
    stranger_knocks(place)
    logging.getLogger("scheduler").debug("the log is heard")
    assert "DEBUG scheduler: the log is heard" in log.getvalue()
    assert found(log.getvalue(), place) == []
    assert found("".join(capfd.readouterr()), place) == []
    numbers = place.app.test_client().get("/metrics")
    assert (numbers.status_code, found(numbers.text, place)) == (200, [])


class FailingSender(FakeSender):
    """A mail server that fails in its own words, and once in a way that nobody foresaw."""

    def send(self, sender: str, recipient: str, raw: bytes) -> str:
        super().send(sender, recipient, raw)
        if len(self.tried) % 2:
            raise RuntimeError(f"{recipient}: {PLANTED}")
        raise Temporary("451 later")


class BreakingRenderer(Renderer):
    """Cannot write a single letter, and says whose."""

    def letter(self, session, letter, change=None):
        raise ValueError(f"{session} {change} {letter.person.name} <{letter.person.email}>")


def test_letters_that_cannot_be_written_or_sent_are_told_without_a_name(log, place):
    with place.database.transaction() as session:
        network = a_network(session, slug="annat", people_=[ANNA, "dan@kumla.example"])
    for renderer in (Renderer, BreakingRenderer):
        with place.database.transaction() as session:
            meeting = a_meeting(session, network.id, title=PLANTED)
            meetings.call(session, meeting.id, by=SYSTEM)
        post = Post(place.database, renderer(place.settings, place.keys), FailingSender())
        LocalEngine(post).settle()
    with place.database.reading() as session:
        errors = set(session.scalars(text("SELECT error FROM due WHERE error != ''")))
    assert errors == {"451 later", "RuntimeError", "ValueError"}
    assert found(log.getvalue(), place) == []


def test_a_broken_database_is_told_of_without_what_was_asked_of_it(log, place, capfd):
    called = next(mail for mail in place.mails if mail.method == "REQUEST")
    with closing(sqlite3.connect(place.settings.dir / "kallelse.db")) as plain:
        for table in ("reply", "meeting_change", "letter", "attendance"):
            plain.execute(f"DROP TABLE {table}")
    door = (place.database, place.keys, place.settings)
    assert inbox.take(*door, a_reply(called, comment=PLANTED), "") is inbox.Outcome.LATER
    typed = {"answer": "accepted", "comment": PLANTED}
    answer = place.app.test_client().post(f"/r/{place.tokens['r']}", data=typed)
    assert answer.status_code == 500
    assert place.browser.get(f"/meetings/{place.meetings['called']}").status_code == 500
    bearer = {"Authorization": f"Bearer {place.token}"}
    path = f"/api/v1/meetings/{place.meetings['called']}/invitations/{place.ids['invitation']}"
    program = place.app.test_client()
    broken = program.post(f"{path}/reply", json=typed, headers=bearer)
    assert (broken.status_code, broken.mimetype) == (500, "application/problem+json")
    said = log.getvalue()
    assert said.count("OperationalError") == 4
    assert found(said + answer.text + broken.text, place) == []
    assert found("".join(capfd.readouterr()), place) == []


def test_errors_of_the_database_hold_no_values(settings):
    database = Database(settings.database)
    with pytest.raises(Exception, match="no such table") as failure, database.reading() as session:
        session.execute(text("SELECT * FROM nobody WHERE name = :name"), {"name": PLANTED})
    database.close()
    assert PLANTED not in str(failure.value)
