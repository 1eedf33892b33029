"""What can be done about signing in?"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select

from scheduler import tokens
from scheduler.actor import SYSTEM, Actor, NotAllowed
from scheduler.errors import NotFound
from scheduler.inputs.access import AccountInput, OwnInput
from scheduler.model import (
    Account,
    ApiToken,
    EventRow,
    Person,
    SignInAttempt,
    SignInLink,
    WebSession,
)
from scheduler.services import accounts, sessions
from tests.factories import PEOPLE, a_network

EVA = "eva@lan.example"
STRANGER = Actor(kind="person")


@pytest.fixture
def eva(database, time):
    """The id of Eva's account."""
    with database.transaction() as session:
        account, _ = accounts.open_account(session, plan=AccountInput(email=EVA), by=SYSTEM)
    return account.id


def own(session, account_id):
    account = session.get_one(Account, account_id)
    return sessions.actor(account, {})


def kinds(session):
    return list(session.scalars(select(EventRow.kind).order_by(EventRow.id)))


def fail(database, who=EVA, origin="here"):
    with database.transaction() as session:
        return accounts.try_password(session, email=who, origin=origin)


def test_an_account_for_somebody_new_makes_the_person_too(database, time):
    with database.transaction() as session:
        plan = AccountInput(email="Eva@Lan.example", name="Eva Ek", administrator=True)
        account, _ = accounts.open_account(session, plan=plan, by=SYSTEM)
        person = account.person
        assert (person.name, person.email, person.email_key) == (
            "Eva Ek",
            "Eva@lan.example",
            "eva@lan.example",
        )
        assert account.administrator
        assert kinds(session) == ["PersonAdded", "AccountOpened"]


def test_an_account_for_a_member_is_that_persons(database, time):
    with database.transaction() as session:
        a_network(session)
        account, _ = accounts.open_account(
            session, plan=AccountInput(email=PEOPLE[0].upper()), by=SYSTEM
        )
        assert (account.person.email, account.administrator) == (PEOPLE[0], False)


def test_opening_an_account_twice_gives_a_second_link_and_changes_nothing(database, eva):
    with database.transaction() as session:
        again, token = accounts.open_account(session, plan=AccountInput(email=EVA), by=SYSTEM)
        assert again.id == eva
        assert accounts.link_is_open(session, token)
        assert kinds(session) == ["PersonAdded", "AccountOpened"]
        assert session.scalar(select(func.count()).select_from(Person)) == 1


def test_an_administrator_stays_one_and_a_member_can_become_one(database, eva):
    with database.transaction() as session:
        for administrator in (True, False):
            plan = AccountInput(email=EVA, administrator=administrator)
            assert accounts.open_account(session, plan=plan, by=SYSTEM)[0].administrator
        assert kinds(session).count("AccountOpened") == 2


def test_a_closed_account_opens_again(database, eva, time):
    with database.transaction() as session:
        session.get_one(Account, eva).closed_at = time()
        account, _ = accounts.open_account(session, plan=AccountInput(email=EVA), by=SYSTEM)
        assert (account.id, account.closed_at) == (eva, None)


def test_only_those_who_may_open_accounts_and_make_tokens(database, time):
    with database.transaction() as session:
        network = a_network(session).id
        convenor = Actor(kind="person", roles={network: frozenset({"convenor"})})
        for actor in (STRANGER, convenor):
            with pytest.raises(NotAllowed):
                accounts.open_account(session, plan=AccountInput(email=EVA), by=actor)
            with pytest.raises(NotAllowed):
                accounts.make_token(session, role="administrator", by=actor)


def test_a_link_is_stored_as_its_hash_alone(database, eva, time):
    with database.transaction() as session:
        token = accounts.mint_link(session, eva)
        stored = session.scalars(
            select(SignInLink).where(SignInLink.token_hash == tokens.digest(token))
        ).one()
        assert stored.expires_at == time() + timedelta(minutes=15)
        assert len(token) == 43


