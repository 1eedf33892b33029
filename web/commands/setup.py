"""How does an instance begin?"""

from __future__ import annotations

import json
import os
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from scheduler import config
from scheduler.actor import SYSTEM
from scheduler.config import Settings
from scheduler.errors import N_, Refused
from scheduler.inputs import parse
from scheduler.inputs.access import AccountInput
from scheduler.services import accounts
from web import instance, migrating
from web.commands.context import Instance, pass_instance


class AlreadySetUp(Refused):
    """The instance has its first administrator."""

    message = N_(
        "%(folder)s is set up already. Change settings in its kallelse.toml; "
        "let more people in with `kallelse user add`."
    )


@click.command()
@click.option("--email", help="The first administrator's mail address.")
@click.option("--name", help="The first administrator's name.")
@click.option("--base-url", help="Where people reach the service, for example https://….")
@click.option("--smtp-host", help="The relay that takes letters.")
@click.option("--smtp-port", type=click.IntRange(1, 65535))
@click.option("--smtp-security", type=click.Choice(["none", "starttls", "tls"]))
@click.option("--smtp-user", help="The relay's user name, if it asks for one.")
@click.option("--mail-domain", help="Answers come to svar+…@ this domain.")
@pass_instance
def init(here: Instance, /, email: str | None, name: str | None, **given: Any) -> None:
    """Set up an instance: settings, secret, database, first administrator."""
    email = ask(email, "First administrator's mail address", None, "--email")
    name = ask(name, "First administrator's name", email, "--name")
    plan = parse(AccountInput, {"email": email, "name": name, "administrator": True})
    settings = settle(here.folder, given)
    migrating.upgrade(settings)
    with instance.opened(settings) as database, database.transaction() as session:
        if accounts.anyone(session):
            raise AlreadySetUp(folder=here.folder)
        _, link = accounts.open_account(session, plan=plan, by=SYSTEM)
    click.echo(f"{settings.base_url}/sign-in/{link}")
    click.echo(
        f"Set up in {here.folder}. Start it with `kallelse run`, then open the link above: "
        "it works once, for three days.",
        err=True,
    )


def settle(folder: Path, given: Mapping[str, Any]) -> Settings:
    """Write settings and secret where there are none, and give them; existing ones stay."""
    if not (folder / "kallelse.toml").exists():
        values = answers(given)
        config.load(folder, {}, secret_key=secrets.token_urlsafe(48), **values)  # refuses first
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_toml(folder, values)
    write_secret(folder)
    return instance.load(folder)


def answers(given: Mapping[str, Any]) -> dict[str, Any]:
    """Ask for what no option said; without a terminal the defaults hold."""
    defaults = Settings()
    url = ask(given.get("base_url"), "Where will people reach it", defaults.base_url, "--base-url")
    host = ask(given.get("smtp_host"), "Mail relay", defaults.smtp_host, "--smtp-host")
    local = host in {"127.0.0.1", "::1", "localhost"}
    security = ask(
        given.get("smtp_security"),
        "Its encryption (starttls, tls, none)",
        "none" if local else "starttls",
        "--smtp-security",
    )
    port = {"none": 25, "starttls": 25 if local else 587, "tls": 465}.get(security, 25)
    values: dict[str, Any] = {
        "base_url": url,
        "smtp_host": host,
        "smtp_security": security,
        "smtp_port": int(ask(given.get("smtp_port"), "Its port", str(port), "--smtp-port")),
        "mail_domain": ask(
            given.get("mail_domain"),
            "Domain that answers come to",
            _domain_of(url) or defaults.mail_domain,
            "--mail-domain",
        ),
    }
    user = ask(given.get("smtp_user"), "Its user name (empty: none)", "", "--smtp-user")
    if user:
        values["smtp_user"] = user
        values["smtp_password"] = _password()
    return values


def ask(given: Any, text: str, default: str | None, option: str) -> str:
    """Give what an option said, else what is typed, else the default."""
    if given is not None:
        return str(given)
    if sys.stdin.isatty():
        return str(click.prompt(text, default=default, type=str, err=True))
    if default is None:
        raise click.UsageError(f"There is no terminal to ask on: give {option}.")
    return default


def write_toml(folder: Path, values: dict[str, Any]) -> None:
    """Write `kallelse.toml` whole, for its owner alone: it may hold the relay's password."""
    lines = (f"{name} = {_toml(value)}" for name, value in values.items())
    text = "# Every setting is explained in kallelse.example.toml.\n" + "\n".join(lines) + "\n"
    part = folder / "kallelse.toml.part"
    part.unlink(missing_ok=True)
    _write_privately(part, text)
    part.rename(folder / "kallelse.toml")


def write_secret(folder: Path) -> None:
    """Make `secret.key` unless there is one."""
    if not (folder / "secret.key").exists():
        _write_privately(folder / "secret.key", secrets.token_urlsafe(48) + "\n")


def _write_privately(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _toml(value: object) -> str:
    if isinstance(value, bool | int):
        return str(value).lower()
    return json.dumps(str(value), ensure_ascii=False)


def _domain_of(url: str) -> str:
    host = urlsplit(url).hostname or ""
    return host if host.rpartition(".")[2].isalpha() else ""


def _password() -> str:
    if not sys.stdin.isatty():
        return ""  # KALLELSE_SMTP_PASSWORD or KALLELSE_SMTP_PASSWORD_FILE then says it
    return str(click.prompt("Its password", hide_input=True, default="", err=True))
