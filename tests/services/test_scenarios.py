"""What happens when a scenario is begun, written, approved, run, retired, or suggested for?"""

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM, Actor, NotAllowed
from scheduler.errors import Conflict, NotFound
from scheduler.exercise.canonical import content_hash
from scheduler.exercise.content import Content
from scheduler.exercise.ready import ready
from scheduler.inputs.scenario import (
    ApprovalInput,
    CapabilitiesInput,
    ScenarioInput,
    ScenarioPatch,
    SuggestionDecisionInput,
    SuggestionInput,
)
from scheduler.model import EventRow, Scenario, ScenarioFile, ScenarioVersion
from scheduler.queries import scenarios as query
from scheduler.queries import suggestions as suggested
from scheduler.services import capabilities, scenario_files, scenarios, suggestions
from scheduler.services.capabilities import CodeTwice
from scheduler.services.scenario_files import Given
from scheduler.services.scenarios import NobodyProposes, NoSuchStep, NotApproved
from scheduler.services.suggestions import (
    EnoughSuggested,
    SayWhyNot,
    SuggestionDecidedAlready,
    TakesNoSuggestions,
)
from tests.factories import a_network, a_person, an_actor

WORDS = {"title": "Ett rykte", "language": "sv", "injects": [{"key": "C1", "title": "Ett samtal"}]}


@pytest.fixture
def network(time, database):
    with database.transaction() as session:
        return a_network(session).id


@pytest.fixture
def member(database, network):
    """Maja, who is a member."""
    with database.transaction() as session:
        person = a_person(session, network, "maja@kumla.example").id
    roles = {network: frozenset({"member"})}
    return Actor(kind="person", id=person, person_id=person, roles=roles)


@pytest.fixture
def lead(network):
    return an_actor(network, "facilitator")


@pytest.fixture
def begin(database, network):
    def done(by=SYSTEM, **plan):
        with database.transaction() as session:
            given = plan or {"content": WORDS}
            parsed = ScenarioInput.model_validate(given)
            return scenarios.create(session, network, plan=parsed, by=by).id

    return done


@pytest.fixture
def write(database):
    def done(scenario, by=SYSTEM, edited=None, note="", **fields):
        with database.transaction() as session:
            newest = session.get_one(Scenario, scenario).versions[-1]
            plan = ScenarioPatch(
                content=Content.model_validate(newest.content | fields), change_note=note
            )
            made = scenarios.write(session, scenario, plan=plan, edited=edited, by=by)
            return made.number, made.state, made.edited

    return done


@pytest.fixture
def advance(database):
    def done(scenario, state, by=SYSTEM, note=""):
        with database.transaction() as session:
            version = session.get_one(Scenario, scenario).versions[-1].id
            plan = ApprovalInput(state=state, note=note)
            return scenarios.advance(session, version, plan=plan, by=by).id

    return done


@pytest.fixture
def suggest(database):
    def done(scenario, by=SYSTEM, title="Pressen ringer", text="En fråga"):
        with database.transaction() as session:
            plan = SuggestionInput(title=title, text=text)
            return suggestions.suggest(session, scenario, plan=plan, by=by).id

    return done


@pytest.fixture
def decide(database):
    def done(suggestion, state, answer="", by=SYSTEM):
        with database.transaction() as session:
            plan = SuggestionDecisionInput(state=state, answer=answer)
            suggestions.decide(session, suggestion, plan=plan, by=by)

    return done


def versions(database, scenario):
    with database.reading() as session:
        rows = session.get_one(Scenario, scenario).versions
        return [(row.number, row.state, row.content["title"]) for row in rows]


def lines(database, network, by):
    with database.reading() as session:
        return query.of_network(session, network, by)


def view(database, scenario, by=SYSTEM, number=None):
    with database.reading() as session:
        return query.one(session, scenario, by, number)


def facts(database, kind="ScenarioChanged"):
    with database.reading() as session:
        rows = session.scalars(select(EventRow).where(EventRow.kind == kind).order_by(EventRow.id))
        return [row.body for row in rows]


def test_a_scenario_begins_as_a_draft(database, network, begin):
    scenario = begin()
    line = lines(database, network, SYSTEM)[0]
    assert (line.title, line.language, line.source, line.proposed) == ("Ett rykte", "sv", "", False)
    assert (line.newest.number, line.newest.state, line.injects) == (1, "draft", 1)
    assert line.usable is None
    assert line.newest.hash == content_hash(Content.model_validate(WORDS))
    assert versions(database, scenario) == [(1, "draft", "Ett rykte")]


