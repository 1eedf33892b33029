"""Is everything found that is wrong with a scenario, and nothing else?"""

from __future__ import annotations

import time

import pytest
from hypothesis import given

from scheduler.exercise.checking import Booking, findings
from scheduler.exercise.plan import skinned
from scheduler.language import language
from tests.exercise.contents import any_content, inject, sound


def said(content, booking=None):
    """What is found, in English, with its level."""
    english = language("en")
    return [
        f"{one.level}: {english.gettext(one.message, **one.params)}"
        for one in findings(content, booking)
    ]


def without(**changes):
    """The sound scenario with other fields."""
    return said(sound(**changes))


def module(key="m1", **changes):
    return {"key": key, "title": "Ryktet", "text": "Tisdag.", "talk_minutes": 50, **changes}


def test_nothing_is_found_in_a_sound_scenario():
    booking = Booking(minutes=60, evaluators={"": 1}, real_names=("Anna Berg",))
    assert said(sound(), booking) == []


@given(any_content())
def test_no_scenario_makes_it_fail(content):
    booking = Booking(minutes=60, evaluators={"a": 1}, real_names=("Anna Ek",))
    english = language("en")
    for one in findings(content, booking):
        assert english.gettext(one.message, **one.params)
        assert len(one.place) == 2


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"module": "m9"}, "There is no module “m9”."),
        ({"groups": ["skola"]}, "There is no group “skola”."),
        ({"persona": "rektor"}, "There is no persona “rektor”."),
        ({"objectives": ["1", "7"]}, "There is no objective “7”."),
        ({"files": ["karta.pdf"]}, "There is no paper “karta.pdf”."),
        (
            {"trigger": {"kind": "after", "inject": "C9"}},
            "There is no inject “C9” to come after.",
        ),
        (
            {"trigger": {"kind": "marks", "requires": {"marks": [{"action": "C9.1"}]}}},
            "There is no expected action “C9.1” to be marked.",
        ),
        ({"trigger": {"kind": "marks"}}, "Inject C1 waits for a mark, but none is named."),
        (
            {"module": "", "trigger": {"kind": "module"}},
            "Inject C1 comes with its module, but has none.",
        ),
    ],
)
def test_a_reference_that_leads_nowhere_is_an_error(changes, expected):
    second = inject("C2", module="m2", trigger={"kind": "module", "seconds": 600})
    assert f"error: {expected}" in without(injects=[inject("C1", **changes), second])


def test_an_objective_and_a_question_may_not_point_at_nothing():
    objective = {"key": "1", "text": "Dela.", "groups": ["skola"], "capabilities": ["stod"]}
    question = {"key": "q1", "text": "Vem?", "groups": ["civil"]}
    found = without(objectives=[objective], modules=[module(questions=[question])])
    assert {
        "error: There is no group “skola”.",
        "error: There is no capability “stod”.",
        "error: There is no group “civil”.",
    } <= set(found)


def test_injects_that_wait_for_each_other_are_an_error_told_once():
    chain = [
        inject(key, trigger={"kind": "after", "inject": earlier})
        for key, earlier in (("C1", "C3"), ("C2", "C1"), ("C3", "C2"), ("C4", "C1"))
    ]
    circles = [one for one in without(injects=chain) if "wait for each other" in one]
    assert circles == [
        "error: These injects wait for each other, so that none comes: C1 → C3 → C2 → C1."
    ]


def test_a_name_without_a_value_is_an_error_until_the_exercise_gives_it_one():
    content = sound(variables=[{"key": "kommun"}], scope="I {lan}.")
    assert said(content) == [
        "error: The variable {kommun} has no value.",
        "error: {lan} is no variable of the scenario. Add it, with a value.",
    ]
    booking = Booking(variables={"kommun": "Björkhamra", "lan": "länet"})
    assert said(content, booking) == []
    in_its_words = skinned(content, {"lan": "länet"})  # {kommun} has become nothing
    assert said(in_its_words) == ["warning: The variable {kommun} has no value."]


