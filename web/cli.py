"""What can be typed after `kallelse`?

Every command takes `--dir DIR`, before or after its name. Exit codes: 0 done, 1 refused or failed,
2 wrong use. A refusal is one calm line per error on standard error, never a traceback.
"""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from typing import Any

import click

from web.commands import FOLDER

COMMANDS = {  # name: module under web.commands; imported only when it is typed
    "demo": "demo",
    "run": "run",
    "init": "setup",
    "db": "db",
    "apply": "apply",
    "user": "access",
    "token": "access",
    "doctor": "doctor",
    "outbox": "outbox",
    "inbox": "inbox",
    "backup": "backup",
    "restore": "backup",
    "audit": "audit",
    "version": "version",
}


class Kallelse(click.Group):
    """The root: finds commands, turns what was refused into lines and exit codes."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the commands in the order in which one meets them."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command, so that the others cost nothing."""
        if cmd_name not in COMMANDS:
            return None
        known = super().get_command(ctx, cmd_name)
        if known is None:
            module = importlib.import_module(f"web.commands.{COMMANDS[cmd_name]}")
            known = getattr(module, cmd_name)
            give_folder(known)
            self.add_command(known)
        return known

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
        except Exception as failure:
            telling = importlib.import_module("web.telling")  # what it knows costs a second
            if not isinstance(failure, telling.REFUSALS):
                raise
            for line in telling.lines_of(failure):
                tell(line)
            code = 1
        sys.exit(code if isinstance(code, int) else 0)


def tell(line: str) -> None:
    """Say one line on standard error."""
    click.echo(f"kallelse: {line}", err=True)


def remember(context: click.Context, _: click.Parameter, value: Path | None) -> None:
    """Keep the folder that --dir names for the command (web.commands.context.Instance)."""
    if value is not None:
        context.meta[FOLDER] = value


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


@click.group(
    cls=Kallelse,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="In a clone, `./kallelse test` runs every check and test.",
)
def main() -> None:
    """Call networks to their meetings, take their answers, keep their minutes."""


main.params.append(folder_option())


if __name__ == "__main__":
    main()
