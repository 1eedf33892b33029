"""The real service: a folder of its own, made by the command line, served by its own process."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any

from scheduler.actor import SYSTEM
from scheduler.database import Database
from scheduler.inputs.access import AccountInput
from scheduler.services import accounts, sessions
from tests.smtp import HOST, free_port
from tests.story.waiting import until
from web import instance

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "web.cli")
DOMAIN = "kallelse.example"
ADMINISTRATOR = "admin@kallelse.example"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the service answered."""

    status: int
    headers: Message
    data: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.data)


class Service:
    """One instance folder and the process that serves it."""

    def __init__(self, folder: Path, smtp_port: int) -> None:
        self.folder = folder
        self.log = folder.with_name("service.log")
        self.port = free_port()
        self.url = f"http://{HOST}:{self.port}"
        self.smtp_port = smtp_port
        self.token = ""
        self.first_link = ""
        self._process: subprocess.Popen[bytes] | None = None

    def command(
        self, *words: str, stdin: bytes = b"", code: int = 0
    ) -> subprocess.CompletedProcess[bytes]:
        """Type a command, as a second terminal would; it must end with `code`."""
        typed = [*COMMAND, *words, "--dir", str(self.folder)]
        done = subprocess.run(
            typed, cwd=ROOT, input=stdin, capture_output=True, timeout=60, check=False
        )
        assert done.returncode == code, done.stderr.decode()
        return done

    def set_up(self) -> str:
        """Make the folder; gives the first administrator's one-time link."""
        place = ("--base-url", self.url, "--mail-domain", DOMAIN)
        relay = ("--smtp-host", HOST, "--smtp-port", str(self.smtp_port), "--smtp-security", "none")
        who = ("--email", ADMINISTRATOR, "--name", "Ada Administratör")
        link = self.command("init", *who, *place, *relay).stdout.decode().strip()
        with (self.folder / "kallelse.toml").open("a", encoding="utf-8") as settings:
            settings.write("undo_seconds = 1\n")  # what pages change leaves while a story waits
        self.token = self.command("token", "add", "--role", "administrator").stdout.decode().strip()
        return link

    def start(self, *words: str) -> None:
        """Serve (or run the command that `words` are), and wait until it is ready."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*COMMAND, *(words or ("run",)), "--dir", str(self.folder)],
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )
        try:
            until(self._is_ready, f"the service at {self.url}", 180)
        except BaseException:
            self._process.kill()
            self._process.wait()
            raise

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The process of the service, which another serves."""
        assert self._process is not None
        return self._process

    def stop(self) -> int:
        """Tell it to end (SIGTERM) and give its exit code."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(timeout=20)
        finally:
            self._process.kill()

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Ask over HTTP, as a program without cookies does."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=20)
        try:
            connection.request(method, path, body=body or None, headers=dict(headers or {}))
            told = connection.getresponse()
            return Answer(told.status, told.headers, told.read())
        finally:
            connection.close()

    def api(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Ask the API as administrator; what it refuses fails."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named |= {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        raw = b"" if body is None else json.dumps(body).encode()
        answer = self.ask(method, f"/api/v1{path}", raw, named)
        assert answer.status < 300, (method, path, answer.status, answer.data.decode())
        return answer.json if answer.data else None

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        """Do one thing through the API."""
        return self.api("POST", path, body, **headers)

    def get(self, path: str) -> Any:
        """Read one thing through the API."""
        return self.api("GET", path)

    @contextmanager
    def database(self) -> Iterator[Database]:
        """Open the database beside the service, as commands do."""
        with instance.opened(instance.load(self.folder)) as opened:
            yield opened

    def visit(self, email: str, *, administrator: bool = False) -> str:
        """Let somebody whom the service knows sign in; gives the cookie's token."""
        with self.database() as database, database.transaction() as session:
            plan = AccountInput(email=email, administrator=administrator)
            account, _ = accounts.open_account(session, plan=plan, by=SYSTEM)
            _, token = sessions.begin(session, account)
        return token

    def _is_ready(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, self.log.read_text("utf-8")
        try:
            return self.ask("GET", "/readyz").status == http.HTTPStatus.OK
        except OSError:
            return False
