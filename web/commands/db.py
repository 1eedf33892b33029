"""How is the database brought to this version?"""

from __future__ import annotations

import click
from alembic import command

from web import migrating
from web.commands.context import Instance, pass_instance


@click.group()
def db() -> None:
    """The database's shape."""


@db.command()
@pass_instance
def upgrade(instance: Instance) -> None:
    """Bring the database to this version (run, demo and init do it by themselves)."""
    revision = migrating.upgrade(instance.settings)
    click.echo(f"The database is at revision {revision}.")


@db.command()
@pass_instance
def reindex(instance: Instance) -> None:
    """Read all that can be searched anew (it is kept up to date by itself)."""
    count = migrating.reindex(instance.settings)
    click.echo(f"{count} texts can be found by their words.")


@db.command(hidden=True)
@click.option("-m", "--message", required=True, help="What changes, as a sentence.")
@click.option("--id", "name", required=True, help="The revision's name, for example 0002_seats.")
@pass_instance
def revision(instance: Instance, message: str, name: str) -> None:
    """Write a new file under migrations/versions/ from what the models say and the database is.

    Upgrade a scratch database first (`db upgrade --dir SCRATCH`), then read what was written.
    """
    command.revision(
        migrating.config(instance.settings), message=message, rev_id=name, autogenerate=True
    )
