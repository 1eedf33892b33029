"""A real IMAP server on loopback: Dovecot, in a folder of its own. Any user has a mailbox there."""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from imapclient import IMAPClient

from tests.run import server
from tests.smtp import HOST, Certificates, free_port
from tests.story.waiting import until

PASSWORD = "a-password-of-the-mailbox"
MISSING = "the tests of mailboxes need Dovecot: install the package dovecot-imapd"
RUNS_AS = "dovecot" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name

READ, FLAGGED = (b"\\Seen",), (b"\\Flagged",)
FOR_PEOPLE = (b"\\Flagged", b"\\Seen")
STRANGE = b"To: svar+aaaaaaaaaaaaaaaaaaaaaaaaaaaa@kallelse.example\r\nSubject: Hej\r\n\r\nHej\r\n"

CONFIGURATION = """
protocols = imap
listen = {host}
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
auth_mechanisms = plain login xoauth2
auth_failure_delay = 0
disable_plaintext_auth = no
ssl = yes
ssl_cert = <{folder}/server.pem
ssl_key = <{folder}/server.key
mail_location = maildir:{folder}/mail/%u
mail_uid = {user}
mail_gid = {group}
first_valid_uid = 1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
passdb {{
  driver = static
  mechanisms = plain login
  args = password={password}
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {folder}/oauth2
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/home
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
{more}
"""
TOKENS = """
tokeninfo_url = http://{host}:{token_port}/info?access_token=
username_attribute = user
"""


class Dovecot:
    """The server, from `start` to `stop`; what it keeps stays in between. `user` is whose it is."""

    def __init__(self, certificates: Certificates) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="dovecot-"))
        self.folder.chmod(0o755)  # pytest's own folders are closed to the server's user
        self.port, self.tls_port, self.token_port = free_port(), free_port(), free_port()
        self.authority = certificates.authority
        for path in (certificates.server, certificates.key):
            shutil.copy(path, self.folder)
        self.user = "svar"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, more: str = "") -> None:
        """Serve; `more` is added to the configuration."""
        program = server("dovecot")
        assert program, MISSING
        self._configure(more)
        typed = [program, "-F", "-c", str(self.folder / "dovecot.conf")]
        who = RUNS_AS if os.geteuid() == 0 else None
        self._process = subprocess.Popen(
            typed, user=who, group=who, extra_groups=who and [], start_new_session=True
        )
        try:
            until(self._is_ready, f"Dovecot at port {self.port}")
        except AssertionError as never:
            never.add_note((self.folder / "log").read_text(encoding="utf-8"))
            self.stop()
            raise

    def stop(self) -> None:
        """End it at once, and with it whoever is connected."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(timeout=20)
            self._process = None

    def forget(self) -> None:
        """Take away all that it kept."""
        shutil.rmtree(self.folder)

    def deliver(self, *mails: bytes) -> None:
        """Let mails arrive, as an MTA does."""
        with self.client() as client:
            for raw in mails:
                client.append("INBOX", raw)

    def flags(self, folder: str = "INBOX") -> list[tuple[bytes, ...]]:
        """The flags of each mail in a folder, in order."""
        with self.client() as client:
            if not client.folder_exists(folder):
                return []
            client.select_folder(folder, readonly=True)
            found = client.get_flags(client.search())
            return [tuple(sorted(set(found[uid]) - {b"\\Recent"})) for uid in sorted(found)]

    def client(self) -> IMAPClient:
        """A mail client that has signed in."""
        client = IMAPClient(HOST, self.port, ssl=False, timeout=20)
        client.login(self.user, PASSWORD)
        return client

    @property
    def logins(self) -> int:
        """How often somebody has signed in, we too."""
        return (self.folder / "log").read_text(encoding="utf-8").count("Login: user=")

    def _configure(self, more: str) -> None:
        group = grp.getgrgid(pwd.getpwnam(RUNS_AS).pw_gid).gr_name
        values = vars(self) | {"host": HOST, "password": PASSWORD, "user": RUNS_AS, "group": group}
        text = CONFIGURATION.format(**values, more=more)
        (self.folder / "dovecot.conf").write_text(text, encoding="utf-8")
        (self.folder / "oauth2").write_text(TOKENS.format(**values), encoding="utf-8")
        for path in (self.folder, *self.folder.rglob("*")):
            if os.geteuid() == 0:
                shutil.chown(path, RUNS_AS, group)

    def _is_ready(self) -> bool:
        try:
            self.client().logout()
        except OSError:
            return False
        return True


def lies(dovecot: Dovecot, *flags: tuple[bytes, ...], folder: str = "INBOX") -> None:
    """Wait until a folder holds mails with these flags."""
    until(lambda: dovecot.flags(folder) == list(flags), f"{folder}: {flags}", 10)
