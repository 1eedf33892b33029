"""Are the doors open while the service runs, and does it start only where they can be?"""

from __future__ import annotations

import smtplib
import socket
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.doors.dovecot import FOR_PEOPLE, PASSWORD, STRANGE, Dovecot, lies
from tests.smtp import HOST, free_port
from tests.story.service import Service


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Service:
    """A service that is set up and does not run."""
    service = Service(tmp_path_factory.mktemp("doors") / "instance", free_port())
    service.set_up()
    return service


def set_more(service: Service, **settings: Any) -> None:
    """Add settings to a service's own."""
    values = (value if isinstance(value, int) else f'"{value}"' for value in settings.values())
    lines = [f"{name} = {value}" for name, value in zip(settings, values, strict=True)]
    before = (service.folder / "kallelse.toml").read_text(encoding="utf-8").partition("# more\n")[0]
    after = f"{before}# more\n" + "\n".join(lines)
    (service.folder / "kallelse.toml").write_text(after, encoding="utf-8")


def test_both_doors_are_open_while_the_service_runs(made: Service, dovecot: Dovecot):
    path = Path(made.folder / "lmtp")
    reached = {"imap_host": HOST, "imap_port": dovecot.port, "imap_security": "none"}
    signed_in = {"imap_user": dovecot.user, "imap_password": PASSWORD}
    set_more(made, lmtp_listen=f"unix:{path}", **reached, **signed_in)
    dovecot.deliver(STRANGE)
    made.start()
    with closing(smtplib.LMTP(str(path), timeout=20)) as client:
        client.ehlo()
        client.mail("anna@kumla.example")
        assert client.rcpt("svar@kallelse.example")[0] == 550
    lies(dovecot, FOR_PEOPLE)
    assert made.stop() == 0
    assert not path.exists()


def test_a_service_that_could_not_listen_does_not_start(made: Service):
    with socket.create_server((HOST, 0)) as other:
        port = other.getsockname()[1]
        set_more(made, lmtp_listen=f"{HOST}:{port}")
        refused = made.command("run", code=1).stderr.decode()
    assert refused == (
        f"kallelse: KALLELSE_LMTP_LISTEN: {HOST}:{port} is taken or not allowed (Address already "
        "in use). End what listens there, or choose another place.\n"
    )
