"""Does search find of a scenario, or of what was said in an exercise, more than its title?"""

from __future__ import annotations

import pytest

from scheduler.actor import SYSTEM
from scheduler.inputs.exercise import ExerciseInput, ReportInput, RunInput
from scheduler.inputs.run import ObservationInput, ReleaseInput
from scheduler.inputs.scenario import ScenarioInput, SuggestionInput
from scheduler.search.index import renew_all
from scheduler.services import exercise_reports, exercises, playing, runs, scenarios, suggestions
from tests.exercises import a_script
from tests.queries.searching import Found

WORD = "nattviol"
WRITTEN = {"title", "text", "note", "hint", "purpose", "summary", "scope", "name", "organisation"}


def planted(part, key=""):
    """Give a script with the word in all that is written in it."""
    if isinstance(part, dict):
        return {name: planted(value, name) for name, value in part.items()}
    if isinstance(part, list):
        return [planted(one, key) for one in part]
    return f"{part} {WORD}" if isinstance(part, str) and key in WRITTEN | {"options"} else part


@pytest.fixture
def found(database, time, settle):
    """A called meeting with a point to find, and a scenario that it has exercised to the report."""
    made = Found(database, settle)
    made.write_agenda({"title": "Gädda", "text": "Ett fiskevatten"})
    script = planted(a_script(summary="Kort", scope="Allt"))
    script["title"] = "Ryktet"  # stands on the agenda, as every player may read
    assert str(script).count(WORD) > 20

    def do(service, *args, **how):
        with database.transaction() as session:
            one = service(session, *args, by=SYSTEM, **how)
            session.flush()
            found_id = getattr(one, "id", None)
        settle()
        return found_id

    plan = ScenarioInput.model_validate({"content": script})
    scenario = do(scenarios.create, made.network, plan=plan)
    idea = SuggestionInput(title=f"Ett inspel {WORD}", text=WORD)
    do(suggestions.suggest, scenario, plan=idea)
    exercise = do(exercises.plan, made.meeting, plan=ExerciseInput(scenario=scenario))
    run = do(runs.prepare, exercise, plan=RunInput(label="Bord 1"))
    do(runs.start, run)
    do(runs.release, run, "C1", plan=ReleaseInput())
    do(playing.observe_for, run, plan=ObservationInput(text=WORD))
    do(runs.end, run)
    do(exercise_reports.issue, exercise, plan=ReportInput())
    return made


def test_nobody_finds_a_word_of_a_scenario_but_its_title_even_after_indexing_anew(found):
    for _ in range(2):
        assert found.find(WORD).rows == []
        assert found.find(WORD, SYSTEM).rows == []
        assert ("agenda", "Gädda") in found.kinds("gädda")
        assert found.kinds("ryktet") == [("agenda", "Ryktet")]
        with found.database.transaction() as session:
            assert renew_all(session) > 0
