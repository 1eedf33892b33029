"""How does a network file reach the database from the terminal?"""

from __future__ import annotations

from pathlib import Path

import click

from scheduler.actor import SYSTEM
from scheduler.apply import FaultyFile, Report, read
from scheduler.apply import apply as write
from scheduler.apply.tree import MOST_BYTES
from scheduler.database import Database
from scheduler.errors import N_, InvalidInput
from scheduler.language import language
from web.commands.context import Instance, pass_instance

_TRIED = N_("This was a trial: nothing was written.")
_UNREADABLE = N_("%(name)s cannot be read: %(why)s.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would change and write nothing.")
@pass_instance
def apply(here: Instance, file: Path, *, dry_run: bool) -> int:
    """Create or update a network as FILE says; nobody is mailed.

    Marks: + added, ~ changed, = the same, ! not done, · not in the file and left as it is.
    """
    reader = language("en")
    raw = read_bytes(file)
    with here.database() as database:
        try:
            report = run(database, raw, name=file.name, dry_run=dry_run)
        except FaultyFile as faulty:
            for line in [*faulty.lines(reader), reader.refusal(faulty)]:
                click.echo(line, err=True)
            return 1
    for line in report.text(reader):
        click.echo(line)
    if dry_run:
        click.echo(reader.gettext(_TRIED))
    return 0


def run(database: Database, raw: bytes, *, name: str, dry_run: bool = False) -> Report:
    """Apply a file's bytes in one transaction; a trial does all the same and takes it back."""
    file = read(raw, name=name)
    with database.transaction() as session:
        report = write(session, file, by=SYSTEM)
        if dry_run:
            session.rollback()
    return report


def read_bytes(file: Path) -> bytes:
    """Give a file's bytes, not many more than may be, or say why not."""
    try:
        with file.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise InvalidInput(_UNREADABLE, name=str(file), why=why) from None
