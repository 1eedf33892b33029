"""Does a backup bring everything back, and does bringing it back mail nobody?"""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import func, select

from scheduler.actor import SYSTEM
from scheduler.clock import now
from scheduler.delivery import Post
from scheduler.engine.local import LocalEngine
from scheduler.model import DueRow, Letter, Network
from scheduler.render import Renderer
from scheduler.services import meetings
from tests.factories import a_meeting, a_network
from tests.web.terminal import Terminal
from web import instance
from web.lock import service_lock


@pytest.fixture
def terminal(tmp_path):
    made = Terminal(tmp_path / "instance")
    made.set_up()
    return made


@pytest.fixture
def settings(terminal):
    return instance.load(terminal.folder)


@pytest.fixture
def database(settings):
    with instance.opened(settings) as opened:
        yield opened


@pytest.fixture
def engine(database, settings, sender):
    return LocalEngine(Post(database, Renderer(settings, instance.keys(settings)), sender))


@pytest.fixture
def backup(terminal, tmp_path):
    def make():
        terminal.did("backup", str(tmp_path / "monday.db"))
        return str(tmp_path / "monday.db")

    return make


def call_a_meeting(database, **plan):
    with database.transaction() as session:
        network = a_network(session)
        meeting = a_meeting(session, network.id, **plan)
        meetings.call(session, meeting.id, by=SYSTEM)


def states(database):
    with database.reading() as session:
        return sorted(session.scalars(select(Letter.state)))


def test_a_backup_is_made_beside_a_running_service_and_says_what_it_lacks(
    terminal, settings, database, backup, tmp_path
):
    with database.transaction() as session:
        a_network(session)
    with service_lock(settings).acquire(patience=0):
        backup()

    with closing(sqlite3.connect(tmp_path / "monday.db")) as made:
        assert made.execute("SELECT slug FROM network").fetchall() == [("lan",)]
    assert (tmp_path / "monday.db").stat().st_mode & 0o777 == 0o600
    again = terminal.type("backup", str(tmp_path / "tuesday.db"))
    assert "without the secret no link in mails already sent will work" in again.stderr


def test_a_backup_never_overwrites(terminal, backup):
    file = backup()
    again = terminal.type("backup", file)
    assert (again.exit_code, again.stderr) == (
        1,
        f"kallelse: {file} exists already. Give the backup another name.\n",
    )


def test_restoring_over_data_is_refused_until_it_is_asked_for(terminal, database, backup):
    file = backup()
    with database.transaction() as session:
        a_network(session)
    database.close()

    refused = terminal.type("restore", file)
    assert refused.exit_code == 1
    assert "There is data in" in refused.stderr

    terminal.did("restore", file, "--replace")
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Network)) == 0
    [aside] = terminal.folder.glob("kallelse.db.2*")
    with closing(sqlite3.connect(aside)) as kept:
        assert kept.execute("SELECT slug FROM network").fetchall() == [("lan",)]


def test_on_a_new_machine_a_restore_makes_the_folder_and_says_what_is_missing(
    time, terminal, database, engine, backup, tmp_path
):
    call_a_meeting(database)
    while engine.work_once("reactions"):
        continue
    file = backup()
    new = Terminal(tmp_path / "new")
    result = new.type("restore", file)

    assert result.exit_code == 0
    assert result.stdout.startswith(f"Restored from {file}. ")
    assert "2 letters are held" in result.stdout
    assert "Put your copies of both in their place" in result.stderr
    assert {letter["state"] for letter in new.json("outbox", "list")["items"]} == {"held"}
    for name in ("kallelse.toml", "secret.key"):
        (new.folder / name).write_bytes((terminal.folder / name).read_bytes())
    assert new.did("outbox", "release") == "2 letters will be tried now.\n"


def test_a_file_that_is_no_backup_makes_no_folder(tmp_path):
    wrong = tmp_path / "wrong.db"
    wrong.write_bytes(b"x" * 5000)
    new = Terminal(tmp_path / "new")
    assert (new.type("restore", str(wrong)).exit_code, new.folder.exists()) == (1, False)


def test_restoring_under_a_running_service_is_refused(terminal, settings, backup):
    file = backup()
    with service_lock(settings).acquire(patience=0):
        refused = terminal.type("restore", file, "--replace")
    assert refused.exit_code == 1
    assert refused.stderr.startswith("kallelse: A service is already running here ")


@pytest.mark.parametrize("content", [b"", b"x" * 5000, b"SQLite format 3\0" + b"\1" * 5000])
def test_what_is_no_whole_backup_is_refused_and_nothing_changes(terminal, tmp_path, content):
    file = tmp_path / "wrong.db"
    file.write_bytes(content)
    before = (terminal.folder / "kallelse.db").read_bytes()
    refused = terminal.type("restore", str(file), "--replace")

    assert refused.exit_code == 1
    assert refused.stderr.startswith(f"kallelse: {file} is not a whole backup of this service: ")
    assert (terminal.folder / "kallelse.db").read_bytes() == before


def test_letters_that_waited_are_held_after_a_restore_until_they_are_released(
    time, terminal, database, engine, sender, backup
):
    call_a_meeting(database)
    while engine.work_once("reactions"):  # letters are written, not yet sent
        continue
    file = backup()
    database.close()
    terminal.did("restore", file, "--replace")
    engine.settle()

    assert (states(database), sender.sent) == (["held", "held"], [])
    held = terminal.json("outbox", "list")["items"]
    assert {one["reason"] for one in held} == {
        "Brought back from a backup: it may have been sent already. Try it again, or let it be."
    }

    assert terminal.did("outbox", "release") == "2 letters will be tried now.\n"
    engine.settle()
    assert states(database) == ["sent", "sent"]
    assert sorted(one.recipient for one in sender.sent) == [
        "anna@kumla.example",
        "bo@nora.example",
    ]


def test_a_call_that_fell_due_while_away_is_not_made_by_itself(
    time, terminal, database, engine, sender, backup
):
    with database.transaction() as session:
        network = a_network(session)
        a_meeting(session, network.id, when="each", notice_days=21)  # calls itself 14 January
    engine.settle()
    file = backup()
    database.close()
    time.forward(days=20)
    terminal.did("restore", file, "--replace")
    engine.settle()

    assert sender.sent == []
    with database.reading() as session:
        waiting = select(DueRow.kind).where(DueRow.state == "waiting", DueRow.due_at <= now())
        assert session.scalars(waiting).all() == []


def test_letters_are_not_even_written_by_what_was_about_to_write_them(
    time, terminal, database, engine, sender, backup
):
    call_a_meeting(database)
    file = backup()  # the meeting is called, its letters are not yet written
    database.close()
    terminal.did("restore", file, "--replace")
    engine.settle()

    assert (states(database), sender.sent) == ([], [])


def test_one_letter_can_be_released_by_itself(time, terminal, database, engine, sender, backup):
    call_a_meeting(database)
    while engine.work_once("reactions"):
        continue
    file = backup()
    database.close()
    terminal.did("restore", file, "--replace")
    [chosen, _] = terminal.json("outbox", "list")["items"]
    terminal.did("outbox", "release", chosen["id"])
    engine.settle()

    assert [one.recipient for one in sender.sent] == [chosen["to"]]
    assert states(database) == ["held", "sent"]