def test_a_title_is_enough_and_the_language_is_the_networks(database, begin):
    content = view(database, begin(title="Tomt")).content
    assert content == Content(title="Tomt", language="sv")


def test_a_ready_scenario_comes_whole_in_either_language(database, begin):
    for language in ("sv", "en"):
        found = view(database, begin(ready="C", language=language))
        assert found.content == ready("C", language)
        assert found.line.source == "ready:C"


def test_what_is_written_is_in_the_draft_and_unchanged_content_writes_nothing(
    database, begin, write
):
    scenario = begin()
    assert write(scenario, title="Två rykten") == (1, "draft", 2)
    assert write(scenario, title="Två rykten") == (1, "draft", 2)
    assert versions(database, scenario) == [(1, "draft", "Två rykten")]
    with database.reading() as session:
        assert session.get_one(Scenario, scenario).title == "Två rykten"
    assert len(facts(database)) == 2


def test_two_who_write_a_scenario_are_told_of_each_other(begin, write):
    scenario = begin()
    write(scenario, edited=1, title="Två rykten")
    with pytest.raises(Conflict):
        write(scenario, edited=1, title="Tre rykten")
    assert write(scenario, edited=2, title="Tre rykten") == (1, "draft", 3)


def test_an_approved_version_stays_and_writing_opens_the_next(database, begin, write, advance):
    scenario = begin()
    advance(scenario, "review")
    advance(scenario, "approved")
    assert write(scenario, edited=1, note="Kortare", title="Två rykten") == (2, "draft", 2)
    assert versions(database, scenario) == [
        (1, "approved", "Ett rykte"),
        (2, "draft", "Två rykten"),
    ]
    found = view(database, scenario)
    assert (found.version.number, found.version.change_note) == (2, "Kortare")
    assert found.line.usable.number == 1
    assert view(database, scenario, number=1).content.title == "Ett rykte"


def test_writing_in_what_was_approved_meanwhile_is_told(begin, write, advance):
    scenario = begin()
    advance(scenario, "approved")
    write(scenario, edited=1, title="Två rykten")
    with pytest.raises(Conflict):
        write(scenario, edited=1, title="Tre rykten")


@pytest.mark.parametrize(
    ("way", "refused"),
    [
        (("approved",), "draft"),
        (("approved",), "review"),
        (("retired",), "draft"),
        (("retired",), "approved"),
    ],
)
def test_a_version_takes_no_way_back_from_what_is_settled(begin, advance, way, refused):
    scenario = begin()
    for state in way:
        advance(scenario, state)
    with pytest.raises(NoSuchStep):
        advance(scenario, refused)


def test_only_what_is_approved_is_run_and_is_locked_by_it(database, begin, write, advance):
    scenario = begin()
    version = advance(scenario, "review")
    with database.transaction() as session, pytest.raises(NotApproved):
        scenarios.lock(session, version)
    advance(scenario, "approved")
    for _ in range(2):
        with database.transaction() as session:
            scenarios.lock(session, version)
    assert versions(database, scenario) == [(1, "locked", "Ett rykte")]
    assert write(scenario, title="Två rykten") == (2, "draft", 2)


def test_an_approval_notes_who_and_when(time, database, begin, advance):
    scenario = begin()
    version = advance(scenario, "approved")
    with database.reading() as session:
        row = session.get_one(ScenarioVersion, version)
        assert (row.approved_by, row.approved_at) == ("system", time())


def test_a_scenario_all_of_whose_versions_are_retired_is_out_of_use_until_it_is_written(
    database, network, begin, write, advance
):
    scenario = begin()
    advance(scenario, "retired")
    assert lines(database, network, SYSTEM)[0].retired
    write(scenario, title="Igen")
    assert not lines(database, network, SYSTEM)[0].retired


def test_a_members_scenario_is_a_proposal_that_is_theirs_until_it_is_approved(
    database, network, begin, write, advance, member, lead
):
    scenario = begin(by=member)
    line = lines(database, network, member)[0]
    assert (line.proposed, line.mine, line.proposed_by) == (True, True, "Maja")
    assert write(scenario, by=member, title="Mitt rykte") == (1, "draft", 2)
    advance(scenario, "review", by=member)
    with pytest.raises(NotAllowed):
        advance(scenario, "approved", by=member)
    advance(scenario, "approved", by=lead)
    with pytest.raises(NotAllowed):
        write(scenario, by=member, title="Mitt igen")
    assert [one.title for one in lines(database, network, member)] == ["Mitt rykte"]
    with pytest.raises(NotFound):
        view(database, scenario, by=member)


