"""When is a fetch of a calendar written down?"""

from datetime import timedelta

import pytest

from scheduler.model import Feed
from scheduler.services import fetches
from tests.conftest import MONDAY


@pytest.mark.parametrize(
    ("minutes", "program", "news"),
    [
        (0, "Thunderbird", False),
        (14, "Thunderbird", False),
        (15, "Thunderbird", True),
        (0, "Outlook", True),
        (1, "", True),
    ],
)
def test_a_fetch_is_news_after_a_quarter_of_an_hour_or_from_another_program(
    time, minutes, program, news
):
    time.forward(minutes=minutes)
    assert fetches.is_news(MONDAY, "Thunderbird", program) is news


def test_the_first_fetch_is_news(time):
    assert fetches.is_news(None, "", "") is True


def test_a_fetch_is_written_to_its_own_address_alone(database, time):
    with database.transaction() as session:
        rows = [Feed(kind="network", token_hash=mark) for mark in ("a", "b")]
        session.add_all(rows)
    time.forward(minutes=3)
    with database.hasty() as session:
        fetches.noted(session, rows[0].id, "Thunderbird")
    with database.reading() as session:
        found = {row.token_hash: (row.fetched_at, row.fetched_by) for row in session.query(Feed)}
    assert found == {"a": (MONDAY + timedelta(minutes=3), "Thunderbird"), "b": (None, "")}
