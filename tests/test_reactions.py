"""Is the table of reactions whole, and does each handler say what it does?"""

from __future__ import annotations

import inspect

import pytest
from sqlalchemy import select

from scheduler import dispatch, events, jobs
from scheduler.dispatch import on, table
from scheduler.events import Event, MeetingCancelled, MeetingMoved
from scheduler.handlers import mail
from scheduler.model import EventRow
from scheduler.reactions import REACTIONS
from tests.factories import a_called_meeting

HANDLERS = sorted({handler for line in REACTIONS.values() for handler in line}, key=str)


def _kinds() -> set[type[Event]]:
    # slots=True makes a second class: only what the module names counts.
    return {
        kind
        for kind in vars(events).values()
        if isinstance(kind, type) and issubclass(kind, Event) and kind is not Event
    }


def test_every_fact_is_listed_and_stands_in_the_table():
    assert set(events.FACTS) == _kinds()
    assert set(REACTIONS) == _kinds()


@pytest.mark.parametrize("handler", HANDLERS, ids=dispatch.name_of)
def test_every_handler_says_in_one_line_what_it_does(handler):
    assert (inspect.getdoc(handler) or "").splitlines()[0].endswith(".")


@pytest.mark.parametrize("job", [*jobs.WITHIN.values(), *jobs.OUTSIDE.values()], ids=str)
def test_every_job_says_what_it_does(job):
    assert inspect.getdoc(job)


def test_no_two_handlers_share_a_name():
    assert len({dispatch.name_of(handler) for handler in HANDLERS}) == len(HANDLERS)


def test_a_table_without_a_fact_is_refused():
    with pytest.raises(ValueError, match="MeetingMoved"):
        table(on(MeetingCancelled, mail.send_cancellation))
    assert MeetingMoved in REACTIONS


def test_a_fact_comes_back_from_its_row_as_it_was(time, database):
    a_called_meeting(database)
    with database.reading() as session:
        rows = session.scalars(select(EventRow)).all()
        facts = [dispatch.from_json(row) for row in rows]
    assert [type(fact).__name__ for fact in facts] == [row.kind for row in rows]
    assert [dispatch.to_json(fact) for fact in facts] == [row.body for row in rows]
