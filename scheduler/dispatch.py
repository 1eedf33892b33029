"""How does a fact reach what follows from it?

`record` writes a fact and one due row per reaction in the command's own transaction; `react` runs
one reaction later, in a transaction with its receipt. The table itself is scheduler/reactions.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar

from pydantic import TypeAdapter
from sqlalchemy.orm import Session

from scheduler import due, events
from scheduler.clock import now
from scheduler.events import Event
from scheduler.model.log import EventRow

E = TypeVar("E", bound=Event)
Handler = Callable[[Session, Any], None]
Reactions = Mapping[type[Event], tuple[Handler, ...]]

_KINDS = {kind.__name__: kind for kind in events.FACTS}
_ADAPTERS: dict[str, TypeAdapter[Event]] = {
    name: TypeAdapter(kind) for name, kind in _KINDS.items()
}
_installed: dict[type[Event], tuple[Handler, ...]] = {}


class Rule(NamedTuple):
    """One line of the reactions table."""

    kind: type[Event]
    handlers: tuple[Handler, ...]


def on(kind: type[E], *handlers: Callable[[Session, E], None]) -> Rule:
    """Say what follows from a fact; a handler of another fact is a type error."""
    return Rule(kind, handlers)


def table(*rules: Rule) -> Reactions:
    """Make the reactions table and install it; every fact stands in it exactly once."""
    made = {rule.kind: rule.handlers for rule in rules}
    missing = set(events.FACTS) - set(made)
    if missing or len(made) != len(rules):
        names = sorted(kind.__name__ for kind in missing)
        raise ValueError(f"every fact needs one line in the reactions table; missing: {names}")
    _installed.clear()
    _installed.update(made)
    return made


def record(session: Session, event: Event) -> EventRow:
    """Write down that something happened, and the work that follows."""
    row = EventRow(
        kind=type(event).__name__,
        by=event.by,
        subject=event.subject,
        network_id=event.network_id,
        body=to_json(event),
    )
    session.add(row)
    session.flush()
    for handler in _installed[type(event)]:
        name = name_of(handler)
        due.add(
            session,
            kind="react",
            lane="reactions",
            key=f"react:{row.id}:{name}",
            due_at=now(),
            network_id=event.network_id,
            event_id=row.id,
            body={"handler": name},
        )
    return row


def react(session: Session, work: due.Work) -> None:
    """Run the one reaction that a due row names."""
    row = session.get_one(EventRow, work.event_id)
    event = from_json(row)
    for handler in _installed[type(event)]:
        if name_of(handler) == work.body["handler"]:
            handler(session, event)


def name_of(handler: Handler) -> str:
    """Give a handler's stable name: its module and function, "mail.send_calls"."""
    return f"{handler.__module__.rpartition('.')[2]}.{handler.__name__}"


def to_json(event: Event) -> dict[str, Any]:
    """Give a fact's own fields as JSON (who, what and where stand in columns)."""
    plain: dict[str, Any] = _ADAPTERS[type(event).__name__].dump_python(event, mode="json")
    return {
        key: value for key, value in plain.items() if key not in {"by", "subject", "network_id"}
    }


def from_json(row: EventRow) -> Event:
    """Give the fact that a row holds."""
    values = {**row.body, "by": row.by, "subject": row.subject, "network_id": row.network_id}
    return _ADAPTERS[row.kind].validate_python(values)
