"""What is meant by what is typed, in each database's own words?"""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.dialects import postgresql as dialect

from scheduler.model import SearchEntry
from scheduler.search import postgresql, sqlite
from scheduler.search.snippet import LENGTH, Piece, marked, needles, snippet
from scheduler.search.sqlite import Place
from scheduler.search.words import ENDINGS, Term, parse, stem

NETWORK = UUID(int=7)
SWEDISH = Place(networks=[NETWORK], languages=["sv"], kind="decision", year=2027)


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("skola polis", (Term("skola"), Term("polis", last=True))),
        ('"två ord" -tre', (Term("två ord", phrase=True), Term("tre", minus=True))),
        ('-"två ord" fyra', (Term("två ord", phrase=True, minus=True), Term("fyra", last=True))),
        ('"ej slut', (Term("ej slut", phrase=True),)),
        ("7/2027", (Term("7/2027", last=True),)),
        (" - * : ", ()),
    ],
)
def test_words_phrases_and_minus_are_told_apart(typed, terms):
    assert parse(typed) == terms


@pytest.mark.parametrize(
    ("language", "forms", "short"),
    [
        ("sv", ("kommunerna", "kommunernas", "kommunen", "kommun"), "kommun"),
        ("sv", ("skolorna", "skolor", "skola"), "skol"),
        ("nb", ("kommunene", "kommuner", "kommune"), "kommun"),
        ("da", ("skolerne", "skoler", "skole"), "skol"),
        ("fi", ("talossa", "talosta", "talolla"), "talo"),
        ("is", ("fundurinn", "fundinum", "fundur"), "fund"),
        ("en", ("schools", "school"), "school"),
        ("", ("kommunerna",), "kommunerna"),
    ],
)
def test_forms_of_a_word_share_their_beginning(language, forms, short):
    assert [stem(form, [language]) for form in forms] == [short] * len(forms)


@given(st.text(max_size=30), st.sampled_from(sorted(ENDINGS)))
def test_a_stem_is_always_a_beginning_and_never_too_short(word, language):
    short = stem(word, [language])
    assert word.startswith(short)
    assert len(short) >= min(len(word), 4)


def test_sqlite_is_asked_with_every_word_quoted():
    terms = parse('kommunerna "a b" -OR pol')
    assert sqlite.words(terms, SWEDISH, 0) == (
        '({title body} : ("kommunerna" AND "a b" AND "pol"))'
        f' AND (scope : "y2027") AND (scope : "kdecision") AND (scope : ("n{NETWORK.hex}"))'
        ' NOT ({title body} : ("OR"))'
    )


def test_postgresql_is_asked_with_every_word_as_a_value():
    chosen = select(SearchEntry.id)
    for level in (0, 1):
        asked, _ = postgresql.found(chosen, parse('kommunerna -o\'x "a b" pol'), SWEDISH, level)
        compiled = asked.compile(dialect=dialect.dialect())
        sql = str(compiled)
        assert "search_entry.words @@" in sql
        assert "kommunerna" not in sql
        assert {"kommunerna", "o'x", "a b", "pol"} <= set(compiled.params.values())
        marks = {"'_y2027'", "'_kdecision'", f"'_n{NETWORK.hex}'"}
        assert marks <= set(compiled.params.values())
        assert ("'pol':*" in compiled.params.values()) == bool(level)
        assert ("swedish" in compiled.params.values()) == bool(level)


def test_a_snippet_begins_at_a_word_before_the_first_hit():
    mark = needles(parse("gädda"), ["sv"])
    pieces = snippet("ord " * 100 + "**Gäddan** simmar " + "ord " * 100, mark)
    text = "".join(piece.text for piece in pieces)
    assert text.startswith("… ord ord")
    assert text.endswith("ord …")
    assert [piece.text for piece in pieces if piece.hit] == ["Gäddan"]
    assert len(text) <= LENGTH + 4


@given(st.text(max_size=400), st.text(max_size=20))
def test_marking_loses_no_character(text, typed):
    mark = needles(parse(typed), ["sv", "fi"])
    assert "".join(piece.text for piece in marked(text, mark)) == text
    assert all(isinstance(piece, Piece) for piece in snippet(text, mark))
