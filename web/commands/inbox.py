"""How does a mail server hand over what was sent to `svar+…@`?"""

from __future__ import annotations

import sys

import click

from scheduler import inbox as door
from scheduler.inbox import Outcome
from web.commands.context import Instance, pass_instance
from web.doors.handling import MOST_BYTES
from web.instance import keys


@click.command()
@click.option(
    "--recipient",
    default="",
    envvar="ORIGINAL_RECIPIENT",  # so says Postfix's local(8)
    help="The envelope's address, if the server knows it.",
)
@pass_instance
def inbox(here: Instance, recipient: str) -> int:
    """Take one mail on standard input. Ends with 0: taken, 67: unknown address, 75: try later."""
    raw = sys.stdin.buffer.read(MOST_BYTES)
    try:
        with here.database() as database:
            settings = here.settings
            return int(door.take(database, keys(settings), settings, raw, recipient))
    except Exception as why:  # noqa: BLE001  # the mail server keeps the mail until it is mended
        click.echo(f"kallelse: {type(why).__name__}: see `kallelse doctor`", err=True)
        return int(Outcome.LATER)
