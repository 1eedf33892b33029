"""What happens when a scenario is begun, written, approved, run, retired or copied?"""

import pytest

from scheduler.actor import SYSTEM, Actor, NotAllowed
from scheduler.errors import Conflict, NotFound
from scheduler.exercise.canonical import content_hash
from scheduler.exercise.content import Content
from scheduler.exercise.ready import ready
from scheduler.model import Scenario, ScenarioVersion
from scheduler.queries import scenarios as query
from scheduler.services import scenarios
from scheduler.services.scenarios import NobodyProposes, NoSuchStep
from tests.factories import a_network, an_actor
from tests.scenarios import WORDS, Library


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


def test_a_scenario_begins_as_a_draft(library):
    scenario = library.begin()
    line = library.lines()[0]
    assert (line.title, line.language, line.source, line.proposed) == ("Ett rykte", "sv", "", False)
    assert (line.newest.number, line.newest.state, line.injects) == (1, "draft", 1)
    assert line.usable is None
    assert line.newest.hash == content_hash(Content.model_validate(WORDS))
    assert library.versions(scenario) == [(1, "draft", "Ett rykte")]


def test_a_title_is_enough_and_the_language_is_the_networks(library):
    scenario = library.begin(title="Tomt")
    assert library.content(scenario) == Content(title="Tomt", language="sv")


def test_a_ready_scenario_comes_whole_in_either_language(library):
    for language in ("sv", "en"):
        found = library.view(library.begin(ready="C", language=language))
        assert found.content == ready("C", language)
        assert found.line.source == "ready:C"


def test_what_is_written_is_in_the_draft_and_unchanged_content_writes_nothing(library):
    scenario = library.begin()
    for _ in range(2):
        assert library.write(scenario, title="Två rykten") == (1, "draft", 2)
    assert library.versions(scenario) == [(1, "draft", "Två rykten")]
    assert library.lines()[0].title == "Två rykten"
    assert len(library.facts("ScenarioChanged")) == 2


def test_two_who_write_a_scenario_are_told_of_each_other(library):
    scenario = library.begin()
    library.write(scenario, edited=1, title="Två rykten")
    with pytest.raises(Conflict):
        library.write(scenario, edited=1, title="Tre rykten")
    assert library.write(scenario, edited=2, title="Tre rykten") == (1, "draft", 3)


def test_an_approved_version_stays_and_writing_opens_the_next(library):
    scenario = library.begin()
    library.advance(scenario, "review", "approved")
    assert library.write(scenario, edited=1, note="Kortare", title="Två") == (2, "draft", 2)
    assert library.versions(scenario) == [(1, "approved", "Ett rykte"), (2, "draft", "Två")]
    found = library.view(scenario)
    assert (found.version.number, found.version.change_note) == (2, "Kortare")
    assert found.line.usable.number == 1
    assert library.view(scenario, number=1).content.title == "Ett rykte"


def test_writing_beside_the_draft_that_another_has_opened_is_told(library):
    scenario = library.begin()
    library.advance(scenario, "approved")
    library.write(scenario, edited=1, title="Två rykten")
    with pytest.raises(Conflict):
        library.write(scenario, edited=1, title="Tre rykten")


@pytest.mark.parametrize(
    ("settled", "refused"),
    [
        ("approved", "draft"),
        ("approved", "review"),
        ("retired", "draft"),
        ("retired", "approved"),
    ],
)
def test_a_version_takes_no_way_back_from_what_is_settled(library, settled, refused):
    scenario = library.begin()
    library.advance(scenario, settled)
    with pytest.raises(NoSuchStep):
        library.advance(scenario, refused)


def test_a_version_that_was_run_stays_and_writing_opens_the_next(database, library):
    scenario = library.begin()
    version = library.advance(scenario, "approved")
    with database.transaction() as session:
        session.get_one(ScenarioVersion, version).state = "locked"
    assert library.write(scenario, title="Två rykten") == (2, "draft", 2)
    assert library.versions(scenario) == [(1, "locked", "Ett rykte"), (2, "draft", "Två rykten")]


def test_an_approval_notes_who_and_when(time, database, library):
    version = library.advance(library.begin(), "approved")
    with database.reading() as session:
        row = session.get_one(ScenarioVersion, version)
        assert (row.approved_by, row.approved_at) == ("system", time())


def test_a_scenario_all_of_whose_versions_are_retired_is_out_of_use_until_it_is_written(library):
    scenario = library.begin()
    library.advance(scenario, "retired")
    assert library.lines()[0].retired
    library.write(scenario, title="Igen")
    assert not library.lines()[0].retired


def test_a_members_scenario_is_a_proposal_that_is_theirs_until_it_is_approved(
    library, member, lead
):
    scenario = library.begin(by=member)
    line = library.lines(member)[0]
    assert (line.proposed, line.mine, line.proposed_by) == (True, True, "Maja")
    assert library.write(scenario, by=member, title="Mitt rykte") == (1, "draft", 2)
    library.advance(scenario, "review", by=member)
    with pytest.raises(NotAllowed):
        library.advance(scenario, "approved", by=member)
    library.advance(scenario, "approved", by=lead)
    with pytest.raises(NotAllowed):
        library.write(scenario, by=member, title="Mitt igen")
    assert [one.title for one in library.lines(member)] == ["Mitt rykte"]
    with pytest.raises(NotFound):
        library.view(scenario, by=member)


def test_members_see_no_scenario_but_their_own(database, library, member, lead):
    scenario = library.begin()
    library.begin(by=member, title="Mitt")
    assert [line.title for line in library.lines(member)] == ["Mitt"]
    assert [line.title for line in library.lines(lead)] == ["Ett rykte", "Mitt"]
    for number in (None, 1):
        with pytest.raises(NotFound):
            library.view(scenario, by=member, number=number)
    with database.reading() as session, pytest.raises(NotFound):
        query.compared(session, scenario, member, before=1, after=1)


def test_who_may_begin_a_scenario(library, network, member):
    with pytest.raises(NotAllowed):
        library.begin(by=member, ready="C")
    with pytest.raises(NobodyProposes):
        library.begin(by=Actor(kind="token", roles={network: frozenset({"member"})}))
    with pytest.raises(NotAllowed):
        library.begin(by=an_actor(network, "observer"), title="X")
    with pytest.raises(NotFound):
        library.begin(by=an_actor(member.id, "coordinator"), title="X")


def test_a_copy_has_the_words_and_the_files_of_the_newest_version(database, library):
    scenario = library.begin()
    library.add_paper(scenario, "Karta.txt", b"Gator", "facilitators")
    with database.transaction() as session:
        made = scenarios.copy(session, scenario, title="Kopia", by=SYSTEM).id
    assert library.versions(made) == [(1, "draft", "Kopia")]
    with database.reading() as session:
        version = session.get_one(Scenario, made).versions[0]
        assert query.paper(session, version, "Karta.txt", {"facilitators"})[1] == b"Gator"
