"""How is a demonstration made? Once per folder: settings, secret, database, networks, roles.

`loaded` is written last. A start that finds none begins anew, so a crash on the way costs nothing.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler import apply, clock
from scheduler.actor import SYSTEM
from scheduler.config import Settings
from scheduler.database import Database
from scheduler.errors import N_, Refused
from scheduler.inputs import parse
from scheduler.inputs.access import AccountInput
from scheduler.model import Account, Meeting, Network, Person, Series
from scheduler.services import accounts, series
from web import instance, migrating
from web.commands import setup
from web.demo import DOMAIN, HOST, exercises, past, week
from web.demo.shift import BACK, shifted
from web.demo.words import FOLDER
from web.serving import free_port

FIRST = "orebro-lan"  # its people are the demonstration's roles, and it calls a meeting today
ROLES = {
    "administrator": f"administrator@{DOMAIN}",
    "coordinator": "lanssamordnare@lansstyrelsen-orebro.example",
    "facilitator": "ovningsledare@lansstyrelsen-orebro.example",
    "secretary": "handlaggare@lansstyrelsen-orebro.example",
    "member": "samordnare@kumla.example",
}
OURS = ("kallelse.db", "kallelse.db-wal", "kallelse.db-shm", "loaded", "audit.json", "mail")


class NotADemonstration(Refused):
    """The folder holds something else."""

    message = N_(
        "%(folder)s holds a service that is no demonstration. Name another folder with --dir."
    )


def settle(folder: Path, port: int) -> Settings:
    """Write the settings of a demonstration that listens on `port`, and give them."""
    if (folder / "kallelse.toml").exists() and not instance.is_demo(folder):
        raise NotADemonstration(folder=folder)
    if not (folder / "kallelse.toml").exists() and (folder / "kallelse.db").exists():
        raise NotADemonstration(folder=folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    values: dict[str, Any] = {
        "demo": True,
        "base_url": f"http://{HOST}:{port}",
        "host": HOST,
        "port": port,
        "smtp_host": HOST,
        "smtp_port": free_port(HOST),
        "smtp_security": "none",
        "mail_domain": DOMAIN,
    }
    setup.write_toml(folder, values)
    setup.write_secret(folder)
    return instance.load(folder)


def load(settings: Settings, *, fresh: bool) -> bool:
    """Make the demonstration unless it is there; gives whether it was made."""
    done = settings.dir / "loaded"
    if done.exists() and not fresh:
        migrating.upgrade(settings)
        return False
    clear(settings.dir)
    migrating.upgrade(settings)
    with instance.opened(settings) as database:
        for file in files():
            add_network(database, file)
        with database.transaction() as session:
            open_accounts(session)
    done.write_text("", encoding="ascii")
    return True


def clear(folder: Path) -> None:
    """Take away what an earlier demonstration left; its settings and secret stay."""
    (folder / "loaded").unlink(missing_ok=True)
    for name in OURS:
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def files() -> Iterator[Path]:
    """Give the demonstration's network files, the first network first."""
    yield from sorted(FOLDER.glob("*.yaml"), key=lambda path: (path.stem != FIRST, path.stem))


def add_network(database: Database, path: Path) -> None:
    """Apply one network file around today, make its dates hold, and give it a past."""
    described = yaml.safe_load(path.read_text(encoding="utf-8"))
    today = clock.today(described["network"]["time_zone"])
    moved = shifted(described, today, calls_today=path.stem == FIRST)
    raw = yaml.safe_dump(moved, allow_unicode=True).encode()
    with database.transaction() as session:
        file = apply.read(raw, name=path.name)
        apply.apply(session, file, by=SYSTEM, demo=True, since=today - BACK * 4)
        slug = described["network"]["slug"]
        network = session.scalars(select(Network).where(Network.slug == slug)).one()
        fix(session, network)
        past.give_agendas(session, network)
        past.give_past(session, network)
        if path.stem == FIRST:
            week.lay(session, network)
            exercises.lay(session, network)


def fix(session: Session, network: Network) -> None:
    """Make all dates of a network hold: its series call themselves, its meetings are planned."""
    for one in session.scalars(select(Series).where(Series.network_id == network.id)):
        series.fix(session, one.id, by=SYSTEM)
    single = select(Meeting).where(Meeting.network_id == network.id, Meeting.series_id.is_(None))
    for meeting in session.scalars(single):
        meeting.status = "planned"


def open_accounts(session: Session) -> None:
    """Let the demonstration's roles sign in."""
    for role, email in ROLES.items():
        administrator = role == "administrator"
        name = "Administratör, demonstration" if administrator else ""
        asked = {"email": email, "name": name, "administrator": administrator}
        accounts.open_account(session, plan=parse(AccountInput, asked), by=SYSTEM)


def links(settings: Settings) -> dict[str, str]:
    """Make one sign-in link for each role."""
    with instance.opened(settings) as database, database.transaction() as session:
        return {
            role: f"{settings.base_url}/sign-in/{_link(session, email)}"
            for role, email in ROLES.items()
        }


def _link(session: Session, email: str) -> str:
    account = session.scalars(
        select(Account).join(Person, Person.id == Account.person_id).where(Person.email == email)
    ).one()
    return accounts.mint_link(session, account.id, lasts=accounts.BY_HAND)
