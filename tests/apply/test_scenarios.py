"""Can a network file bring scenarios, ready ones and whole ones?"""

from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.exercise.ready import ready
from scheduler.inputs.scenario import ScenarioPatch
from scheduler.model import Scenario
from scheduler.services import scenarios
from tests.apply.conftest import VARNA

READY = """\
scenarios:
  - {ready: C, language: sv}
  - {ready: C, language: en, state: draft}
"""
WRITTEN = """\
scenarios:
  - state: review
    content:
      title: Vår egen
      language: sv
      groups: [{key: kommun, name: Kommunen, kinds: [municipality]}]
      modules:
        - {key: M1, title: Början, talk_minutes: 40, questions: [{key: M1.1, text: Nu då.}]}
      injects:
        - key: "1.1"
          module: M1
          title: Ett samtal
          text: |
            Hej.

            Vem är det?
          secret: true
          trigger: {kind: start, seconds: 300}
          expected: [{key: "1.1.1", text: Någon svarar.}]
        - key: "1.2"
          title: Ett till
          trigger: {kind: marks, requires: {mode: any, marks: [{action: "1.1.1", value: no}]}}
"""


def kept(database):
    with database.reading() as session:
        return [
            (one.title, one.language, one.source, [(v.number, v.state) for v in one.versions])
            for one in session.scalars(select(Scenario).order_by(Scenario.language.desc()))
        ]


def content_of(database, title):
    with database.reading() as session:
        found = session.scalars(select(Scenario).where(Scenario.title == title)).one()
        return found.id, found.versions[-1].content


def test_a_ready_scenario_comes_approved_once_in_each_language(database, run):
    assert run.changes(VARNA + READY)[-2:] == [
        "+ scenario Rykten i flödet",
        "+ scenario Rumours in the feed",
    ]
    assert kept(database) == [
        ("Rykten i flödet", "sv", "ready:C", [(1, "approved")]),
        ("Rumours in the feed", "en", "ready:C", [(1, "draft")]),
    ]
    before = run.version()
    assert run.changes(VARNA + READY) == []
    assert run.version() == before


def test_without_a_language_it_comes_in_the_networks_or_in_english(database, run):
    run(VARNA.replace("language: sv", "language: nb") + "scenarios:\n  - {ready: A}\n")
    assert kept(database) == [("The booking of the hall", "en", "ready:A", [(1, "approved")])]
    assert (
        run.changes(VARNA.replace("language: sv", "language: nb") + "scenarios:\n  - {ready: A}\n")
        == []
    )


def test_a_whole_scenario_is_written_as_it_stands_and_twice_is_once(database, run):
    assert run.changes(VARNA + WRITTEN)[-1] == "+ scenario Vår egen"
    assert kept(database) == [("Vår egen", "sv", "", [(1, "review")])]
    _, content = content_of(database, "Vår egen")
    assert content["injects"][0] == {
        "key": "1.1",
        "module": "M1",
        "title": "Ett samtal",
        "text": "Hej.\n\nVem är det?",
        "trigger": {"kind": "start", "seconds": 300},
        "expected": [{"key": "1.1.1", "text": "Någon svarar."}],
        "secret": True,
    }
    marks = {"mode": "any", "marks": [{"action": "1.1.1", "value": "no"}]}
    assert content["injects"][1]["trigger"] == {"kind": "marks", "requires": marks}
    before = run.version()
    assert run.changes(VARNA + WRITTEN) == []
    assert run.version() == before


def test_a_changed_file_writes_the_scenario_and_takes_it_further_but_never_back(database, run):
    run(VARNA + WRITTEN)
    approved = WRITTEN.replace("state: review", "state: approved")
    assert run.changes(VARNA + approved) == ["~ scenario Vår egen: state"]
    changed = approved.replace("talk_minutes: 40", "talk_minutes: 50")
    assert run.changes(VARNA + changed) == ["~ scenario Vår egen: content, state"]
    assert kept(database) == [("Vår egen", "sv", "", [(1, "approved"), (2, "approved")])]
    assert run.changes(VARNA + changed.replace("state: approved", "state: draft")) == []
    assert kept(database) == [("Vår egen", "sv", "", [(1, "approved"), (2, "approved")])]


def test_a_ready_scenario_that_the_network_has_changed_is_left_as_it_is(database, run):
    run(VARNA + READY)
    known, _ = content_of(database, "Rykten i flödet")
    own = ready("C", "sv").model_copy(update={"summary": "Vår egen sammanfattning."})
    with database.transaction() as session:
        scenarios.write(session, known, plan=ScenarioPatch(content=own), by=SYSTEM)
    assert run.changes(VARNA + READY) == []
    assert content_of(database, "Rykten i flödet")[1]["summary"] == "Vår egen sammanfattning."
    assert run.changes(VARNA) == [
        "· scenario Rumours in the feed: not in the file, left as it is",
        "· scenario Rykten i flödet: not in the file, left as it is",
    ]


def test_a_title_alone_begins_an_empty_draft(database, run):
    entry = "scenarios:\n  - {title: Snöstormen}\n"
    assert run.changes(VARNA + entry)[-1] == "+ scenario Snöstormen"
    assert kept(database) == [("Snöstormen", "sv", "", [(1, "draft")])]
    assert run.changes(VARNA + entry) == []


def test_what_is_wrong_is_told_with_its_line_and_field(run):
    wrong = """\
scenarios:
  - {ready: E, language: fi}
  - {ready: A, title: Något}
  - content:
      title: Vår egen
      language: sv
      injects:
        - key: "1.1"
          title: Ett samtal
          delivery: duva
        - {key: "1.2", titel: Ett till}
"""
    faults = run.faults(VARNA + wrong)
    top = len(VARNA.splitlines())
    assert [line.split(": ")[0:2] for line in faults] == [
        [f"varna.yaml:{top + 2}", "scenarios[0].ready"],
        [f"varna.yaml:{top + 2}", "scenarios[0].language"],
        [f"varna.yaml:{top + 3}", "scenarios[1].content"],
        [f"varna.yaml:{top + 10}", "scenarios[2].content.injects[0].delivery"],
        [f"varna.yaml:{top + 11}", "scenarios[2].content.injects[1].title"],
        [f"varna.yaml:{top + 11}", "scenarios[2].content.injects[1].titel"],
    ]


def test_the_same_scenario_twice_in_a_file_is_told(run):
    [fault] = run.faults(VARNA + "scenarios:\n  - {ready: A}\n  - {ready: A, language: sv}\n")
    assert "scenarios[1].ready: The same stands on line" in fault
    titled = "scenarios:\n  - {title: Snöstormen}\n  - {title: snöstormen}\n"
    [fault] = run.faults(VARNA + titled)
    assert "The same stands on line" in fault
