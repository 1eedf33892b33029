"""How does a content change in one place, and what is different afterwards?"""

import pytest

from scheduler.errors import InvalidInput, NotFound
from scheduler.exercise import comparing, editing, offsets
from scheduler.exercise.comparing import Difference, Field
from scheduler.exercise.content import Content, Group, Inject, Module, Objective, Question
from scheduler.exercise.editing import KeyTaken
from scheduler.exercise.offsets import NoOffset

CONTENT = Content.model_validate(
    {
        "title": "Ett rykte",
        "language": "sv",
        "objectives": [{"key": "M1", "text": "Dela lägesbild", "groups": ["kommun"]}],
        "groups": [{"key": "kommun", "name": "Kommunen"}, {"key": "polis", "name": "Polisen"}],
        "modules": [
            {
                "key": "1",
                "title": "Första dagen",
                "questions": [{"key": "1.1", "text": "Vem får veta?", "groups": ["kommun"]}],
            }
        ],
        "injects": [
            {"key": "C1", "module": "1", "title": "Ett samtal", "objectives": ["M1"]},
            {
                "key": "C2",
                "module": "1",
                "title": "Ett rykte",
                "groups": ["kommun", "polis"],
                "trigger": {"kind": "after", "inject": "C1", "seconds": 300},
                "questions": [{"key": "C2.1", "text": "Vem svarar?", "groups": ["polis"]}],
            },
        ],
    }
)


def keys(content, name):
    return [editing.key_of(name, part) for part in getattr(content, name)]


def test_a_new_part_comes_last_and_the_content_it_came_from_is_as_it_was():
    made = editing.put(CONTENT, "injects", Inject(key="C3", title="En fråga"))
    assert keys(made, "injects") == ["C1", "C2", "C3"]
    assert keys(CONTENT, "injects") == ["C1", "C2"]


def test_a_part_is_put_in_its_own_place():
    made = editing.put(CONTENT, "injects", Inject(key="C1", title="Två samtal"), was="C1")
    assert [inject.title for inject in made.injects] == ["Två samtal", "Ett rykte"]


def test_a_key_that_is_taken_is_refused_beside_its_field():
    for part, was in ((Inject(key="C2", title="X"), ""), (Inject(key="C2", title="X"), "C1")):
        with pytest.raises(KeyTaken) as refused:
            editing.put(CONTENT, "injects", part, was=was)
        assert refused.value.field == "key"


def test_what_points_at_a_part_follows_its_new_key():
    first = editing.find(CONTENT, "injects", "C1")
    made = editing.put(CONTENT, "injects", first.model_copy(update={"key": "2.1"}), was="C1")
    assert made.injects[1].trigger.inject == "2.1"
    made = editing.put(made, "modules", Module(key="A", title="Dag ett"), was="1")
    assert [inject.module for inject in made.injects] == ["A", "A"]
    made = editing.put(made, "objectives", Objective(key="Mål", text="Dela"), was="M1")
    assert made.injects[0].objectives == ("Mål",)


def test_groups_are_renamed_everywhere_at_once():
    made = editing.put_all(
        CONTENT,
        "groups",
        [Group(key="polis", name="Kommunen"), Group(key="kommun", name="Polisen")],
        renamed={"kommun": "polis", "polis": "kommun"},
    )
    assert made.objectives[0].groups == ("polis",)
    assert made.modules[0].questions[0].groups == ("polis",)
    assert made.injects[1].groups == ("polis", "kommun")
    assert made.injects[1].questions[0].groups == ("kommun",)


def test_a_key_that_stands_twice_in_rows_is_refused_beside_the_second():
    twice = [Group(key="kommun", name="A"), Group(key="kommun", name="B")]
    with pytest.raises(KeyTaken) as refused:
        editing.put_all(CONTENT, "groups", twice, renamed={})
    assert refused.value.field == "groups.1.key"


def test_a_part_is_taken_away_and_nothing_becomes_everybodys_by_it():
    made = editing.remove(CONTENT, "groups", "polis")
    assert keys(made, "groups") == ["kommun"]
    assert made.injects[1].groups == ("kommun", "polis")
    with pytest.raises(NotFound):
        editing.remove(made, "groups", "polis")


@pytest.mark.parametrize(
    ("key", "to", "order"),
    [
        ("C1", 1, ["C2", "C1"]),
        ("C2", 0, ["C2", "C1"]),
        ("C1", 9, ["C2", "C1"]),
        ("C1", -1, ["C1", "C2"]),
    ],
)
def test_a_part_moves_within_its_list(key, to, order):
    assert keys(editing.move(CONTENT, "injects", key, to), "injects") == order


def test_a_question_that_stands_twice_anywhere_is_refused_in_words():
    doubled = Module(key="2", title="B", questions=(Question(key="C2.1", text="?"),))
    with pytest.raises(InvalidInput) as refused:
        editing.put(CONTENT, "modules", doubled)
    assert refused.value.params == {"key": "C2.1"}


def test_a_fresh_key_takes_the_first_number_that_is_free():
    assert editing.fresh_key({"S1", "S3"}, "S") == "S2"


@pytest.mark.parametrize(
    ("typed", "seconds", "shown"),
    [
        ("0:45", 2700, "0:45"),
        ("45", 2700, "0:45"),
        ("+00:45", 2700, "0:45"),
        (" 1.20 ", 4800, "1:20"),
        ("90", 5400, "1:30"),
        ("0:00:30", 30, "0:00:30"),
        ("-0:10", -600, "-0:10"),
        ("", 0, "0:00"),
    ],
)
def test_a_time_is_read_as_people_type_it(typed, seconds, shown):
    assert (offsets.read(typed), offsets.shown(seconds)) == (seconds, shown)


@pytest.mark.parametrize("typed", ["0:75", "snart", "1:2:3", "0:00:61", "999999", "1:00:00:00"])
def test_what_is_no_time_is_refused_beside_its_field(typed):
    with pytest.raises(NoOffset) as refused:
        offsets.read(typed, field="trigger.seconds")
    assert refused.value.field == "trigger.seconds"


def test_differences_are_told_by_key_and_field():
    made = editing.put(CONTENT, "injects", Inject(key="C3", title="En fråga"))
    made = editing.remove(made, "injects", "C1")
    first = made.objectives[0].model_copy(update={"priority": 1})
    made = editing.put(made, "objectives", first, was="M1")
    made = editing.changed(made, {"title": "Två rykten"})
    assert comparing.differences(CONTENT, made) == [
        Difference("", "", "changed", "Två rykten", (Field("title", "Ett rykte", "Två rykten"),)),
        Difference("objectives", "M1", "changed", "Dela lägesbild", (Field("priority", 2, 1),)),
        Difference("injects", "C3", "added", "En fråga"),
        Difference("injects", "C1", "removed", "Ett samtal"),
    ]
    assert comparing.differences(made, made) == []


def test_another_order_is_a_difference_too():
    made = editing.move(CONTENT, "injects", "C2", 0)
    assert comparing.differences(CONTENT, made) == [
        Difference("injects", "", "changed", "", (Field("key", ["C1", "C2"], ["C2", "C1"]),))
    ]
