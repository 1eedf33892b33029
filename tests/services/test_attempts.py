"""How often may somebody try to sign in, and who is never locked out?"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from scheduler import tokens
from scheduler.actor import SYSTEM
from scheduler.inputs.access import AccountInput
from scheduler.model import EventRow, SignInAttempt
from scheduler.services import accounts, attempts

EVA = "eva@lan.example"


@pytest.fixture
def eva(database, time):
    """The id of Eva's account."""
    with database.transaction() as session:
        account, _ = accounts.open_account(session, plan=AccountInput(email=EVA), by=SYSTEM)
    return account.id


def fail(database, who=EVA, origin="here"):
    with database.transaction() as session:
        return accounts.try_password(session, email=who, origin=origin)


def kinds(session):
    return list(session.scalars(select(EventRow.kind).order_by(EventRow.id)))


def test_tries_at_the_same_moment_never_get_past_the_limit(database, eva):
    def attempt(_):
        try:
            fail(database)
        except attempts.TooManyTries:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(30))) == 10


def test_guesses_from_many_places_are_at_most_sixty_a_day(database, eva, time):
    looked_at = 0
    for number in range(400):
        try:
            fail(database, origin=f"place {number % 200}")
            looked_at += 1
        except attempts.TooManyTries:
            time.forward(minutes=1)
    assert looked_at == 60


def test_a_stranger_cannot_lock_somebody_out_of_where_they_signed_in_before(database, eva):
    tried = fail(database, origin="at work")
    with database.transaction() as session:
        accounts.sign_in(session, tried, proven=True)
    for number in range(10):
        fail(database, origin=f"place {number}")
    with pytest.raises(attempts.TooManyTries):
        fail(database, origin="elsewhere")
    assert fail(database, origin="at work").account_id == eva


def test_guessing_many_accounts_from_one_place_is_stopped_there(database, eva):
    for number in range(10):
        fail(database, who=f"person{number}@lan.example", origin="one place")
    with pytest.raises(attempts.TooManyTries):
        fail(database, who="another@lan.example", origin="one place")
    assert fail(database, who="another@lan.example", origin="another place").account_id is None


def test_good_tries_cost_nothing(database, eva, time):
    for _ in range(30):
        tried = fail(database)
        with database.transaction() as session:
            accounts.sign_in(session, tried, proven=True)


def test_links_have_a_budget_of_their_own(database, eva):
    for _ in range(10):
        fail(database)
    with database.transaction() as session:
        accounts.request_link(session, email=EVA, origin="here")
        assert kinds(session)[-1] == "SignInLinkRequested"


def test_one_address_is_mailed_at_most_five_links_in_five_minutes(database, eva, time):
    def ask(number):
        with database.transaction() as session:
            accounts.request_link(session, email=EVA, origin=f"place {number}")

    for number in range(5):
        ask(number)
    with pytest.raises(attempts.TooManyTries):
        ask(6)
    time.forward(minutes=5)
    ask(7)


def test_tries_are_kept_as_hashes_and_for_thirty_days(database, eva, time):
    fail(database)
    with database.reading() as session:
        kept = session.scalars(select(SignInAttempt)).one()
        assert kept.who == tokens.digest(EVA)
    time.forward(days=31)
    fail(database, who="another@lan.example")
    with database.reading() as session:
        whose = session.scalars(select(SignInAttempt.who)).all()
    assert whose == [tokens.digest("another@lan.example")]
