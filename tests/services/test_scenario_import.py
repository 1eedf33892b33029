"""Is a file kept whole or not at all, whatever happens between looking and keeping?"""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM, NotAllowed
from scheduler.errors import Conflict, NotFound
from scheduler.exercise.msel import package
from scheduler.inputs.scenario_import import ImportInput
from scheduler.model import ScenarioFile
from scheduler.services import attachments, scenario_import
from scheduler.services.scenario_import import File, NeedsStart, NotImported
from tests.exercise.contents import sound
from tests.exercise.msel.sheets import csv_of
from tests.factories import a_network, an_actor
from tests.scenarios import Library

LIST = csv_of(("Nr", "Rubrik", "Tid"), ("C1", "Nytt namn", "T+5"))


@pytest.fixture
def network(time, database):
    with database.transaction() as session:
        return a_network(session).id


@pytest.fixture
def library(database, network):
    return Library(database, network)


@pytest.fixture
def look(database, network):
    """Look at a file."""

    def looked(content=LIST, by=SYSTEM, **plan):
        with database.reading() as session:
            asked, file = ImportInput(**plan), File("Lista.csv", content)
            return scenario_import.look(session, network, file=file, plan=asked, by=by)

    return looked


@pytest.fixture
def keep(database, network):
    """Keep what was found."""

    def kept(found, by=SYSTEM):
        with database.transaction() as session:
            how = {"found": found, "megabytes": 1, "by": by}
            return scenario_import.keep(session, network, **how).id

    return kept


def test_looking_writes_nothing_and_keeping_makes_a_draft(look, keep, library):
    found = look()
    assert library.lines() == []
    made = keep(found)
    assert library.versions(made) == [(1, "draft", "Lista")]
    assert [one["state"] for one in library.facts("ScenarioChanged")] == ["draft"]


def test_what_was_changed_in_between_is_not_written_over(look, keep, library):
    scenario = library.begin()
    found = look(scenario=scenario)
    library.write(scenario, title="Ändrad av någon annan")
    with pytest.raises(Conflict):
        keep(found)
    assert library.content(scenario).injects[0].title == "Ett samtal"
    keep(look(scenario=scenario))
    assert library.content(scenario).injects[0].title == "Nytt namn"


def test_an_approved_version_stays_and_the_next_is_opened(look, keep, library):
    scenario = library.begin()
    library.advance(scenario, "approved")
    keep(look(scenario=scenario))
    assert [(number, state) for number, state, _ in library.versions(scenario)] == [
        (1, "approved"),
        (2, "draft"),
    ]


def test_errors_and_times_of_day_are_not_kept(look, keep, library):
    with pytest.raises(NotImported) as no:
        keep(look(csv_of(("Nr", "Rubrik"), ("1", ""))))
    assert [one.cell for one in no.value.messages] == ["B2"]
    with pytest.raises(NeedsStart):
        keep(look(csv_of(("Nr", "Rubrik", "Tid"), ("1", "a", "09:30"))))
    assert library.lines() == []


def test_papers_are_kept_once_and_only_kinds_that_are_taken(look, keep, database):
    paper = b"%PDF-1.7 karta"
    sha256 = hashlib.sha256(paper).hexdigest()
    said = {"name": "Karta.pdf", "sha256": sha256, "media_type": "application/pdf", "size": 14}
    found = look(package.write(sound(papers=[said]), {sha256: paper}))
    made = keep(found)
    again = look(package.write(sound(papers=[said], title="Ny"), {sha256: paper}), scenario=made)
    assert keep(again) == made
    with database.reading() as session:
        kept = [(row.sha256, row.content) for row in session.scalars(select(ScenarioFile))]
    assert kept == [(sha256, paper)]
    odd = replace(found.preview, papers={sha256: b"\x7fELF"})
    with pytest.raises(attachments.NotTaken):
        keep(found._replace(preview=odd))


def test_only_who_leads_exercises_may_and_only_in_their_own_network(look, network, database):
    with pytest.raises(NotAllowed):
        look(by=an_actor(network, "member"))
    with database.transaction() as session:
        other = a_network(session, slug="annat", people_=()).id
        elsewhere = Library(database, other)
    scenario = elsewhere.begin()
    with pytest.raises(NotFound):
        look(scenario=scenario)
    with pytest.raises(NotFound):
        look(by=an_actor(other, "facilitator"))
