"""Does a form keep what was typed, and become the input that it means?"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import pytest
from werkzeug.datastructures import MultiDict

from scheduler.errors import Conflict, InvalidInputs, NotFound
from scheduler.inputs import (
    ActionInput,
    AgendaInput,
    MeetingInput,
    MinutesInput,
    MoveInput,
    PersonInput,
    SeriesInput,
)
from web.forms import Form

NINE = datetime.fromisoformat("2027-02-04T09:00")  # a wall time
SOMEBODY = UUID("6f1a4d2c-6a54-4c6e-9a6e-0e6d1c8f3a10")


@pytest.fixture
def typed(app):
    """Give a form as a request brings it."""

    def fill(model, *pairs, **more):
        with app.test_request_context(method="POST", data=MultiDict(pairs)):
            return Form.from_request(model, **more)

    return fill


@pytest.fixture
def english(app):
    with app.test_request_context(headers={"Accept-Language": "en"}):
        yield


def test_texts_become_numbers_times_and_choices(typed):
    form = typed(MoveInput, ("start", "2027-02-04T09:00"), ("minutes", "90"), ("fold", "1"))
    assert form.input == MoveInput(start=NINE, minutes=90, fold=1)


def test_what_was_left_empty_and_may_be_is_left_out(typed):
    form = typed(MoveInput, ("start", "2027-02-04T09:00"), ("minutes", ""), ("fold", ""))
    assert form.input == MoveInput(start=NINE)


def test_names_with_dots_are_parts_of_parts(typed):
    form = typed(
        ActionInput,
        ("text", "Ring Kumla"),
        ("owner.organisation", "Kumla kommun"),
        ("owner.person", str(SOMEBODY)),
        ("due", "2027-03-01"),
    )
    assert form.input.owner.person == SOMEBODY
    assert form.input.due == date(2027, 3, 1)
    assert form.value("owner.organisation") == "Kumla kommun"


def test_several_of_one_name_are_a_list(typed):
    form = typed(
        SeriesInput,
        ("title", "Länsnätverket"),
        ("rule.unit", "month"),
        ("rule.nth", "4"),
        ("rule.every", "3"),
        ("rule.weekdays", "tu"),
        ("rule.weekdays", "th"),
        ("rule.months", ""),
        ("at", "09:00"),
        ("minutes", "180"),
        ("from", "2027-01-01"),
        ("until", "2027-12-31"),
    )
    rule = form.input.rule
    assert rule is not None
    assert (rule.unit, rule.nth, rule.every, rule.weekdays) == ("month", 4, 3, ["tu", "th"])
    assert form.values("rule.weekdays") == ["tu", "th"]
    assert form.checked("rule.weekdays", "th")
    assert not form.checked("rule.weekdays", "fr")
    assert form.checked("rule.unit", "month")


def test_people_who_are_not_on_the_form_are_not_nobody(typed):
    start = ("title", "Möte"), ("start", "2027-02-04T09:00")
    assert typed(MeetingInput, *start).input.people is None
    chosen = typed(MeetingInput, *start, ("people", str(SOMEBODY)))
    assert chosen.input.people == [SOMEBODY]


def test_a_box_that_is_not_ticked_is_false(typed):
    person = ("name", "Eva"), ("email", "eva@lan.example")
    assert typed(PersonInput, *person).input.protected is False
    assert typed(PersonInput, *person, ("protected", "true")).input.protected is True


def test_rows_keep_their_order_and_rows_in_which_nothing_was_typed_are_none(typed):
    form = typed(
        AgendaInput,
        ("items.10.title", "Sist"),
        ("items.10.kind", "information"),
        ("items.2.title", "Först"),
        ("items.2.class", "circle"),
        ("items.3.title", ""),
        ("items.3.kind", "information"),
        ("items.3.class", "open"),
    )
    assert [(item.title, item.item_class) for item in form.input.items] == [
        ("Först", "circle"),
        ("Sist", "open"),
    ]
    assert form.rows("items") == 2
    assert form.value("items.1.title") == "Sist"


def test_a_row_in_which_something_was_typed_is_not_thrown_away(typed, english):
    form = typed(AgendaInput, ("items.0.title", ""), ("items.0.presenter", "Eva"))
    with pytest.raises(InvalidInputs) as wrong:
        _ = form.input
    form.refuse(wrong.value)
    assert form.errors == [("items.0.title", "This is needed.")]
    assert form.value("items.0.presenter") == "Eva"


def test_a_tick_in_a_row_is_that_rows_own(typed):
    form = typed(
        MinutesInput,
        ("attendance.0.person", str(SOMEBODY)),
        ("attendance.1.name", "Gäst"),
        ("attendance.1.present", "true"),
        ("attendance.2.name", ""),
    )
    assert [(one.name, one.present) for one in form.input.attendance] == [
        ("", False),
        ("Gäst", True),
    ]


def test_buttons_marks_and_unknown_names_are_not_of_the_form(typed):
    form = typed(MoveInput, ("start", "2027-02-04T09:00"), ("csrf_token", "x"), ("preview", "1"))
    assert form.input == MoveInput(start=NINE)


def test_a_part_of_a_page_can_be_a_form_of_its_own(typed):
    form = typed(MoveInput, ("move.start", "2027-02-04T09:00"), ("start", "x"), prefix="move")
    assert form.input == MoveInput(start=NINE)


def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(typed, english):
    form = typed(MoveInput, ("start", "soon"), ("minutes", "many"))
    with pytest.raises(InvalidInputs) as wrong:
        _ = form.input
    form.refuse(wrong.value)
    assert form.status == 422
    assert form.errors_for("minutes") == ["Give a whole number."]
    assert [name for name, _ in form.errors] == ["start", "minutes"]
    assert (form.value("start"), form.value("minutes")) == ("soon", "many")


def test_an_error_in_one_of_several_values_stands_at_their_field(typed, english):
    form = typed(MeetingInput, ("title", "x"), ("start", "2027-02-04T09:00"), ("people", "Eva"))
    with pytest.raises(InvalidInputs) as wrong:
        _ = form.input
    form.refuse(wrong.value)
    assert form.errors_for("people") == ["This is not an id that was given out here."]


def test_a_conflict_keeps_its_status_and_what_no_typing_mends_is_raised(typed):
    form = typed(MoveInput)
    form.refuse(Conflict())
    assert form.status == 409
    with pytest.raises(NotFound):
        form.refuse(NotFound())


def test_a_form_that_only_shows_has_values_as_fields_want_them():
    form = Form(MoveInput, {"start": NINE, "minutes": 90, "reason": None, "fold": 0})
    assert [form.value(name) for name in ("start", "minutes", "reason", "fold", "none")] == [
        "2027-02-04T09:00",
        "90",
        "",
        "0",
        "",
    ]


@pytest.mark.parametrize(
    "pairs",
    [
        [("items", "x")],
        [("items.", "x")],
        [("items.0", "x")],
        [("items.x.title", "x")],
        [("items.0.title.deep", "x")],
        [("items.99999999999.title", "x")],
        [("items.0.title", "x"), ("items.0", "y"), ("items", "z")],
        [("items.²", "x")],
        [(".", "x")],
    ],
)
def test_hostile_names_break_nothing(typed, pairs):
    form = typed(AgendaInput, *pairs)
    assert isinstance(form.rows("items"), int)
    assert form.value("items.0.title") in {"", "x"}


def test_no_more_rows_are_read_than_anybody_types(typed):
    form = typed(AgendaInput, *((f"items.{n}.title", "x") for n in range(2_000)))
    assert form.rows("items") == 1_000
