"""Has anybody altered what has happened?

Each fact's hash covers the one before it. `audit verify` notes how far the chain went and its hash
in `DIR/audit.json`; a later run finds any fact that was altered, removed or slipped in up to
there. The versions of minutes are chains of their own and are checked too. Whoever can write both
the database and that file can deceive it: keep the printed head elsewhere too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.clock import now
from scheduler.errors import N_, Refused
from scheduler.model.log import EventRow
from scheduler.services import exercise_reports, versions
from web.commands.context import Instance, pass_instance

START = "0" * 64


class Altered(Refused):
    """The chain does not give the hash that was noted."""

    message = N_(
        "The log of facts was altered: its first %(id)s facts are not those that were noted on "
        "%(at)s. Compare with a backup from before that day."
    )


class ReportAltered(Refused):
    """A report that was kept says something else than it did."""

    message = N_("Version %(number)s of the report about exercise %(exercise)s has been altered.")


class VersionAltered(Refused):
    """Approved minutes are not what they were."""

    message = N_(
        "Version %(number)s of the minutes %(minutes)s was altered or stands in a wrong place. "
        "Compare with a backup from before."
    )


class NotReadable(Refused):
    """The notes of earlier runs cannot be read."""

    message = N_("%(path)s cannot be read as notes of this command. Bring it back from a copy.")


@click.group()
def audit() -> None:
    """The log of all that has happened."""


@audit.command()
@pass_instance
def verify(here: Instance) -> None:
    """Check the log of facts and the kept minutes; note how far the log goes now."""
    notes_file = here.folder / "audit.json"
    _verify_kept(here)
    notes = read_notes(notes_file)
    noted = {note["id"]: note for note in notes}
    head, count, last = START, 0, 0
    with here.database() as database, database.reading() as session:
        for last, head in chain(session):
            count += 1
            note = noted.pop(last, None)
            if note is not None and (note["head"], note["count"]) != (head, count):
                raise Altered(id=last, at=note["at"])
    if noted:
        first = min(noted.values(), key=lambda note: note["id"])
        raise Altered(id=first["id"], at=first["at"])
    if count and (not notes or notes[-1]["id"] != last):
        notes.append({"id": last, "count": count, "head": head, "at": now().isoformat()})
        write_notes(notes_file, notes)
    click.echo(f"{count} facts, none altered since they were noted. Head: {head}")


def _verify_kept(here: Instance) -> None:
    with here.database() as database, database.reading() as session:
        for version in versions.broken(session):
            raise VersionAltered(number=version.number, minutes=version.minutes_id)
        for report in exercise_reports.broken(session):
            raise ReportAltered(number=report.number, exercise=report.exercise_id)


def chain(session: Session) -> Iterator[tuple[int, str]]:
    """Give each fact's id and hash, which covers all facts up to it (SHA-256, hexadecimal)."""
    head = START
    for row in session.scalars(
        select(EventRow).order_by(EventRow.id).execution_options(yield_per=500)
    ):
        head = hashlib.sha256(f"{head}\n{_line(row)}".encode()).hexdigest()
        yield row.id, head


def read_notes(path: Path) -> list[dict[str, Any]]:
    """Read what earlier runs noted, oldest first."""
    if not path.exists():
        return []
    try:
        notes = json.loads(path.read_text(encoding="utf-8"))
        return sorted(
            ({name: note[name] for name in ("id", "count", "head", "at")} for note in notes),
            key=lambda note: int(note["id"]),
        )
    except (ValueError, KeyError, TypeError):
        raise NotReadable(path=path) from None


def write_notes(path: Path, notes: list[dict[str, Any]]) -> None:
    """Write the notes whole."""
    part = path.with_name(path.name + ".part")
    part.write_text(json.dumps(notes, indent=1), encoding="utf-8")
    part.rename(path)


def _line(row: EventRow) -> str:
    network = str(row.network_id) if row.network_id else None
    values = [row.id, row.kind, row.at.isoformat(), row.by, str(row.subject), network, row.body]
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
