"""What does a list make of a scenario, and is each remark on its cell?"""

from __future__ import annotations

from datetime import datetime

import pytest

from scheduler.exercise.content import Expected, Group, Module, Objective, Trigger
from tests.exercise.msel.sheets import content_of, look, only, said

HSEEP = ("Event Number", "Delivery Time", "Event Type", "Inject Mode", "From", "To", "Message")
START = datetime(2027, 10, 14, 9, 0)  # noqa: DTZ001  # wall time


def test_a_list_becomes_injects_with_all_that_its_columns_say():
    found = look(
        ["MSEL: Rykten i flödet"],
        [],
        [*HSEEP, "Title", "Notes", "Exercise Objective", "Move"],
        [
            *("1", "+00:45", "Contingency Inject", "E-mail", "Växeln", "Kommunen;Polisen"),
            *("Hej.\nVad?", "Ett rykte", "Vänta.", "Dela lägesbild", "Dag ett"),
        ],
        language="sv",
    )
    content = content_of(found)
    assert (content.title, content.language) == ("MSEL: Rykten i flödet", "sv")
    assert content.groups == (
        Group(key="kommunen", name="Kommunen"),
        Group(key="polisen", name="Polisen"),
    )
    assert content.modules == (Module(key="dag-ett", title="Dag ett"),)
    assert content.objectives == (Objective(key="O1", text="Dela lägesbild"),)
    assert [one.name for one in content.personas] == ["Växeln"]
    assert content.injects[0].model_dump(exclude_defaults=True) == {
        "key": "1",
        "module": "dag-ett",
        "kind": "contingency",
        "title": "Ett rykte",
        "text": "Hej.\nVad?",
        "persona": "växeln",
        "delivery": "mail",
        "groups": ("kommunen", "polisen"),
        "trigger": {"kind": "start", "seconds": 2700},
        "objectives": ("O1",),
        "note": "Vänta.",
    }
    assert said(found) == [
        (
            "F4",
            "info",
            "“Kommunen” is no group of the scenario yet. It comes to be with the import.",
        ),
        (
            "F4",
            "info",
            "“Polisen” is no group of the scenario yet. It comes to be with the import.",
        ),
    ]
    assert found.groups == ("Kommunen", "Polisen")


def test_rows_for_expected_actions_attach_to_the_inject_above():
    found = look(
        ["Event Number", "Event Type", "Message", "Expected Participant Response"],
        ["1", "Inject", "Växeln får samtal.", "Dela lägesbilden"],
        ["2", "Expected Action", "Ring rektorn.", ""],
        ["3", "Förväntad åtgärd", "Svara föräldern.", ""],
        ["4", "Inject", "Ett till.", ""],
    )
    first, second = content_of(found).injects
    assert first.expected == (
        Expected(key="1.1", text="Dela lägesbilden"),
        Expected(key="2", text="Ring rektorn."),
        Expected(key="3", text="Svara föräldern."),
    )
    assert (second.key, second.expected) == ("4", ())


def test_a_row_without_a_time_waits_for_the_facilitator():
    found = look(["Nr", "Tid", "Rubrik"], ["1", "", "a"], ["2", "-", "b"], ["3", "0", "c"])
    assert [one.trigger for one in content_of(found).injects] == [
        Trigger(),
        Trigger(),
        Trigger(kind="start", seconds=0),
    ]


def test_clock_times_ask_for_the_start_and_nothing_is_made_until_it_is_given():
    rows = (["Nr", "Tid", "Rubrik"], ["1", "09:30", "a"], ["2", "D+1 09:00", "b"])
    asking = look(*rows)
    assert (asking.content, asking.needs_start, asking.errors) == (None, True, 0)
    words = "“09:30” is a time of day. Give the start of the exercise"
    assert [(cell, level, text.partition(",")[0]) for cell, level, text in said(asking)] == [
        ("B2", "warning", words)
    ]
    given = look(*rows, start=START)
    assert [one.trigger.seconds for one in content_of(given).injects] == [1800, 86400]


def test_a_date_and_a_time_in_two_columns_are_one_time():
    found = look(["Nr", "Datum", "Tid", "Rubrik"], ["1", "2027-10-15", "09:30", "a"], start=START)
    assert only(found).trigger.seconds == 88_200


def test_two_times_that_differ_are_told():
    found = look(["Nr", "Time", "Local Time", "Title"], ["1", "T+5", "T+6", "a"])
    assert only(found).trigger.seconds == 300
    assert said(found)[0][:2] == ("B2", "warning")


def test_columns_of_minutes_and_seconds_are_what_they_say():
    found = look(["Nr", "time_offset", "Title"], ["1", "90", "a"])
    assert only(found).trigger.seconds == 5400
    found = look(["Nr", "release_at_seconds", "Title"], ["1", "90", "a"])
    assert only(found).trigger.seconds == 90