def test_an_objective_needs_an_inject_an_indicator_and_an_evaluator():
    bare = {"key": "2", "text": "En röst.", "groups": ["polis"]}
    content = sound(objectives=[*sound().model_dump()["objectives"], bare])
    assert said(content, Booking(evaluators={"kommun": 2, "polis": 0})) == [
        "warning: No inject exercises objective 2.",
        "warning: Objective 2 has no indicator: nobody can see when it is met.",
        "warning: Nobody evaluates objective 2. Give one of its groups somebody.",
    ]
    assert "Nobody evaluates" not in "".join(said(content, Booking(evaluators={"": 1})))
    assert "Nobody evaluates" not in "".join(said(content))


def test_without_an_objective_nothing_is_exercised():
    injects = [inject("C1", objectives=[]), inject("C2", objectives=[])]
    found = without(objectives=[], injects=injects)
    assert found[0] == "warning: The scenario has no objective. Say what is to be exercised."


def test_what_is_not_approved_is_told():
    assert "warning: Not approved yet: C1." in without(injects=[inject("C1", status="review")])


def test_a_group_that_nothing_reaches_for_over_twenty_minutes_is_told():
    injects = [
        inject("C1", groups=["kommun"]),
        inject("C2", groups=["kommun"], trigger={"kind": "start", "seconds": 1800}),
    ]
    assert without(modules=[module()], injects=injects) == [
        "warning: Nothing reaches Polisen from 0:00 to 0:50."
    ]


def test_twenty_minutes_are_not_over_twenty_minutes():
    times = (1200, 2400)
    injects = [inject(f"C{at}", trigger={"kind": "start", "seconds": at}) for at in times]
    assert without(modules=[module(talk_minutes=60)], injects=injects) == []
    assert without(modules=[module(talk_minutes=61)], injects=injects) == [
        "warning: Nothing reaches Kommunen from 0:40 to 1:01.",
        "warning: Nothing reaches Polisen from 0:40 to 1:01.",
    ]


def test_a_break_is_not_idle_time_and_reading_neither():
    breaks = [module(talk_minutes=20, break_minutes=30), module("m2", talk_minutes=20)]
    assert without(modules=breaks, injects=[inject("C1")]) == []
    reading = [inject("C1", trigger={"kind": "start", "seconds": 1200}, reading_minutes=15)]
    assert without(modules=[module(talk_minutes=55)], injects=reading) == []


def test_without_groups_what_comes_is_for_all_and_what_may_come_by_hand_is_named():
    early = inject("C1")
    later = inject("C2", trigger={"kind": "manual"})
    alone = {"groups": [], "modules": [module(talk_minutes=40)]}
    assert without(injects=[early], **alone) == ["warning: Nothing comes from 0:10 to 0:40."]
    assert without(injects=[early, later], **alone) == [
        "info: Nothing comes by itself from 0:10 to 0:40. By hand may come: C2."
    ]


def test_an_inject_that_hangs_on_one_by_hand_has_no_time():
    injects = [
        inject("C1", trigger={"kind": "manual"}),
        inject("C2", trigger={"kind": "after", "inject": "C1", "seconds": 60}),
    ]
    found = without(modules=[module(talk_minutes=30)], injects=injects)
    assert found == [
        "info: Nothing reaches Kommunen by itself from 0:00 to 0:30. By hand may come: C1, C2.",
        "info: Nothing reaches Polisen by itself from 0:00 to 0:30. By hand may come: C1, C2.",
    ]


def test_the_modules_must_fit_the_meeting():
    assert said(sound(), Booking(minutes=40)) == [
        "error: The modules take 55 minutes, and the meeting has 40."
    ]
    assert said(sound(), Booking(minutes=55)) == [
        "info: The modules fill the whole meeting: no time is left for the hot wash."
    ]


def test_an_inject_after_the_end_or_outside_its_module_is_told():
    late = inject("C1", trigger={"kind": "start", "seconds": 3600})
    elsewhere = inject("C2", module="m2", trigger={"kind": "start", "seconds": 600})
    found = without(injects=[late, elsewhere])
    assert "error: Inject C1 comes at 1:00, when the exercise is over." in found
    assert "warning: Inject C2 comes at 0:10, outside its module." in found


