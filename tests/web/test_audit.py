"""Does `audit verify` find what was altered?"""

import sqlite3
from contextlib import closing

import pytest

from tests.web.terminal import Terminal


@pytest.fixture
def terminal(tmp_path):
    made = Terminal(tmp_path / "instance")
    made.set_up()
    return made


@pytest.fixture
def tamper(terminal):
    def write(statement):
        with closing(sqlite3.connect(terminal.folder / "kallelse.db")) as connection:
            connection.execute(statement)
            connection.commit()

    return write


def add_somebody(terminal, number):
    terminal.did("user", "add", f"p{number}@kommun.example", "--role", "administrator")


def test_what_nobody_altered_is_verified_and_the_head_moves_with_each_fact(terminal):
    first = terminal.did("audit", "verify")
    same = terminal.did("audit", "verify")
    add_somebody(terminal, 1)
    later = terminal.did("audit", "verify")

    assert first == same
    assert first.startswith("2 facts, none altered since they were noted. Head: ")
    assert later.startswith("4 facts, none altered since they were noted. Head: ")
    assert later.split()[-1] != first.split()[-1]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET \"by\" = 'person:somebody' WHERE id = 1",
        "UPDATE event SET at = '2020-01-01 00:00:00.000000' WHERE id = 2",
        "DELETE FROM event WHERE id = 1",
        "DELETE FROM event",
    ],
)
def test_an_altered_or_removed_fact_is_found(terminal, tamper, statement):
    terminal.did("audit", "verify")
    tamper("PRAGMA foreign_keys = OFF")
    tamper(statement)
    add_somebody(terminal, 1)
    found = terminal.type("audit", "verify")

    assert found.exit_code == 1
    assert found.stderr.startswith("kallelse: The log of facts was altered: its first 2 facts ")


def test_a_fact_altered_before_anybody_noted_it_is_not_found(terminal, tamper):
    tamper("UPDATE event SET \"by\" = 'person:somebody' WHERE id = 1")
    assert terminal.type("audit", "verify").exit_code == 0


def test_notes_that_cannot_be_read_are_told_and_kept(terminal):
    terminal.did("audit", "verify")
    notes = terminal.folder / "audit.json"
    notes.write_text("[{]", encoding="utf-8")
    found = terminal.type("audit", "verify")

    assert found.exit_code == 1
    assert found.stderr.endswith(
        "cannot be read as notes of this command. Bring it back from a copy.\n"
    )
    assert notes.read_text(encoding="utf-8") == "[{]"
