"""What does each command do, and what does it say when it cannot?"""

import re

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from scheduler.model import Account, ApiToken, Letter, Membership, Network, Person
from scheduler.tokens import digest
from tests.factories import a_network, a_person
from tests.web.terminal import ADMINISTRATOR, Terminal
from web import instance
from web.cli import main

NETWORK = b"""
network: {slug: kumla, name: Kumla, language: sv, time_zone: Europe/Stockholm, countries: [SE]}
"""


@pytest.fixture
def terminal(tmp_path):
    return Terminal(tmp_path / "instance")


@pytest.fixture
def ready(terminal, tmp_path):
    terminal.set_up()
    file = tmp_path / "kumla.yaml"
    file.write_bytes(NETWORK)
    terminal.did("apply", str(file))
    return terminal


@pytest.fixture
def stored(ready):
    """Read the instance's database, as the one that serves it would."""

    def read(chosen, *, scalars=True):
        with (
            instance.opened(instance.load(ready.folder)) as database,
            database.reading() as session,
        ):
            rows = session.execute(chosen).all()
            return [row[0] for row in rows] if scalars else rows

    return read


def test_init_makes_settings_secret_and_database_and_prints_one_link(terminal):
    link = terminal.set_up()

    assert re.fullmatch(r"http://127\.0\.0\.1:8000/sign-in/[\w-]{43}", link)
    files = {path.name: path.stat().st_mode & 0o777 for path in terminal.folder.iterdir()}
    assert files == {
        "kallelse.db": 0o600,
        "kallelse.toml": 0o600,
        "secret.key": 0o600,
        "upgrade.lock": 0o600,
    }
    assert terminal.folder.stat().st_mode & 0o777 == 0o700


def test_init_takes_what_options_say(terminal):
    link = terminal.did(
        *("init", "--email", ADMINISTRATOR, "--base-url", "https://moten.kommun.example/"),
        *("--smtp-host", "relay.kommun.example", "--smtp-security", "tls"),
    )
    written = (terminal.folder / "kallelse.toml").read_text(encoding="utf-8").splitlines()[1:]

    assert link.startswith("https://moten.kommun.example/sign-in/")
    assert written == [
        'base_url = "https://moten.kommun.example/"',
        'smtp_host = "relay.kommun.example"',
        'smtp_security = "tls"',
        "smtp_port = 465",
        'mail_domain = "moten.kommun.example"',
    ]


def test_a_second_init_changes_nothing_and_says_what_to_do(terminal):
    terminal.set_up()
    secret = (terminal.folder / "secret.key").read_bytes()
    again = terminal.type("init", "--email", ADMINISTRATOR)

    assert (again.exit_code, again.stdout) == (1, "")
    assert again.stderr == (
        f"kallelse: {terminal.folder} is set up already. Change settings in its kallelse.toml; "
        "let more people in with `kallelse user add`.\n"
    )
    assert (terminal.folder / "secret.key").read_bytes() == secret


def test_init_with_wrong_options_writes_nothing(terminal):
    result = terminal.type("init", "--email", ADMINISTRATOR, "--base-url", "moten.kommun.example")

    assert result.exit_code == 1
    assert result.stderr == "kallelse: KALLELSE_BASE_URL: must begin with http:// or https://\n"
    assert not terminal.folder.exists()


def test_a_wrong_address_is_refused_in_words(terminal):
    result = terminal.type("init", "--email", "anna")

    assert result.exit_code == 1
    assert result.stderr == (
        "kallelse: email: “anna” is not a mail address we can reach. Example: anna@kommun.example\n"
    )


@pytest.mark.parametrize("command", [("run",), ("user", "add", "a@b.example"), ("audit", "verify")])
def test_where_nothing_is_set_up_a_command_says_so(terminal, command):
    role = ("--role", "administrator") if "user" in command else ()
    result = terminal.type(*command, *role)

    assert result.exit_code == 1
    assert result.stderr == (
        f"kallelse: There is no service in {terminal.folder} yet. Run `kallelse init` to set one "
        "up, or name another folder with --dir.\n"
    )


def test_the_folder_may_stand_before_or_after_the_command(ready):
    folder = ["--dir", str(ready.folder)]
    answers = [
        CliRunner().invoke(main, words)
        for words in (
            [*folder, "outbox", "list"],
            ["outbox", *folder, "list"],
            ["outbox", "list", *folder],
        )
    ]
    assert [(one.exit_code, one.stdout, one.stderr) for one in answers] == [(0, "", "")] * 3


@pytest.mark.parametrize(
    "words", [("nothing",), ("doctor", "--loud"), ("token", "add"), ("user", "add", "a@b.example")]
)
def test_wrong_use_ends_with_two(terminal, words):
    assert terminal.type(*words).exit_code == 2


