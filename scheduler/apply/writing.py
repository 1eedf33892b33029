"""How is a network made as its file says?"""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.apply import belonging, checking, planned, scenarios, working
from scheduler.apply.faults import FaultyFile
from scheduler.apply.reading import Entry, FileNetwork, NetworkFile
from scheduler.apply.report import Report
from scheduler.apply.run import Run, told
from scheduler.model import Network
from scheduler.queries import networks as known
from scheduler.services import networks


def apply(
    session: Session,
    file: NetworkFile,
    *,
    by: Actor,
    demo: bool = False,
    since: date | None = None,
) -> Report:
    """Create or change what the file names; raises FaultyFile with every fault, nothing written.

    `since` is the first day of new memberships, by default today.
    """
    faults = checking.check(session, file)
    if faults or file.network is None:
        raise FaultyFile(file.name, faults)
    report = Report()
    with told(file.name, file.network):
        network = _network(session, file.network, report, by=by, demo=demo)
    _fill(Run(session, file.name, by, network, since, report), file, file.network.plan.convenor)
    return report


def _network(
    session: Session, entry: Entry[FileNetwork], report: Report, *, by: Actor, demo: bool
) -> Network:
    network = known.find(session, entry.plan.slug)
    if network is None:
        network = networks.create(session, plan=entry.plan, by=by, demo=demo)
        report.add("+", "network", network.name)
        return network
    changed = tuple(networks.differences(network, entry.plan))
    if changed:
        networks.change(session, network.id, plan=entry.plan, by=by)
    report.add("~" if changed else "=", "network", network.name, changed)
    return network


def _fill(run: Run, file: NetworkFile, convenor: str) -> None:
    for house in file.organisations:
        convenes = house.plan.name.casefold() == convenor.casefold()
        with told(run.file, house):
            belonging.put_organisation(run, house.plan, convenes=convenes)
    for person in file.people:
        with told(run.file, person):
            belonging.put_person(run, person.plan)
    for area in file.areas:
        with told(run.file, area):
            working.put_area(run, area.plan)
    for rhythm in file.series:
        with told(run.file, rhythm):
            planned.put_series(run, rhythm.plan)
    for meeting in file.meetings:
        with told(run.file, meeting):
            planned.put_meeting(run, meeting.plan)
    for scenario in file.scenarios:
        with told(run.file, scenario):
            scenarios.put_scenario(run, scenario.plan)
    belonging.note_unnamed(run, file)
    working.note_unnamed(run, file)
    planned.note_unnamed(run, file)
    scenarios.note_unnamed(run, file)