def test_what_cannot_be_read_in_time_is_told():
    long = [inject("C1", text="ord " * 3000), inject("C2", reading_minutes=2)]
    found = without(modules=[module(talk_minutes=15)], injects=long)
    assert "warning: Reading takes 22 minutes in module “Ryktet” of 15." in found


def test_a_module_without_minutes_is_told():
    found = without(modules=[module(), module("m2", talk_minutes=0)])
    assert "warning: Module “Ryktet” has no minutes." in found
    assert "warning: The scenario has no module, so no time is planned." in without(modules=[])


PHONE = "warning: “%s” looks like a phone number. Somebody may have it: leave it out."
HIDDEN = "Säg inte att källan är en elev."


@pytest.mark.parametrize(
    "changes",
    [
        {"note": HIDDEN},
        {"expected": [{"key": "C1.1", "text": HIDDEN}]},
        {"questions": [{"key": "q2", "text": "Vad nu?", "hint": HIDDEN}]},
    ],
)
def test_an_inject_that_shows_its_own_hidden_text_is_an_error(changes):
    shown = inject("C1", text=f"Rektor ringer.\n{HIDDEN.upper()}", **changes)
    injects = [shown, *sound().model_dump()["injects"][1:]]
    assert without(injects=injects) == ["error: C1 shows players a text that is hidden from them."]


def test_a_hidden_text_in_what_players_get_beforehand_is_an_error():
    note = inject("C2", kind="note", module="m2", text=HIDDEN, trigger={"kind": "manual"})
    injects = [*sound().model_dump()["injects"], {**note, "key": "C3", "expected": []}]
    expected = "error: What players get beforehand holds a text that is hidden from them: C3."
    assert without(injects=injects, scope=f"Hela länet. {HIDDEN}") == [expected]


def test_a_paper_of_the_facilitators_is_not_given_to_players():
    paper = {"name": "facit.pdf", "sha256": "0" * 64, "media_type": "application/pdf", "size": 1}
    injects = [inject("C1", files=["facit.pdf"]), *sound().model_dump()["injects"][1:]]
    assert without(papers=[paper], injects=injects) == []
    assert without(papers=[{**paper, "audience": "facilitators"}], injects=injects) == [
        "error: Inject C1 gives players “facit.pdf”, which is not for them."
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Född 811218-9876.", ["error: A personal identity number stands here. Take it away."]),
        (
            "Skriv till anna@kumla.se!",
            ["error: “anna@kumla.se” may be a real address. Use one that ends in .example."],
        ),
        ("Skriv till anna@kumla.example.", []),
        (
            "Ring 070-123 45 67.",
            [PHONE % "070-123 45 67"],
        ),
        (
            "Ring 22 33 44 55.",
            [PHONE % "22 33 44 55"],
        ),
        ("Den 2027-02-04 09:30, 12 345 678 kr, ring 112 eller 114 14.", []),
        (
            "Fråga anna  berg i växeln.",
            ["warning: “anna  berg” is the name of somebody in the network. Invent another."],
        ),
        ("Fråga Anna Bergström.", []),
        ("Fråga Bo.", []),
    ],
)
def test_what_may_be_a_real_person_s_is_told(text, expected):
    booking = Booking(real_names=("Anna Berg", "Bo", ""))
    assert said(sound(scope=text), booking) == expected


def test_an_invented_person_may_not_have_the_name_of_a_real_one():
    found = findings(
        sound(personas=[{"key": "vaxel", "name": "Anna Berg"}]),
        Booking(real_names=("Anna Berg",)),
    )
    assert [one.place for one in found] == [("personas", "vaxel")]


def test_five_thousand_injects_are_looked_through_in_two_seconds():
    many = [
        inject(
            f"C{number}",
            note=f"Anteckning nummer {number} för samtalsledaren.",
            trigger={"kind": "after", "inject": f"C{number - 1}"} if number else {"kind": "start"},
        )
        for number in range(5_000)
    ]
    content = sound(injects=many)
    names = tuple(f"Person Nummer{number}" for number in range(200))
    before = time.process_time()
    findings(content, Booking(real_names=names))
    assert time.process_time() - before < 2
