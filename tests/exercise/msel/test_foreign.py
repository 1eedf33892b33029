"""Are other tools' scenarios read as far as they say what ours can, and hostile ones refused?"""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.errors import Refused
from scheduler.exercise.content import Trigger
from scheduler.exercise.msel import cexf, files
from scheduler.exercise.msel.book import Asked
from scheduler.exercise.ready import ready
from tests.exercise.contents import sound
from tests.exercise.msel.sheets import content_of

OPENAEV = {
    "export_version": 1,
    "scenario_information": {"scenario_name": "Rykten", "scenario_description": "Ett rykte."},
    "scenario_teams": [{"team_id": "t1", "team_name": "Kommunen"}],
    "scenario_objectives": [{"objective_id": "o", "objective_title": "Dela lägesbild"}],
    "scenario_lessons_questions": [{"lessons_question_content": "Vad lärde du dig?"}],
    "scenario_documents": [{"document_id": "d1", "document_name": "Karta.pdf"}],
    "scenario_injects": [
        {"inject_id": "b", "inject_title": "Två", "inject_depends_duration": 5400},
        {
            "inject_id": "a",
            "inject_title": "Ett",
            "inject_description": "Vänta.",
            "inject_depends_duration": 90,
            "inject_teams": ["t1"],
            "inject_documents": [{"document_id": "d1"}],
            "inject_content": {
                "subject": "Ett",
                "body": "Hej.",
                "expectations": [{"expectation_name": "Svara"}],
            },
        },
    ],
}
ICEBERG = {
    "schema_version": "1.0",
    "title": "Rykten",
    "description": "Ett rykte.",
    "tags": ["skola"],
    "participant_teams": [{"id": "k", "label": "Kommunen"}],
    "start_inject_id": "i1",
    "injects": [
        {
            "id": "i1",
            "title": "Ett",
            "content": "Hej.",
            "release_at_minutes": 45,
            "target_teams": ["k"],
            "expected_actions": ["Svara", "Vänta"],
            "options": [{"id": "o", "label": "Ring", "next_inject_id": "i2"}],
        },
        {"id": "i2", "title": "Två", "content": "Då."},
    ],
}
CEXF = {
    "exercise": {"name": "Rykten", "description": "Ett rykte.", "tags": ["a"]},
    "inject_flow": [
        {"inject_uuid": "u1", "description": "Hej.", "timing": {"triggered_at": 90}},
        {"inject_uuid": "u2", "description": "Då.", "timing": {"triggered_at": None}},
    ],
    "inject_payloads": [],
    "injects": [
        {"uuid": "u1", "name": "Ett", "inject_evaluation": [{"result": "Svara"}]},
        {"uuid": "u2", "name": "Två"},
    ],
}
CRISIS_LAB = [
    {
        "custom_id": "i1",
        "title": "Ett",
        "type": "call",
        "status": "draft",
        "time_offset": 45,
        "phase_id": 1,
        "content": {"text": "Hej."},
        "audiences": [{"kind": "team", "value": "Kommunen"}],
        "is_surprise": True,
    }
]


def look(data):
    return files.look(json.dumps(data).encode(), base=None, asked=Asked(name="fil"))


def test_an_openaev_scenario_is_read():
    content = content_of(look(OPENAEV))
    first, second = content.injects
    assert (content.title, content.summary) == ("Rykten", "Ett rykte.")
    assert [one.text for one in content.objectives] == ["Dela lägesbild"]
    assert [one.text for one in content.feedback] == ["Vad lärde du dig?"]
    assert (first.title, first.text, first.note) == ("Ett", "Hej.", "Vänta.")
    assert (first.groups, first.files) == (("kommunen",), ("Karta.pdf",))
    assert [one.text for one in first.expected] == ["Svara"]
    assert [one.trigger.seconds for one in content.injects] == [90, 5400]
    assert second.title == "Två"


def test_an_openaev_zip_is_known_by_what_is_in_it():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        packed.writestr("readme.txt", "x")
        packed.writestr("Rykten.json", json.dumps(OPENAEV))
    found = files.look(written.getvalue(), base=None, asked=Asked())
    assert content_of(found) == content_of(look(OPENAEV))


def test_an_iceberg_scenario_is_read():
    content = content_of(look(ICEBERG))
    first, second = content.injects
    assert (content.title, content.summary, content.tags) == ("Rykten", "Ett rykte.", ("skola",))
    assert (first.key, first.text, first.trigger.seconds) == ("i1", "Hej.", 2700)
    assert [one.text for one in first.expected] == ["Svara", "Vänta"]
    assert [one.name for one in content.groups] == ["Kommunen"]
    assert (first.extra, second.trigger) == ({"options": "Ring"}, Trigger())


def test_a_cexf_exercise_is_read():
    content = content_of(look(CEXF))
    first, second = content.injects
    assert (content.title, content.tags) == ("Rykten", ("a",))
    assert (first.title, first.text, first.trigger.seconds) == ("Ett", "Hej.", 90)
    assert ([one.text for one in first.expected], second.trigger) == (["Svara"], Trigger())


@pytest.mark.parametrize("data", [CRISIS_LAB, {"injects": CRISIS_LAB}, {"timeline": CRISIS_LAB}])
def test_a_list_of_flat_objects_is_read_as_a_table(data):
    (inject,) = content_of(look(data)).injects
    assert (inject.key, inject.text, inject.delivery) == ("i1", "Hej.", "phone")
    assert (inject.module, inject.trigger.seconds) == ("1", 2700)
    assert (inject.groups, inject.extra) == (("kommunen",), {"is_surprise": "yes"})


@pytest.mark.parametrize("seconds", ["1e400", "NaN", "9" * 400])
def test_a_time_that_is_no_number_of_ours_is_an_error_on_its_cell(seconds):
    said = json.dumps(OPENAEV).replace("5400", seconds).encode()
    found = files.look(said, base=None, asked=Asked())
    assert [(one.row, one.column, one.level) for one in found.messages][:1] in (
        [(2, "B", "error")],
        [(3, "B", "error")],
    )


def test_what_goes_out_as_cexf_is_read_again():
    content = ready("C", "sv")
    found = content_of(files.look(cexf.write(content), base=None, asked=Asked()))
    assert [(one.title, one.text) for one in found.injects] == [
        (one.title, one.text) for one in content.injects
    ]
    assert [one.trigger.seconds for one in found.injects if one.trigger.kind == "start"] == [
        one.trigger.seconds for one in content.injects if one.trigger.kind == "start"
    ]
    assert [one.text for inject in found.injects for one in inject.expected] == [
        one.text for inject in content.injects for one in inject.expected
    ]
    assert (found.title, found.tags) == (content.title, content.tags)
    assert {"exercise", "inject_flow", "inject_payloads", "injects"} == set(
        json.loads(cexf.write(content))
    )


def test_our_own_json_stays_our_own():
    said = sound().model_dump(mode="json")
    assert content_of(look(said)) == sound()
    assert content_of(look({"content": said})) == sound()


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["injects", "exercise", "inject_flow", "start_inject_id", "title", "id"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(_JSON)
def test_any_json_is_read_or_refused(data):
    try:
        found = look(data)
    except Refused:
        return
    assert found.content is not None or found.errors or found.needs_start
