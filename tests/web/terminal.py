"""A terminal: the command line, run as somebody types it, in an instance folder of the test's."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from web.cli import main

ADMINISTRATOR = "anna@kommun.example"


@dataclass
class Terminal:
    """Types commands about one folder."""

    folder: Path

    def type(self, *words: str, stdin: str | bytes = "") -> Result:
        """Run a command with --dir behind it."""
        return CliRunner().invoke(main, [*words, "--dir", str(self.folder)], input=stdin)

    def did(self, *words: str, stdin: str | bytes = "") -> str:
        """Run a command that must succeed; gives its standard output."""
        result = self.type(*words, stdin=stdin)
        assert (result.exit_code, result.stderr) == (0, result.stderr)
        return result.stdout

    def json(self, *words: str) -> Any:
        """Run a command with --json; gives the document, whatever the exit code."""
        return json.loads(self.type(*words, "--json").stdout)

    def set_up(self) -> str:
        """Run `init` with nothing but an address; gives the one-time link."""
        return self.did("init", "--email", ADMINISTRATOR).strip()
