"""Which version is this?"""

from __future__ import annotations

import platform
import tomllib
from importlib import metadata
from pathlib import Path

import click


@click.command()
def version() -> None:
    """Say which version this is, and on which Python it runs."""
    click.echo(f"Kallelse {number()} on Python {platform.python_version()}")


def number() -> str:
    """Give the version's number: the clone's, else that of the installed package."""
    project = Path(__file__).parents[2] / "pyproject.toml"
    if project.is_file():
        return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])
    return metadata.version("kallelse")