def test_a_trigger_says_what_a_time_cannot():
    found = look(
        ["Nr", "Time", "Trigger", "Title"],
        ["1", "", "module +0:10", "a"],
        ["2", "", "after 1 +0:05", "b"],
        ["3", "T+9", "if any 1.1=no", "c"],
        ["4", "", "when the chair has spoken", "d"],
    )
    first, second, third, fourth = content_of(found).injects
    assert first.trigger == Trigger(kind="module", seconds=600)
    assert second.trigger == Trigger(kind="after", inject="1", seconds=300)
    assert third.trigger.model_dump() == {
        "kind": "start",
        "seconds": 540,
        "inject": "",
        "requires": {"mode": "any", "marks": ({"action": "1.1", "value": "no"},)},
    }
    assert (fourth.trigger, fourth.extra) == (Trigger(), {"Trigger": "when the chair has spoken"})
    assert said(found)[0][:2] == ("C5", "warning")


def test_columns_that_are_not_known_are_kept_under_their_headings():
    found = look(["Nr", "Rubrik", "Budget", "", "Budget"], ["1", "a", "5 tkr", "x", "3 tkr"])
    assert only(found).extra == {"Budget": "5 tkr", "Column D": "x", "Budget (2)": "3 tkr"}
    assert [(cell, level) for cell, level, _ in said(found)] == [
        (c, "info") for c in ("C1", "D1", "E1")
    ]


def test_several_columns_feed_one_field():
    found = look(
        ["Nr", "Title", "Subject", "Description", "Details", "Notes", "Assumptions"],
        ["1", "a", "b", "c", "d", "e", "f"],
    )
    inject = only(found)
    assert (inject.title, inject.text, inject.note) == ("a + b", "c\nd", "e\nf")


def test_a_mapping_given_by_hand_goes_before_the_headings():
    rows = (["Nr", "Vad", "Rubrik"], ["1", "Växeln får samtal.", "a"])
    inject = only(look(*rows, mapping={"vad": "text", "Rubrik": ""}))
    assert (inject.text, inject.title) == ("Växeln får samtal.", "Växeln får samtal.")
    assert inject.extra == {"Rubrik": "a"}


def test_words_that_are_not_known_are_kept_beside():
    found = look(["Nr", "Title", "Type", "Channel", "Status"], ["1", "a", "Cyber", "Duva", "Halv"])
    inject = only(found)
    assert (inject.kind, inject.delivery, inject.status) == ("inject", "web", "draft")
    assert inject.extra == {"Type": "Cyber", "Channel": "Duva", "Status": "Halv"}
    assert [(cell, level) for cell, level, _ in said(found)] == [
        (cell, "warning") for cell in ("C2", "D2", "E2")
    ]


def test_a_type_that_is_a_way_of_delivery_is_taken_for_one():
    found = look(["Nr", "Title", "type"], ["1", "a", "socialnet"], ["2", "b", "sms"])
    assert [one.delivery for one in content_of(found).injects] == ["web", "phone"]


@pytest.mark.parametrize("word", ["Alla", "all players", "Samtliga", "Kaikki", "*"])
def test_a_word_for_everybody_is_no_group(word):
    found = look(["Nr", "Title", "To"], ["1", "a", word])
    assert (only(found).groups, content_of(found).groups) == ((), ())


def test_an_audience_that_is_declined_reaches_nobody_rather_than_everybody():
    rows = (["Nr", "Title", "To"], ["1", "a", "Polisen"])
    found = look(*rows, without=frozenset({"Polisen"}))
    assert (only(found).groups, content_of(found).groups) == (("polisen",), ())
    assert said(found)[0] == (
        "C2",
        "warning",
        "“Polisen” is no group of the scenario: what is for it reaches nobody yet.",
    )
    assert found.groups == ("Polisen",)


def test_errors_name_their_cells_and_nothing_is_half_imported():
    found = look(
        ["Nr", "Tid", "Rubrik", "Lästid"],
        ["1", "T+5", "a", ""],
        ["1", "snart", "x" * 201, "många"],
        ["2", "", "", ""],
    )
    assert found.content is None
    assert [(cell, level) for cell, level, _ in said(found)] == [
        ("A3", "error"),
        ("B3", "error"),
        ("C3", "error"),
        ("D3", "error"),
        ("C4", "error"),
    ]
    assert said(found)[2][2] == "This is too long: at most 200 characters."
    assert found.counts["errors"] == found.errors == 5


def test_rows_without_numbers_are_counted_round_those_that_have_one():
    found = look(["Nr", "Rubrik"], ["", "a"], ["1", "b"], ["", "c"], ["A 7", "d"])
    assert [one.key for one in content_of(found).injects] == ["2", "1", "3", "A-7"]


def test_the_beginning_of_the_text_is_the_title_where_there_is_none():
    inject = only(look(["Nr", "Message"], ["1", "Växeln får samtal.\nVad gör ni?"]))
    assert inject.title == "Växeln får samtal."
