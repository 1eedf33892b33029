"""What do tests of injects by mail share? A run that can be steered, and the mails that left."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.model import Letter
from tests.exercises import a_prepared_run


@pytest.fixture
def run(time, database, settle, sender):
    """A run that can begin; C1 comes after a minute, C2 by mail half a minute later."""
    with database.transaction() as session:
        made = a_prepared_run(session).id
    settle()
    sender.take()
    return made


@pytest.fixture
def act(database, run, settle):
    """Do something with the run, and let what follows happen."""

    def done(service, *args, by=SYSTEM, **how):
        with database.transaction() as session:
            made = service(session, run, *args, by=by, **how)
        settle()
        return made

    return done


@pytest.fixture
def quietly(database, run):
    """Do something with the run; what follows from it waits for the next `act`."""

    def done(service, *args, **how):
        with database.transaction() as session:
            return service(session, run, *args, by=SYSTEM, **how)

    return done


@pytest.fixture
def mails(sender):
    """Take the mails that have left: (address, subject) in the order of the addresses."""

    def taken():
        return sorted((one.recipient, one.mail["Subject"]) for one in sender.take())

    return taken


@pytest.fixture
def letters(database):
    """How the letters of injects stand: (state, reason), by when they were written."""

    def found():
        with database.reading() as session:
            asked = select(Letter.state, Letter.reason).where(Letter.kind == "inject")
            return [tuple(one) for one in session.execute(asked.order_by(Letter.key))]

    return found


@pytest.fixture
def go(time, settle):
    """Let time go on with a service that looks now and then."""

    def on(seconds):
        for _ in range(seconds // 10):
            time.forward(seconds=10)
            settle()

    return on
