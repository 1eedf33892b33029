"""Which instance does a command work on?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from scheduler import config
from scheduler.config import Settings
from scheduler.database import Database
from scheduler.errors import N_, Refused
from web import instance, migrating
from web.commands import FOLDER


class NotSetUp(Refused):
    """There is no database where the settings point."""

    message = N_(
        "There is no service in %(folder)s yet. Run `kallelse init` to set one up, "
        "or name another folder with --dir."
    )


class NotMigrated(Refused):
    """The database has the shape of another version."""

    message = N_("The database belongs to another version. Run `kallelse db upgrade` first.")


class Instance:
    """The folder that a command works on; settings are read when they are first asked for."""

    @property
    def chosen(self) -> Path | None:
        """What --dir names, before or after the command."""
        found: Path | None = click.get_current_context().meta.get(FOLDER)
        return found

    @property
    def folder(self) -> Path:
        """The instance folder: what --dir names, else `instance/`."""
        return self.chosen or config.root() / "instance"

    @property
    def settings(self) -> Settings:
        """The instance's settings; raises SettingsWrong, or NotSetUp when there is no folder."""
        if not self.folder.is_dir():
            raise NotSetUp(folder=self.folder)
        return instance.load(self.folder)

    @contextmanager
    def database(self) -> Iterator[Database]:
        """Open the instance's database, which must exist and be of this version."""
        settings = self.settings
        path = instance.file_of(settings)
        if path is not None and not path.exists():
            raise NotSetUp(folder=self.folder)
        with instance.opened(settings) as database:
            if not migrating.is_current(database):
                raise NotMigrated
            yield database


pass_instance = click.make_pass_decorator(Instance, ensure=True)
