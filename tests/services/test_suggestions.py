"""What becomes of the injects, papers and capabilities that a network's scenarios are given?"""

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM, NotAllowed
from scheduler.errors import NotFound
from scheduler.inputs.scenario import CapabilitiesInput
from scheduler.model import Scenario, ScenarioFile, ScenarioVersion
from scheduler.queries import scenarios as query
from scheduler.queries import suggestions as suggested
from scheduler.services import capabilities, scenario_files
from scheduler.services.capabilities import CodeTwice
from scheduler.services.suggestions import (
    EnoughSuggested,
    SayWhyNot,
    SuggestionDecidedAlready,
    TakesNoSuggestions,
)
from tests.factories import a_network, an_actor
from tests.scenarios import Library


@pytest.fixture
def network(time, database):
    with database.transaction() as session:
        return a_network(session).id


@pytest.fixture
def library(database, network):
    return Library(database, network)


@pytest.fixture
def member(library):
    return library.person("member")


@pytest.fixture
def lead(network):
    return an_actor(network, "facilitator")


def test_what_members_suggest_becomes_a_draft_inject_or_is_answered(
    time, database, network, library, member, lead
):
    scenario = library.begin()
    taken = library.suggest(scenario, by=member)
    time.forward(seconds=1)
    declined = library.suggest(scenario, by=member, title="Ej")
    library.decide(taken, "taken", by=lead)
    with pytest.raises(SayWhyNot):
        library.decide(declined, "declined", by=lead)
    library.decide(declined, "declined", "Finns redan.", by=lead)
    with pytest.raises(SuggestionDecidedAlready):
        library.decide(taken, "declined", "Nej", by=lead)
    inject = library.content(scenario).injects[-1]
    assert (inject.key, inject.title, inject.text, inject.status) == (
        "S1",
        "Pressen ringer",
        "En fråga",
        "draft",
    )
    with database.reading() as session:
        found = suggested.of_scenario(session, scenario, member)
        assert [(one.title, one.state, one.answer, one.inject_key) for one in found] == [
            ("Pressen ringer", "taken", "", "S1"),
            ("Ej", "declined", "Finns redan.", ""),
        ]
        assert suggested.of_scenario(session, scenario, an_actor(network, "member")) == []


def test_a_suggestion_for_an_approved_scenario_opens_the_next_draft(library):
    scenario = library.begin()
    library.advance(scenario, "approved")
    for _ in range(2):
        library.decide(library.suggest(scenario), "taken")
    assert library.versions(scenario) == [(1, "approved", "Ett rykte"), (2, "draft", "Ett rykte")]
    assert [inject.key for inject in library.content(scenario).injects] == ["C1", "S1", "S2"]


def test_suggestions_are_bounded_and_none_is_taken_for_what_is_out_of_use(library, member):
    scenario = library.begin()
    for number in range(20):
        library.suggest(scenario, by=member, title=f"Inspel {number}")
    with pytest.raises(EnoughSuggested):
        library.suggest(scenario, by=member)
    with pytest.raises(NotAllowed):
        library.decide(library.suggest(scenario), "taken", by=member)
    library.advance(scenario, "retired")
    with pytest.raises(TakesNoSuggestions):
        library.suggest(scenario)


def test_a_paper_is_kept_once_for_all_versions_and_given_to_its_audience(database, library):
    scenario = library.begin()
    library.add_paper(scenario, "Facit.txt", b"Ett", "evaluators")
    first = library.advance(scenario, "approved")
    library.add_paper(scenario, "Facit.txt", "Två".encode(), "evaluators")
    with database.transaction() as session:
        version = session.get_one(ScenarioVersion, first)
        assert query.paper(session, version, "Facit.txt", {"all", "evaluators"})[1] == b"Ett"
        for audiences in ({"all"}, {"all", "facilitators"}):
            with pytest.raises(NotFound):
                query.paper(session, version, "Facit.txt", audiences)
        newest = session.get_one(Scenario, scenario).versions[-1]
        assert query.paper(session, newest, "Facit.txt", {"evaluators"})[1] == "Två".encode()
        scenario_files.remove(session, scenario, "Facit.txt", by=SYSTEM)
        assert newest.content.get("papers") is None
        assert len(session.scalars(select(ScenarioFile)).all()) == 2


def test_a_networks_capabilities_are_written_as_a_whole(database, network, member, lead):
    def put(*items, by=lead):
        with database.transaction() as session:
            plan = CapabilitiesInput.model_validate({"items": items})
            found = capabilities.put(session, network, plan=plan, by=by)
            return [(one.code, one.name, one.text) for one in found]

    dela, larma = {"code": "F2", "name": "Dela"}, {"code": "F1", "name": "Larma", "text": "I tid"}
    assert put(dela, larma) == [("F1", "Larma", "I tid"), ("F2", "Dela", "")]
    assert put({"code": "F2", "name": "Dela lägesbild"}) == [("F2", "Dela lägesbild", "")]
    with pytest.raises(CodeTwice) as refused:
        put(larma, larma)
    assert refused.value.field == "items.1.code"
    with pytest.raises(NotAllowed):
        put(by=member)
    assert put() == []


def test_facts_hold_no_words_of_a_scenario(library):
    scenario = library.begin()
    library.write(scenario, title="Ett annat rykte")
    library.decide(library.suggest(scenario), "taken")
    facts = library.facts("ScenarioChanged", "SuggestionMade", "SuggestionDecided")
    assert len(facts) == 5
    assert [word for word in ("rykte", "samtal", "Pressen") if word in str(facts)] == []
