"""Does a mail server know what became of a mail that it hands to us, by pipe and by LMTP?"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from uuid import UUID

import pytest

from scheduler.clock import now
from scheduler.database import Database
from tests.conftest import SECRET
from tests.doors.postfix import ByHand, Postfix, Server
from tests.factories import a_called_meeting
from tests.fakes import Sent
from tests.inbox.replies import BO, SILENT, a_reply, answer_of
from tests.smtp import HOST, free_port
from tests.story.waiting import until
from web import migrating
from web.doors import place
from web.doors.listener import Listener

ROOT = Path(__file__).parents[2]
NOBODY = "svar+aaaaaaaaaaaaaaaaaaaaaaaaaaaa"
TOML = 'mail_domain = "kallelse.example"\n'

# Postfix runs its pipes as nobody, to whom a clone may be closed: the mail and the address go on to
# the test, which types the command. Its exit code comes back.
SCRIPT = """#!/bin/bash
mail=$(mktemp) && cat > "$mail" && exec 3<>/dev/tcp/{host}/{port} || exit 70
printf '%s %s\\n' "$(wc -c < "$mail")" "$1" >&3
cat "$mail" >&3
rm "$mail"
read -r code <&3
exit "$code"
"""


@pytest.fixture
def database(settings) -> Iterator[Database]:
    """A database as commands want it: of this version, beside its settings."""
    migrating.upgrade(settings)
    (settings.dir / "secret.key").write_text(SECRET, encoding="ascii")
    (settings.dir / "kallelse.toml").write_text(TOML, encoding="ascii")
    opened = Database(settings.database)
    yield opened
    opened.close()


@pytest.fixture
def called(database, settle, sender) -> tuple[UUID, Sent, Sent]:
    """A called meeting by the real clock, since commands have no other; and its invitations."""
    start = (now() + timedelta(days=60)).strftime("%Y-%m-%dT09:00")
    meeting = a_called_meeting(database, start=start)
    settle()
    anna, bo = sender.take()
    return meeting, anna, bo


def typed(folder: Path, raw: bytes, *words: str, **environment: str) -> int:
    """Type `kallelse inbox` with a mail on standard input; gives its exit code."""
    done = subprocess.run(
        [sys.executable, "-m", "web.cli", "inbox", "--dir", str(folder), *words],
        cwd=ROOT,
        input=raw,
        env={"PATH": os.defpath, **environment},
        check=False,
        capture_output=True,
        timeout=60,
    )
    return done.returncode


@pytest.fixture
def piping(settings) -> Iterator[Path]:
    """A command that anybody may run, behind which `kallelse inbox` is."""
    with socket.create_server((HOST, 0)) as server:
        Thread(target=_serve, args=(server, settings.dir), daemon=True).start()
        folder = Path(tempfile.mkdtemp(prefix="pipe-"))  # pytest's own are closed to nobody
        script = folder / "take"
        text = SCRIPT.format(host=HOST, port=server.getsockname()[1])
        script.write_text(text, encoding="ascii")
        for path in (folder, script):
            path.chmod(0o755)
        yield script
        shutil.rmtree(folder)
        server.shutdown(socket.SHUT_RDWR)


def _serve(server: socket.socket, folder: Path) -> None:
    while True:
        try:
            line, _ = server.accept()
        except OSError:
            return
        with line, line.makefile("rwb") as words:
            size, recipient = words.readline().split()
            code = typed(folder, words.read(int(size)), "--recipient", recipient.decode())
            words.write(b"%d\n" % code)


@pytest.fixture
def server(piping: Path, lmtp_port: int) -> Iterator[Postfix | ByHand]:
    made = Server(piping, lmtp_port)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def lmtp_port(inbox) -> Iterator[int]:
    """Where a listener speaks LMTP."""
    port = free_port()
    listener = Listener(inbox, place.of(f"{HOST}:{port}"))
    listener.start()
    yield port
    listener.stop()


def became(server: Postfix | ByHand, recipient: str, status: str) -> None:
    """Wait until this has become of the mail to an address."""
    until(lambda: server.statuses(recipient) == [status], f"{recipient}: {status}")


def test_a_mail_server_that_pipes_knows_what_became_of_each_mail(
    called, server, database, settings
):
    meeting, anna, bo = called
    to_anna, to_bo = (local(one) + "@pipe.example" for one in (anna, bo))
    server.send(a_reply(anna), to_anna)
    server.send(a_reply(bo), f"{NOBODY}@pipe.example")
    became(server, to_anna, "sent")
    became(server, f"{NOBODY}@pipe.example", "bounced")
    assert [answer_of(database, meeting)[0], answer_of(database, meeting, BO)] == [
        "accepted",
        SILENT,
    ]

    (settings.dir / "kallelse.toml").write_text("broken", encoding="ascii")
    server.send(a_reply(bo), to_bo)
    became(server, to_bo, "deferred")
    (settings.dir / "kallelse.toml").write_text(TOML, encoding="ascii")
    until(lambda: tried_again(server, to_bo) == "sent", "what was deferred")
    assert answer_of(database, meeting, BO)[0] == "accepted"


def test_a_mail_server_that_speaks_lmtp_knows_what_became_of_each_recipient(
    called, server, database
):
    meeting, anna, bo = called
    to_anna, to_bo = (local(one) + "@lmtp.example" for one in (anna, bo))
    server.send(a_reply(anna), to_bo, f"{NOBODY}@lmtp.example", to_anna)
    became(server, to_anna, "sent")
    became(server, to_bo, "sent")
    became(server, f"{NOBODY}@lmtp.example", "bounced")
    assert answer_of(database, meeting)[0] == "accepted"


def test_the_command_knows_the_envelope_from_postfix_s_environment_or_the_headers(called, settings):
    _, anna, _ = called
    unknown = f"{NOBODY}@pipe.example"
    assert typed(settings.dir, a_reply(anna)) == 0
    assert typed(settings.dir, a_reply(anna), ORIGINAL_RECIPIENT=unknown) == 67


def test_the_command_lets_a_mail_wait_while_there_is_no_service(tmp_path):
    assert typed(tmp_path / "nowhere", b"Subject: x\r\n\r\nx\r\n") == 75


def tried_again(server: Postfix | ByHand, recipient: str) -> str:
    """Let the server try what was deferred; gives what became of it, before long."""
    server.flush()
    Event().wait(0.5)
    return server.statuses(recipient)[-1]


def local(invitation: Sent) -> str:
    """What stands before the @ of the address that takes the answers."""
    return invitation.sender.partition("@")[0]
