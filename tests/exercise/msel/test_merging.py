"""What does a list change when it comes a second time? Only what it says, and nothing twice."""

from __future__ import annotations

from scheduler.exercise.comparing import Difference, Field
from scheduler.exercise.content import Content, Trigger
from scheduler.exercise.msel import reading, writing
from tests.exercise.contents import inject, sound
from tests.exercise.msel.sheets import content_of, look, read, said

HEADS = ("Nr", "Tid", "Rubrik", "Till")


def test_the_same_list_once_more_changes_nothing():
    content = sound()
    for made, media_type in (
        (writing.xlsx(content), reading.XLSX),
        (writing.csv_text(content), reading.CSV),
    ):
        found = read(made, media_type, base=content)
        assert (content_of(found), found.changes) == (content, ())
        assert (found.counts["unchanged"], found.counts["new"], found.counts["changed"]) == (
            2,
            0,
            0,
        )


def test_a_changed_list_shows_what_is_other_and_keeps_what_it_does_not_have():
    found = look(
        HEADS,
        ["C1", "T+20", "Inspel C1", "Polisen"],
        ["C9", "", "Nytt", "Kommunen"],
        base=sound(),
    )
    first, new, kept = content_of(found).injects
    assert (first.key, new.key, kept.key) == ("C1", "C9", "C2")
    assert (first.text, first.expected, first.objectives) == (
        sound().injects[0].text,
        sound().injects[0].expected,
        ("1",),
    )
    assert found.changes == (
        Difference(
            "injects",
            "C1",
            "changed",
            "Inspel C1",
            (
                Field("groups", [], ["polis"]),
                Field(
                    "trigger",
                    Trigger(kind="start", seconds=600).model_dump(),
                    Trigger(kind="start", seconds=1200).model_dump(),
                ),
            ),
        ),
        Difference("injects", "C9", "added", "Nytt"),
    )
    assert said(found) == [
        ("", "info", "“C2 Inspel C2” is not in the list. It stays in the scenario.")
    ]
    assert (found.counts["new"], found.counts["changed"], found.counts["kept"]) == (1, 1, 1)


def test_a_cell_that_was_emptied_empties_its_field():
    found = look(["Nr", "Rubrik", "Inspel"], ["C1", "Inspel C1", ""], base=sound())
    assert content_of(found).injects[0].text == ""


def test_a_rule_stays_where_the_list_has_no_column_for_it():
    found = look(HEADS[:3], ["C2", "", "Inspel C2"], base=sound())
    assert content_of(found).injects[1].trigger == Trigger(kind="module", seconds=600)


def test_rows_without_numbers_find_their_inject_by_its_title():
    rows = (["Rubrik", "Inspel"], ["Inspel C2", "Ny text"], ["Okänd", "x"])
    found = look(*rows, base=sound())
    assert [(one.key, one.text) for one in content_of(found).injects] == [
        ("C1", "Växeln får många samtal."),
        ("C2", "Ny text"),
        ("1", "x"),
    ]
    again = look(*rows, base=content_of(found))
    assert (content_of(again), again.changes) == (content_of(found), ())


def test_an_expected_action_keeps_its_key_so_that_marks_still_point_at_it():
    content = sound(
        injects=[
            inject("C1", expected=[{"key": "x", "text": "Ring."}, {"key": "y", "text": "Skriv."}])
        ]
    )
    rows = (["Nr", "Rubrik", "Förväntad åtgärd"], ["C1", "Inspel C1", "Vänta.\nSkriv.\nRing."])
    actions = content_of(look(*rows, base=content)).injects[0].expected
    assert [(one.key, one.text) for one in actions] == [
        ("C1.1", "Vänta."),
        ("y", "Skriv."),
        ("x", "Ring."),
    ]


def test_what_a_list_does_not_know_of_a_scenario_stays():
    content: Content = sound()
    found = content_of(look(HEADS, ["C1", "T+10", "Inspel C1", "Polisen"], base=content))
    without = {"injects"}
    assert found.model_dump(exclude=without) == content.model_dump(exclude=without)


def test_an_expected_action_that_is_said_twice_stays_two():
    twice = [{"key": "C1.1", "text": "Ring."}, {"key": "C1.2", "text": "Ring."}]
    content = sound(injects=[inject("C1", expected=twice)])
    found = read(writing.csv_text(content), reading.CSV, base=content)
    assert (content_of(found), found.changes) == (content, ())
