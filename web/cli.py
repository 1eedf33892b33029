"""What can be typed after `kallelse`?

Every command takes `--dir DIR`, before or after its name. Exit codes: 0 done, 1 refused or failed,
2 wrong use. A refusal is one calm line per error on standard error, never a traceback.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import DBAPIError

from scheduler.config import SettingsWrong
from scheduler.errors import InvalidInputs, Refused
from scheduler.language import language
from web.commands.access import token, user
from web.commands.apply import apply
from web.commands.audit import audit
from web.commands.backup import backup, restore
from web.commands.context import Instance
from web.commands.db import db
from web.commands.demo import demo
from web.commands.doctor import doctor
from web.commands.inbox import inbox
from web.commands.outbox import outbox
from web.commands.run import run
from web.commands.setup import init
from web.commands.version import version

REFUSALS = (Refused, SettingsWrong, DBAPIError, OSError)


class Kallelse(click.Group):
    """The root: turns what was refused into lines and exit codes."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command line; ends the process with its exit code."""
        os.umask(0o077)  # databases, mails and secrets are their owner's alone
        extra["standalone_mode"] = False
        extra.setdefault("prog_name", "kallelse")
        try:
            code = super().main(*args, **extra)
        except click.ClickException as wrong:
            wrong.show()
            code = wrong.exit_code
        except (click.Abort, KeyboardInterrupt):
            tell("Ended before it was done.")
            code = 1
        except REFUSALS as refusal:
            for line in lines_of(refusal):
                tell(line)
            code = 1
        sys.exit(code if isinstance(code, int) else 0)


def lines_of(refusal: Exception) -> Iterator[str]:
    """Give one line for each thing that was refused."""
    match refusal:
        case InvalidInputs():
            for error in refusal.errors:
                yield from lines_of(error)
        case Refused():
            words = language("en").refusal(refusal)
            yield f"{refusal.field}: {words}" if refusal.field else words
        case SettingsWrong():
            yield from refusal.errors
        case DBAPIError():
            yield f"The database could not be used: {refusal.orig}. See `kallelse doctor`."
        case _:
            yield str(refusal)


def tell(line: str) -> None:
    """Say one line on standard error."""
    click.echo(f"kallelse: {line}", err=True)


def remember(context: click.Context, _: click.Parameter, value: Path | None) -> None:
    """Keep the folder that --dir names for the command."""
    if value is not None:
        context.ensure_object(Instance).chosen = value


def folder_option() -> click.Option:
    """Make the option that every command has."""
    return click.Option(
        ["--dir"],
        type=click.Path(path_type=Path, file_okay=False),
        metavar="DIR",
        help="The instance folder: settings, database, mail.",
        callback=remember,
        expose_value=False,
        is_eager=True,
    )


def give_folder(command: click.Command) -> None:
    """Add --dir to a command and to all below it."""
    command.params.append(folder_option())
    if isinstance(command, click.Group):
        for part in command.commands.values():
            give_folder(part)


@click.group(cls=Kallelse, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def main(context: click.Context) -> None:
    """Call networks to their meetings, take their answers, keep their minutes."""
    context.ensure_object(Instance)


COMMANDS = (
    demo,
    run,
    init,
    db,
    apply,
    user,
    token,
    doctor,
    outbox,
    inbox,
    backup,
    restore,
    audit,
    version,
)

for _command in COMMANDS:
    main.add_command(_command)
give_folder(main)


if __name__ == "__main__":
    main()
