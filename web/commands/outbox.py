"""Which letters have left, and which wait?"""

from __future__ import annotations

import json
from typing import Any, get_args
from uuid import UUID

import click
from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.model.letter import Letter, LetterState
from scheduler.services import letters
from web.commands.context import Instance, pass_instance


@click.group()
def outbox() -> None:
    """Letters: sent, waiting, in doubt."""


@outbox.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--state", type=click.Choice(get_args(LetterState)), help="Only letters so.")
@pass_instance
def list_(here: Instance, *, as_json: bool, state: str | None) -> None:
    """List letters, the latest first."""
    chosen = select(Letter).order_by(Letter.queued_at.desc(), Letter.id)
    if state is not None:
        chosen = chosen.where(Letter.state == state)
    with here.database() as database, database.reading() as session:
        found = [_shown(letter) for letter in session.scalars(chosen)]
    if as_json:
        click.echo(json.dumps({"items": found}, ensure_ascii=False, indent=2))
        return
    for letter in found:
        words = [letter["sent_at"] or letter["queued_at"], letter["state"], letter["kind"]]
        words += [letter["to"], letter["subject"], letter["reason"]]
        if letter["state"] != "sent":
            words.append(letter["answer"])  # what the mail server said at the last try
        click.echo("  ".join(word for word in words if word))


@outbox.command()
@click.argument("letter", nargs=-1, type=click.UUID)
@pass_instance
def release(here: Instance, letter: tuple[UUID, ...]) -> None:
    """Let held letters go: those named, or all. What is no longer true is withdrawn instead."""
    held = select(Letter.id).where(Letter.state == "held")
    if letter:
        held = held.where(Letter.id.in_(letter))
    with here.database() as database, database.transaction() as session:
        found = session.scalars(held).all()
        for one in found:
            letters.retry(session, one, by=SYSTEM)
    click.echo(f"{len(found)} letters will be tried now.")


def _shown(letter: Letter) -> dict[str, Any]:
    return {
        "id": str(letter.id),
        "state": letter.state,
        "kind": letter.kind,
        "method": letter.method,
        "to": letter.recipient or letter.person.email,
        "subject": letter.subject,
        "queued_at": letter.queued_at.isoformat(),
        "sent_at": letter.sent_at.isoformat() if letter.sent_at else None,
        "tries": letter.tries,
        "reason": letter.reason,
        "answer": letter.answer,
    }
