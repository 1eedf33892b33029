"""Does a list that goes out and comes in again go out the same?"""

from __future__ import annotations

import io
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from scheduler.exercise.content import Content
from scheduler.exercise.msel import reading, writing
from scheduler.exercise.ready import READY, ready
from scheduler.text import clean_text
from tests.exercise.contents import any_content, inject, sound
from tests.exercise.msel.sheets import content_of, read

HEADS = (
    "Event Number|Delivery Time|Designated Scenario Time|Event Type|Inject Mode|From|To|Message|"
    "Expected Participant Response|Exercise Objective|Notes"
)
OURS = "Title|Move|Trigger|Responsible|Status|Attachments|Secret|Reading Minutes"


def cells_of(content: bytes) -> list[tuple[object, ...]]:
    """Give the cells of a workbook as another library reads them."""
    book = load_workbook(io.BytesIO(content))
    assert book.active is not None
    return [tuple(cell.value for cell in row) for row in book.active.iter_rows()]


def same_again(content: Content) -> None:
    """Hold export → import → export to the same bytes, as a new scenario and into its own."""
    for write, media_type in (
        (writing.xlsx, reading.XLSX),
        (writing.csv_text, reading.CSV),
    ):
        made = write(content)
        new = content_of(read(made, media_type, title=content.title))
        assert write(new) == made
        known = content_of(read(made, media_type, base=content))
        assert write(known) == made
        assert known == content


def test_a_list_goes_out_in_the_order_of_hseep():
    rows = cells_of(writing.xlsx(sound()))
    assert list(rows[0][:11]) == HEADS.split("|")
    assert list(rows[0][11:]) == OURS.split("|")
    assert rows[1][:2] == ("C1", "T+0:10")


@pytest.mark.parametrize("letter", list(READY))
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_ready_scenario_comes_home_as_it_went(letter, language):
    same_again(ready(letter, language))


def test_what_begins_like_a_formula_is_text_in_every_cell():
    risky = ["=HYPERLINK(1)", "+1", "-", "@x", "-2+3"]
    content = sound(
        injects=[
            inject(f"C{n}", title=text, text=text, note=text, responsible=text, extra={text: text})
            for n, text in enumerate(risky)
        ]
    )
    for row in cells_of(writing.xlsx(content)):
        assert not any(str(cell or "").startswith(("=", "+", "-", "@")) for cell in row)
    book = load_workbook(io.BytesIO(writing.xlsx(content)))
    assert book.active is not None
    kinds = {cell.data_type for row in book.active.iter_rows() for cell in row if cell.value}
    assert kinds == {"s"}
    same_again(content)


def test_columns_that_are_not_ours_go_home_again_under_their_headings():
    content = sound(
        injects=[
            inject("C1", extra={"Budget": "5 tkr", "Title": "nej", "extra: x": "y"}),
            inject("C2", extra={"Faktura": "+00:45"}),
        ]
    )
    heads = cells_of(writing.xlsx(content))[0]
    assert heads[19:] == ("Budget", "extra: Title", "extra: extra: x", "Faktura")
    same_again(content)


@pytest.mark.parametrize(
    "text", ["_x0041_", "a_x000D_b", "'=1", "[x] y", "- a\n- b", "112: ring", "=\n=", "a;b,c"]
)
def test_odd_texts_come_home(text):
    same_again(
        sound(
            groups=[{"key": "kommun", "name": text}, {"key": "alla", "name": "Alla"}],
            personas=[{"key": "vaxel", "name": text}],
            modules=[{"key": "m1", "title": text}],
            injects=[
                inject(
                    "C1",
                    text=text,
                    groups=["kommun", "alla"],
                    expected=[{"key": "C1.1", "text": text}, {"key": "q", "text": "b"}],
                    objectives=["1", "finns-inte"],
                    files=[text.replace("\n", " ")],
                )
            ],
        )
    )


def test_a_text_too_long_for_a_cell_is_refused_with_another_way_out():
    actions = [{"key": f"C1.{n}", "text": "x" * 1000} for n in range(40)]
    with pytest.raises(writing.TooLongForACell, match="zip"):
        writing.xlsx(sound(injects=[inject("C1", expected=actions)]))


def settled(content: Content) -> Content:
    """Take away what no list says: questions, a trigger's unused half."""
    injects = []
    for one in content.injects:
        trigger = one.trigger.model_copy(
            update={} if one.trigger.kind == "after" else {"inject": ""}
        )
        injects.append(one.model_copy(update={"trigger": trigger}))
    return content.model_copy(update={"injects": tuple(injects)})


@settings(max_examples=150, deadline=None)
@given(any_content().map(settled))
def test_any_scenario_goes_out_the_same_after_coming_home(content):
    made = writing.csv_text(content)
    new = content_of(read(made, reading.CSV, title=content.title)) if content.injects else content
    assert writing.csv_text(new) == made or not content.injects


_WORD = st.text(alphabet=string.ascii_letters + "åäö 0123456789=+-@[](){}.,;:'\"_\n", max_size=30)


def _extra(text: str) -> dict[str, str]:
    return {"Budget": clean_text(text)} if clean_text(text) else {}


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(_WORD, _WORD, _WORD), min_size=1, max_size=4))
def test_any_words_come_home_through_a_workbook(words):
    content = sound(
        injects=[
            inject(f"C{n}", title=f"t {a}", text=b, note=c, story_time=a, extra=_extra(b))
            for n, (a, b, c) in enumerate(words)
        ]
    )
    same_again(content)
