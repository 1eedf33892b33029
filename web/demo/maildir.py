"""How does a mail become a file? Written under `tmp`, shown whole under `new`, named by time."""

from __future__ import annotations

import itertools
from pathlib import Path

from scheduler.clock import now


class MailDir:
    """A folder of mails, as maildir has it; two mails never meet in one name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = itertools.count(1)
        for name in ("tmp", "new", "replies"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        for left in sorted((folder / "tmp").iterdir()):  # what a crash kept back
            if left.name.startswith("."):
                left.unlink()
            else:
                self.show(left)

    def write(self, raw: bytes) -> Path:
        """Write one mail, its bytes as they are, under `tmp`; gives its path."""
        name = f"{now():%Y%m%dT%H%M%S.%f}-{next(self._numbers):06d}.eml"
        part = self.folder / "tmp" / f".{name}"
        part.write_bytes(raw)
        return part.rename(self.folder / "tmp" / name)

    def show(self, mail: Path, where: str = "new") -> None:
        """Let a written mail appear under `where`."""
        mail.rename(self.folder / where / mail.name)
