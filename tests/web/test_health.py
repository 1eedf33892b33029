"""Does the service say truly whether it is alive and ready, and to whom how much waits?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from scheduler import due
from tests.conftest import MONDAY
from tests.factories import a_called_meeting
from web import migrating
from web.session import Parts


@pytest.fixture
def level(monkeypatch):
    """The database's revision, as if it were the newest."""
    monkeypatch.setattr(migrating, "level", lambda _: migrating.newest())


def test_a_process_that_answers_is_alive(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.data) == (200, b"ok\n")


def test_a_service_whose_clock_ticks_is_ready(app, client, level):
    app.extensions["kallelse"].heartbeat = lambda: MONDAY - timedelta(minutes=1)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json) == (
        200,
        {
            "ready": True,
            "database": True,
            "migrations": True,
            "clock": True,
            "oldest_due_seconds": 0,
        },
    )


def test_a_service_whose_clock_stands_is_not_ready(app, client, level):
    app.extensions["kallelse"].heartbeat = lambda: MONDAY - timedelta(minutes=4)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["clock"]) == (503, False)


def test_pages_without_a_clock_say_that_they_have_none(app, client, level):
    assert isinstance(app.extensions["kallelse"], Parts)
    assert client.get("/readyz").json["clock"] is None


def test_a_database_of_another_version_is_not_ready(client, monkeypatch):
    monkeypatch.setattr(migrating, "level", lambda _: "another")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["migrations"]) == (503, False)


def test_a_database_that_cannot_be_read_is_not_ready(client, database):
    with database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE due")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json) == (503, {"ready": False, "database": False})


def test_readiness_tells_how_long_work_has_waited(client, database, level):
    with database.transaction() as session:
        due.add(
            session,
            kind="react",
            lane="reactions",
            key="test",
            due_at=MONDAY - timedelta(seconds=90),
        )
    assert client.get("/readyz").json["oldest_due_seconds"] == 90


def test_metrics_count_what_waits_and_letters_by_state(client, database, settle):
    a_called_meeting(database)
    settle()
    lines = client.get("/metrics").get_data(as_text=True).splitlines()
    assert 'kallelse_letters{state="sent"} 2' in lines
    assert "kallelse_due_oldest_seconds 0" in lines


@pytest.mark.parametrize(
    "asked",
    [
        {"environ_base": {"REMOTE_ADDR": "10.0.0.7"}},
        {"headers": {"X-Forwarded-For": "127.0.0.1"}},
        {"headers": {"Forwarded": "for=127.0.0.1"}},
    ],
)
def test_metrics_are_for_the_machine_itself(client, asked):
    assert client.get("/metrics", **asked).status_code == 404