def test_members_see_no_scenario_but_their_own(database, network, begin, member, lead):
    scenario = begin()
    begin(by=member, title="Mitt")
    assert [line.title for line in lines(database, network, member)] == ["Mitt"]
    assert [line.title for line in lines(database, network, lead)] == ["Ett rykte", "Mitt"]
    for number in (None, 1):
        with pytest.raises(NotFound):
            view(database, scenario, by=member, number=number)
    with database.reading() as session, pytest.raises(NotFound):
        query.compared(session, scenario, member, before=1, after=1)


def test_who_may_begin_a_scenario(begin, network, member):
    with pytest.raises(NotAllowed):
        begin(by=member, ready="C")
    with pytest.raises(NobodyProposes):
        begin(by=Actor(kind="token", roles={network: frozenset({"member"})}))
    with pytest.raises(NotAllowed):
        begin(by=an_actor(network, "observer"), title="X")
    with pytest.raises(NotFound):
        begin(by=an_actor(member.id, "coordinator"), title="X")


def test_a_copy_has_the_words_and_the_files_of_the_newest_version(database, begin):
    scenario = begin()
    with database.transaction() as session:
        given = Given("Karta.txt", b"Gator", "facilitators")
        scenario_files.add(session, scenario, given=given, megabytes=1, by=SYSTEM)
        made = scenarios.copy(session, scenario, title="Kopia", by=SYSTEM)
        version = made.versions[0]
        assert (version.number, version.state, made.title) == (1, "draft", "Kopia")
        assert query.paper(session, version, "Karta.txt", {"facilitators"})[1] == b"Gator"


def test_what_members_suggest_becomes_a_draft_inject_or_is_answered(
    database, network, begin, suggest, decide, member, lead
):
    scenario = begin()
    taken, declined = suggest(scenario, by=member), suggest(scenario, by=member, title="Ej")
    decide(taken, "taken", by=lead)
    with pytest.raises(SayWhyNot):
        decide(declined, "declined", by=lead)
    decide(declined, "declined", "Finns redan.", by=lead)
    with pytest.raises(SuggestionDecidedAlready):
        decide(taken, "declined", "Nej", by=lead)
    inject = view(database, scenario).content.injects[-1]
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


def test_a_suggestion_for_an_approved_scenario_opens_the_next_draft(
    database, begin, advance, suggest, decide
):
    scenario = begin()
    advance(scenario, "approved")
    decide(suggest(scenario), "taken")
    decide(suggest(scenario), "taken")
    assert versions(database, scenario) == [
        (1, "approved", "Ett rykte"),
        (2, "draft", "Ett rykte"),
    ]
    assert [inject.key for inject in view(database, scenario).content.injects] == ["C1", "S1", "S2"]


def test_suggestions_are_bounded_and_none_is_taken_for_what_is_out_of_use(
    begin, advance, suggest, member, decide
):
    scenario = begin()
    for number in range(20):
        suggest(scenario, by=member, title=f"Inspel {number}")
    with pytest.raises(EnoughSuggested):
        suggest(scenario, by=member)
    with pytest.raises(NotAllowed):
        decide(suggest(scenario), "taken", by=member)
    advance(scenario, "retired")
    with pytest.raises(TakesNoSuggestions):
        suggest(scenario)


def test_a_paper_is_kept_once_for_all_versions_and_given_to_its_audience(database, begin, advance):
    scenario = begin()

    def add(content):
        with database.transaction() as session:
            given = Given("Facit.txt", content, "evaluators")
            scenario_files.add(session, scenario, given=given, megabytes=1, by=SYSTEM)

    add(b"Ett")
    first = advance(scenario, "approved")
    add("Två".encode())
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

    assert put(
        {"code": "F2", "name": "Dela"}, {"code": "F1", "name": "Larma", "text": "I tid"}
    ) == [
        ("F1", "Larma", "I tid"),
        ("F2", "Dela", ""),
    ]
    assert put({"code": "F2", "name": "Dela lägesbild"}) == [("F2", "Dela lägesbild", "")]
    with pytest.raises(CodeTwice) as refused:
        put({"code": "F1", "name": "A"}, {"code": "F1", "name": "B"})
    assert refused.value.field == "items.1.code"
    with pytest.raises(NotAllowed):
        put(by=member)
    assert put() == []


def test_facts_hold_no_words_of_a_scenario(database, begin, write, suggest):
    scenario = begin()
    write(scenario, title="Ett annat rykte")
    suggest(scenario)
    told = str(facts(database) + facts(database, "SuggestionMade"))
    assert [word for word in ("rykte", "samtal", "Pressen") if word in told] == []