def test_a_link_that_is_used_at_the_same_moment_in_ten_places_opens_one_session(database, eva):
    with database.transaction() as session:
        token = accounts.mint_link(session, eva)

    def redeem(_):
        try:
            with database.transaction() as session:
                accounts.redeem_link(session, token=token)
        except accounts.LinkIsSpent:
            return False
        return True

    with ThreadPoolExecutor(10) as pool:
        assert sorted(pool.map(redeem, range(10))) == [False] * 9 + [True]
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(WebSession)) == 1
        assert kinds(session)[-1] == "SignedIn"


def test_a_link_for_an_unknown_address_leaves_only_the_counted_try(database, eva):
    with database.transaction() as session:
        before = kinds(session)
        accounts.request_link(session, email="nobody@lan.example", origin="here")
    with database.reading() as session:
        assert kinds(session) == before
        assert session.scalar(select(func.count()).select_from(SignInAttempt)) == 1


def test_known_and_unknown_addresses_cost_the_same_statements(database, eva):
    def statements(ask, email):
        said = []
        listener = lambda *args: said.append(args[2].split(" ", 1)[0])  # noqa: E731
        event.listen(database.engine, "before_cursor_execute", listener)
        with database.transaction() as session:
            ask(session, email=email, origin="here")
        event.remove(database.engine, "before_cursor_execute", listener)
        return [word for word in said if word in {"SELECT", "INSERT", "UPDATE", "DELETE"}]

    for ask in (accounts.request_link, accounts.try_password):
        assert statements(ask, EVA) == statements(ask, "nobody@lan.example")


def test_a_wrong_try_begins_nothing(database, eva):
    tried = fail(database)
    with database.transaction() as session, pytest.raises(accounts.WrongCredentials):
        accounts.sign_in(session, tried, proven=False)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(WebSession)) == 0


def test_saving_ones_settings_unchanged_is_no_change(database, eva):
    with database.transaction() as session:
        me = own(session, eva)
        person = session.get_one(Account, eva).person
        same = OwnInput(name=person.name, language="sv", time_zone=person.time_zone)
        accounts.change_own(session, eva, plan=same, by=me)
        assert "PersonChanged" not in kinds(session)
        accounts.change_own(session, eva, plan=same.model_copy(update={"name": "Eva"}), by=me)
        assert kinds(session)[-1] == "PersonChanged"


def test_nobody_changes_anothers_settings_or_password(database, eva):
    plan = OwnInput(name="Not Eva", language="sv", time_zone="Europe/Oslo")
    with database.transaction() as session:
        with pytest.raises(NotFound):
            accounts.change_own(session, eva, plan=plan, by=STRANGER)
        with pytest.raises(NotFound):
            accounts.set_password(session, eva, password_hash="x", by=STRANGER)


@pytest.mark.parametrize("role", ["coordinator", "facilitator", "member"])
def test_a_token_acts_in_its_role_in_its_network_alone(database, time, role):
    with database.transaction() as session:
        network = a_network(session).id
        made, token = accounts.make_token(session, role=role, network_id=network, by=SYSTEM)
        actor = accounts.actor_of_token(session, token)
        assert actor == Actor(kind="token", id=made.id, roles={network: frozenset({role})})
        assert kinds(session)[-1] == "TokenMade"
        assert session.scalars(select(ApiToken.token_hash)).one() == tokens.digest(token)


def test_an_administrators_token_acts_everywhere(database, time):
    with database.transaction() as session:
        _, token = accounts.make_token(session, role="administrator", by=SYSTEM)
        actor = accounts.actor_of_token(session, token)
        assert actor is not None
        assert actor.may("network:create")


def test_an_unknown_or_revoked_token_is_nobodys(database, time):
    with database.transaction() as session:
        made, token = accounts.make_token(session, role="administrator", by=SYSTEM)
        made.revoked_at = time()
        session.flush()
        assert accounts.actor_of_token(session, token) is None
        assert accounts.actor_of_token(session, "unknown") is None
        assert accounts.actor_of_token(session, "") is None


def test_a_token_of_no_role_or_of_no_network_is_refused(database, time):
    with database.transaction() as session:
        with pytest.raises(accounts.UnknownRole):
            accounts.make_token(session, role="king", by=SYSTEM)
        with pytest.raises(accounts.RoleNeedsNetwork):
            accounts.make_token(session, role="coordinator", by=SYSTEM)
