"""What in a network file contradicts itself, the clock or the network as it is?"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from pydantic import BaseModel
from sqlalchemy.orm import Session

from scheduler import clock, rhythm
from scheduler.apply.faults import Fault
from scheduler.apply.reading import Entry, FileNetwork, FileScenario, NetworkFile
from scheduler.calendar import timezone
from scheduler.errors import N_, Refused
from scheduler.model import Network
from scheduler.queries import membership, networks, people
from scheduler.queries.membership import (
    MisspeltOrganisation,
    TwoOrganisations,
    UnknownOrganisation,
)

P = TypeVar("P", bound=BaseModel)


class StandsTwice(Refused):
    """Two entries are about the same thing."""

    message = N_("The same stands on line %(line)s already. Keep one of the two.")


class TwoConvenors(Refused):
    """A network has one convenor."""

    message = N_("One organisation convenes a network, and here it is “%(name)s”.")


def check(session: Session, file: NetworkFile) -> list[Fault]:
    """Give every fault of the file: those found in reading, and those that show in the whole."""
    named = _named(file)
    known = _with(named, _names_in(session, file.network))
    return [
        *file.faults,
        *_twice(file.organisations, "name", lambda plan: (plan.name.casefold(), plan.country)),
        *_twice(file.people, "email", lambda plan: people.key_of(plan.email)),
        *_twice(file.areas, "name", lambda plan: plan.name.casefold()),
        *_twice(file.series, "title", lambda plan: plan.title),
        *_twice(file.meetings, "start", lambda plan: (plan.title, plan.start)),
        *_twice_ready(file),
        *_twice(_written(file), "content.title", _title),
        *_convenor(file, named),
        *_unknown(file, known),
        *_times(file),
    ]


def _twice(
    entries: Iterable[Entry[P]], field: str, key_of: Callable[[P], object]
) -> Iterator[Fault]:
    first: dict[object, Entry[P]] = {}
    for entry in entries:
        before = first.setdefault(key_of(entry.plan), entry)
        if before is not entry:
            yield entry.fault(StandsTwice(field=field, line=before.line(field)))


def _twice_ready(file: NetworkFile) -> Iterator[Fault]:
    own = file.network.plan.language if file.network else ""
    entries = [entry for entry in file.scenarios if entry.plan.ready]
    return _twice(entries, "ready", lambda plan: (plan.ready, plan.language or own))


def _written(file: NetworkFile) -> list[Entry[FileScenario]]:
    return [entry for entry in file.scenarios if not entry.plan.ready]


def _title(plan: FileScenario) -> str:
    return (plan.content.title if plan.content else plan.title).casefold()


def _convenor(file: NetworkFile, known: list[str]) -> Iterator[Fault]:
    if file.network is None:
        return
    named = file.network.plan.convenor
    if named:
        yield from _misnamed(file.network, "convenor", named, known)
    for entry in file.organisations:
        if entry.plan.role != "convenor":
            continue
        if named and entry.plan.name.casefold() != named.casefold():
            yield entry.fault(TwoConvenors(field="role", name=named))
        named = named or entry.plan.name


def _unknown(file: NetworkFile, known: list[str]) -> Iterator[Fault]:
    for entry in file.people:
        if entry.plan.organisation:
            yield from _misnamed(entry, "organisation", entry.plan.organisation, known)


def _misnamed(entry: Entry[P], field: str, name: str, known: list[str]) -> Iterator[Fault]:
    meant = [one for one in known if one.casefold() == name.casefold()]
    if len(meant) > 1:
        yield entry.fault(TwoOrganisations(field=field, name=name))
    if meant:
        return
    keys = {one.casefold(): one for one in known}
    near = difflib.get_close_matches(name.casefold(), keys, n=1)
    if near:
        yield entry.fault(MisspeltOrganisation(field=field, name=name, nearest=keys[near[0]]))
    else:
        yield entry.fault(UnknownOrganisation(field=field, name=name))


def _times(file: NetworkFile) -> Iterator[Fault]:
    network = _as_it_will_be(file.network)
    for laid in file.series:
        try:
            rhythm.starts_of(laid.plan, network)
        except Refused as refusal:
            refusal.field = "at" if refusal.field == "start" else refusal.field
            yield laid.fault(refusal)
    for meeting in file.meetings:
        plan = meeting.plan
        try:
            timezone.resolve(plan.start, plan.time_zone or network.time_zone, fold=plan.fold)
        except Refused as refusal:
            yield meeting.fault(refusal)


def _as_it_will_be(entry: Entry[FileNetwork] | None) -> Network:
    plan = entry.plan if entry else None
    return Network(time_zone=plan.time_zone if plan else "UTC")


def _named(file: NetworkFile) -> list[str]:
    """Give the names of the file's organisations, also of those that have a fault."""
    houses = {
        (one.plan.name.casefold(), one.plan.country): one.plan.name for one in file.organisations
    }
    return _with(list(houses.values()), file.organisation_names)


def _with(names: list[str], more: Iterable[str]) -> list[str]:
    seen = {name.casefold() for name in names}
    return names + [name for name in more if name.casefold() not in seen]


def _names_in(session: Session, entry: Entry[FileNetwork] | None) -> list[str]:
    network = networks.find(session, entry.plan.slug) if entry else None
    if network is None:
        return []
    today = clock.today(network.time_zone)
    belonging = membership.organisations(session, network.id, today)
    return [one.organisation.name for one in belonging if one.organisation]
