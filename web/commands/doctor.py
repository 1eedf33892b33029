"""Is everything in order, and what mends what is not?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

import click

from scheduler.config import SettingsWrong
from web import checks, dns
from web.checks import Check
from web.commands.context import Instance, NotSetUp, pass_instance

MARKS = {"ok": "ok     ", "warning": "warning", "wrong": "WRONG  "}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@pass_instance
def doctor(here: Instance, *, as_json: bool) -> int:
    """Check the instance: each line says how it stands and what mends it. Changes nothing.

    The last lines are the DNS records that make letters believed and bring answers back.
    """
    found = []
    for check in examine(here):
        found.append(check)
        if not as_json:
            click.echo(line(check))
    to_set = wanted(here)
    good = all(check.state != "wrong" for check in found)
    if as_json:
        told = [check.as_json() for check in found]
        document = {"ok": good, "checks": told, "dns": [asdict(record) for record in to_set]}
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        for record in to_set:
            click.echo(f"dns      {record.name} {record.type} {record.value}  →  {record.why}")
    return 0 if good else 1


def wanted(here: Instance) -> list[dns.Record]:
    """Give the DNS records that the settings ask for; none while there are no settings."""
    try:
        return dns.records(here.settings)
    except (NotSetUp, SettingsWrong):
        return []


def examine(here: Instance) -> Iterator[Check]:
    """Run every check that the instance's state allows."""
    for early in checks.EARLY:
        yield from early()
    try:
        settings = here.settings
    except NotSetUp:
        yield Check("settings", "wrong", f"{here.folder} does not exist", "kallelse init")
        return
    except SettingsWrong as wrong:
        for error in wrong.errors:
            mend = f"Correct it in {here.folder / 'kallelse.toml'} or in the environment"
            yield Check("settings", "wrong", error, mend)
        return
    for check in checks.CHECKS:
        yield from check(settings)


def line(check: Check) -> str:
    """Give a check as one line."""
    text = f"{MARKS[check.state]}  {check.name}: {check.text}"
    return f"{text}  →  {check.mend}" if check.mend else text