def test_a_role_in_a_network_needs_the_network_and_an_administrator_none(ready):
    alone = ready.type("token", "add", "--role", "member")
    both = ready.type("token", "add", "--role", "administrator", "--network", "kumla")

    assert (alone.exit_code, both.exit_code) == (2, 2)
    assert "The role member belongs to a network: add --network SLUG." in alone.stderr
    assert "An administrator has every network: leave out --network." in both.stderr


def test_token_add_prints_the_token_alone_and_keeps_its_hash(ready, stored):
    token = ready.did("token", "add", "--role", "coordinator", "--network", "kumla")
    [kept] = stored(select(ApiToken))

    assert re.fullmatch(r"[\w-]{43}\n", token)
    assert (kept.role, kept.token_hash) == ("coordinator", digest(token.strip()))


def test_an_unknown_network_is_refused_with_those_there_are(ready):
    result = ready.type("token", "add", "--role", "member", "--network", "kumal")

    assert result.exit_code == 1
    assert result.stderr == (
        "kallelse: --network: There is no network called “kumal”. There are: kumla.\n"
    )


def test_user_add_lets_a_coordinator_into_a_network_and_prints_one_link(ready, stored):
    words = ("user", "add", "eva@kommun.example", "--role", "coordinator", "--network", "kumla")
    first, second = ready.did(*words), ready.did(*words)

    assert first != second
    assert all("/sign-in/" in link for link in (first, second))
    assert len(stored(select(Account))) == 2  # Eva's, and the administrator's
    held = select(Network.slug, Person.email, Membership.role).join_from(
        Membership, Network, Membership.network_id == Network.id
    )
    rows = stored(held.join(Person, Membership.person_id == Person.id), scalars=False)
    assert [tuple(row) for row in rows] == [("kumla", "eva@kommun.example", "coordinator")]


def test_user_add_does_not_change_a_role_that_somebody_has(ready):
    person = ("user", "add", "eva@kommun.example", "--network", "kumla", "--role")
    ready.did(*person, "member")
    result = ready.type(*person, "coordinator")

    assert result.exit_code == 1
    assert result.stderr == (
        "kallelse: --role: eva@kommun.example is member in this network already. "
        "Change it on the members' page.\n"
    )


def test_db_upgrade_says_where_the_database_is(ready):
    assert re.fullmatch(r"The database is at revision \w+\.\n", ready.did("db", "upgrade"))


def test_a_database_of_another_version_is_told_apart(ready):
    database = ready.folder / "kallelse.db"
    database.unlink()
    database.touch()
    result = ready.type("outbox", "list")

    assert result.exit_code == 1
    assert result.stderr == (
        "kallelse: The database belongs to another version. Run `kallelse db upgrade` first.\n"
    )


def test_a_file_that_is_no_database_gives_one_calm_line(ready):
    (ready.folder / "kallelse.db").write_bytes(b"not a database at all, but long enough" * 100)
    result = ready.type("outbox", "list")

    assert result.exit_code == 1
    assert result.stderr == (
        "kallelse: The database could not be used: file is not a database. See `kallelse doctor`.\n"
    )


def test_an_empty_outbox_is_an_empty_list(ready):
    assert ready.json("outbox", "list") == {"items": []}


def test_the_outbox_says_what_the_mail_server_answered_to_what_has_not_left(ready):
    answers = {"queued": "451 4.7.1 Later", "sent": "250 2.0.0 Ok"}
    with (
        instance.opened(instance.load(ready.folder)) as database,
        database.transaction() as session,
    ):
        person = a_person(session, a_network(session, people_=()).id, "bo@nora.example")
        for state, answer in answers.items():
            session.add(
                Letter(key=state, kind="call", state=state, person_id=person.id, answer=answer)
            )
    lines = sorted(ready.did("outbox", "list").splitlines(), key=len)
    assert [line.split("  ")[1:] for line in lines] == [
        ["sent", "call", "bo@nora.example"],
        ["queued", "call", "bo@nora.example", "451 4.7.1 Later"],
    ]


def test_a_mail_to_nobody_ends_as_mail_servers_expect(ready):
    result = ready.type("inbox", stdin=b"From: a@b.example\r\nTo: svar+x@localhost\r\n\r\nYes\r\n")
    assert result.exit_code == 67


def test_a_mail_that_cannot_be_taken_now_is_to_be_tried_again(terminal):
    assert terminal.type("inbox", stdin=b"From: a@b.example\r\n\r\n").exit_code == 75


def test_version_names_itself_and_its_python(terminal):
    assert re.fullmatch(r"Kallelse \d+\.\d+\.\d+ on Python 3\.\d+\.\d+\n", terminal.did("version"))


def test_a_database_that_this_version_does_not_know_is_refused(ready):
    with (ready.folder / "kallelse.toml").open("a", encoding="utf-8") as file:
        file.write('database_url = "postgresql+psycopg://localhost/kallelse"\n')
    result = ready.type("outbox", "list")

    assert result.exit_code == 1
    assert result.stderr == (
        "kallelse: KALLELSE_DATABASE_URL: this version keeps its data in SQLite; "
        "give sqlite:///… or leave it out\n"
    )
