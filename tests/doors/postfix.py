"""A real mail server on loopback: Postfix, in a folder of its own, with a door to us or two.

Mail for `svar+…@pipe.example` is piped into a command, mail for `lmtp.example` handed over by LMTP.
Postfix must be started as root; elsewhere `ByHand` does what it does at these two places.
"""

from __future__ import annotations

import os
import re
import shutil
import smtplib
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from tests.run import server
from tests.smtp import HOST, free_port
from tests.story.waiting import until

MISSING = "the tests of mail servers need Postfix: install the package postfix"
SENDER = "anna@kumla.example"

MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = /dev/stdout
inet_interfaces = {host}
inet_protocols = ipv4
myhostname = mail.kallelse.example
mydestination =
alias_maps =
relay_domains = pipe.example, lmtp.example
relay_recipient_maps =
recipient_delimiter = +
smtpd_relay_restrictions = reject_unauth_destination
transport_maps = inline:{{ svar@pipe.example=kallelse: lmtp.example=lmtp:inet:{host}:{lmtp_port} }}
default_transport = discard:
kallelse_destination_recipient_limit = 1
smtp_dns_support_level = disabled
"""
MASTER = """
{host}:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
kallelse unix - n n - 2 pipe
  flags=q user=nobody argv={command} ${{original_recipient}}
"""


class Postfix:
    """The server, from `start` to `stop`; `command` gets the mail and its envelope's address."""

    def __init__(self, command: Path, lmtp_port: int) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="postfix-"))
        for name in ("queue", "data", "conf"):
            (self.folder / name).mkdir()
        shutil.chown(self.folder / "data", "postfix")
        self.log = self.folder / "log"
        self.port = free_port()
        values = {**vars(self), "host": HOST, "command": command, "lmtp_port": lmtp_port}
        for name, text in (("main.cf", MAIN), ("master.cf", MASTER)):
            (self.folder / "conf" / name).write_text(text.format(**values), encoding="ascii")
        for path in (self.folder, *self.folder.rglob("*")):
            path.chmod(
                0o755 if path.is_dir() else 0o644
            )  # whatever the umask: it has users of its own

    def start(self) -> None:
        """Serve."""
        with self.log.open("wb") as log:
            typed = [*self._tool("postfix"), "start-fg"]
            self._process = subprocess.Popen(typed, stdout=log, stderr=log)
        try:
            until(self._is_ready, f"Postfix at port {self.port}")
        except AssertionError as never:
            never.add_note(self.log.read_text(encoding="utf-8"))
            self.stop()
            raise

    def stop(self) -> None:
        """End it and take away what it kept."""
        subprocess.run([*self._tool("postfix"), "stop"], check=False, capture_output=True)
        self._process.wait(timeout=20)
        shutil.rmtree(self.folder)

    def send(self, raw: bytes, *recipients: str) -> None:
        """Let a mail come from outside."""
        with closing(smtplib.SMTP(HOST, self.port, timeout=20)) as client:
            client.sendmail(SENDER, recipients, raw)

    def statuses(self, recipient: str) -> list[str]:
        """What became of the mails to an address, in order: sent, bounced or deferred."""
        log = self.log.read_text(encoding="utf-8")
        return re.findall(rf" to=<{re.escape(recipient)}>,.* status=(\w+) ", log)

    def flush(self) -> None:
        """Try at once what was deferred."""
        subprocess.run([*self._tool("postqueue"), "-f"], check=True, capture_output=True)

    def _tool(self, name: str) -> Sequence[str]:
        tool = server(name)
        assert tool, MISSING
        return (tool, "-c", str(self.folder / "conf"))

    def _is_ready(self) -> bool:
        try:
            smtplib.SMTP(HOST, self.port, timeout=20).close()
        except OSError:
            return False
        return True


EXITS = {0: "sent", 67: "bounced", 75: "deferred"}
CODES = {2: "sent", 5: "bounced", 4: "deferred"}


class ByHand:
    """What pipe(8) and lmtp(8) do with a mail, where nobody may start Postfix."""

    def __init__(self, command: Path, lmtp_port: int) -> None:
        self._command = command
        self._lmtp_port = lmtp_port
        self._found: list[tuple[str, str]] = []
        self._waiting: list[tuple[bytes, str]] = []

    def start(self) -> None:
        """Nothing runs."""

    def stop(self) -> None:
        """Nothing ran."""

    def send(self, raw: bytes, *recipients: str) -> None:
        """Hand it over, one recipient at a time."""
        for recipient in recipients:
            by = self._by_lmtp if recipient.endswith("@lmtp.example") else self._by_pipe
            status = by(raw, recipient)
            self._found.append((recipient, status))
            if status == "deferred":
                self._waiting.append((raw, recipient))

    def statuses(self, recipient: str) -> list[str]:
        """What became of the mails to an address, in order."""
        return [status for name, status in self._found if name == recipient]

    def flush(self) -> None:
        """Try again what was deferred."""
        waiting, self._waiting = self._waiting, []
        for raw, recipient in waiting:
            self.send(raw, recipient)

    def _by_pipe(self, raw: bytes, recipient: str) -> str:
        done = subprocess.run([self._command, recipient], input=raw, check=False)
        return EXITS[done.returncode]

    def _by_lmtp(self, raw: bytes, recipient: str) -> str:
        with closing(smtplib.LMTP(HOST, self._lmtp_port, timeout=20)) as client:
            client.ehlo()
            client.mail(SENDER)
            code, _ = client.rcpt(recipient)
            return CODES[(code if code != 250 else client.data(raw)[0]) // 100]


Server = Postfix if os.geteuid() == 0 else ByHand
