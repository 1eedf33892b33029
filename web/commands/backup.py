"""How is everything put aside, and brought back without mailing anybody?"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import click

from scheduler.clock import now
from scheduler.config import Settings, SettingsWrong
from scheduler.errors import N_, Refused
from scheduler.services.restoring import quiet
from web import instance, migrating
from web.commands import setup
from web.commands.context import Instance, NotSetUp, pass_instance
from web.lock import service_lock


class FileExists(Refused):
    """A backup never overwrites."""

    message = N_("%(path)s exists already. Give the backup another name.")


class NotOurs(Refused):
    """The file is no backup of this service."""

    message = N_("%(path)s is not a whole backup of this service: %(why)s.")


class DataExists(Refused):
    """A restore would replace what is there."""

    message = N_(
        "There is data in %(folder)s already. With --replace it is kept beside the new "
        "as %(aside)s, or name another folder with --dir."
    )


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@pass_instance
def backup(here: Instance, file: Path) -> None:
    """Copy the database to FILE, also while the service runs; the secret stays where it is."""
    source = database_file(here.settings)
    if not source.exists():
        raise NotSetUp(folder=here.folder)
    if file.exists():
        raise FileExists(path=file)
    part = file.with_name(file.name + ".part")
    copy(source, part)
    check(part)
    part.rename(file)
    papers, size = papers_in(file)
    click.echo(
        f"{file}: {file.stat().st_size // 1024} kB, checked; "
        f"{papers} attachments of {size // 1024} kB in it."
    )
    click.echo(
        f"Not in it: the secret ({here.folder / 'secret.key'}) and kallelse.toml. Keep copies of "
        "both in another place: without the secret no link in mails already sent will work.",
        err=True,
    )


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--replace", is_flag=True, help="Put what is there aside and take FILE instead.")
@pass_instance
def restore(here: Instance, file: Path, *, replace: bool) -> None:
    """Take the database back from FILE; letters that waited are held, so nobody is mailed."""
    check(file)
    settings = _settings_or_new(here)
    target = database_file(settings)
    with service_lock(settings).acquire(patience=0):
        aside = target.with_name(f"{target.name}.{now():%Y%m%dT%H%M%S}")
        if target.exists() and not replace:
            raise DataExists(folder=here.folder, aside=aside.name)
        bring_back(file, target, aside)
        migrating.upgrade(settings)
        with instance.opened(settings) as database, database.transaction() as session:
            letters, steps = quiet(session)
    click.echo(
        f"Restored from {file}. Nobody is mailed by this: {letters} letters are held "
        f"(`kallelse outbox release` lets them go), {steps} calls and reminders that have fallen "
        "due since will not happen by themselves."
    )


def _settings_or_new(here: Instance) -> Settings:
    """Give the folder's settings; on a new machine, where there are none yet, make them."""
    try:
        return here.settings
    except (NotSetUp, SettingsWrong):
        if any((here.folder / name).exists() for name in ("kallelse.toml", "secret.key")):
            raise
    settings = setup.settle(here.folder, {})
    click.echo(
        f"{here.folder} had no settings: kallelse.toml has the defaults and secret.key is new. "
        "Put your copies of both in their place before you start the service: without the old "
        "secret no link in mails already sent will work.",
        err=True,
    )
    return settings


def database_file(settings: Settings) -> Path:
    """Give the SQLite file."""
    path = instance.file_of(settings)
    if path is None:
        raise SettingsWrong([instance.ONLY_SQLITE])
    return path


def copy(source: Path, target: Path) -> None:
    """Copy a live database whole (SQLite's online backup), readable by its owner alone."""
    target.unlink(missing_ok=True)
    target.touch(mode=0o600)
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as made:
        live.backup(made)
        made.execute("PRAGMA journal_mode=DELETE")


def check(path: Path) -> None:
    """Refuse a file that is not a whole database of ours."""
    try:
        with closing(sqlite3.connect(f"file:{path.absolute()}?mode=ro", uri=True)) as made:
            found = made.execute("PRAGMA integrity_check").fetchone()[0]
            made.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as wrong:
        raise NotOurs(path=path, why=wrong) from None
    if found != "ok":
        raise NotOurs(path=path, why=found)


def papers_in(path: Path) -> tuple[int, int]:
    """Count the attachments in a copy, and their bytes; one of an earlier version has none."""
    with closing(sqlite3.connect(f"file:{path.absolute()}?mode=ro", uri=True)) as made:
        known = "SELECT count(*) FROM sqlite_master WHERE name = 'attachment_body'"
        if not made.execute(known).fetchone()[0]:
            return 0, 0
        counted = "SELECT count(*), coalesce(sum(length(content)), 0) FROM attachment_body"
        papers, size = made.execute(counted).fetchone()
        return papers, size


def bring_back(file: Path, target: Path, aside: Path) -> None:
    """Put the copy in the database's place, the old one aside; a crash leaves one of them there."""
    part = target.with_name(target.name + ".part")
    copy(file, part)
    if target.exists():
        with closing(sqlite3.connect(target)) as old:
            old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        target.rename(aside)
    for leftover in ("-wal", "-shm"):
        target.with_name(target.name + leftover).unlink(missing_ok=True)
    notes = target.with_name("audit.json")
    if notes.exists():  # they are about another history
        notes.rename(aside.with_name(f"audit.json{aside.suffix}"))
    part.rename(target)
