"""Do parts of a list join to the whole, whatever happens between them?"""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from scheduler.database import Database, new_id
from scheduler.model import EventRow, Network, Organisation
from scheduler.queries.paging import NoSuchPlace, part, part_of


def read(rows: Sequence[str], limit: int) -> list[str]:
    found, after = list[str](), ""
    for _ in range(len(rows) + 1):
        one = part_of(rows, key=lambda row: (row,), after=after, limit=limit)
        found += one.rows
        if one.next is None:
            break
        after = one.next
    return found


@given(st.lists(st.text(st.characters(codec="utf-8")), unique=True), st.integers(1, 5))
def test_the_parts_of_a_short_list_are_the_list_in_order(rows, limit):
    assert read(rows, limit) == sorted(rows)


def test_what_comes_or_goes_between_two_parts_hides_and_repeats_nothing():
    first = part_of(["b", "d", "f"], key=lambda row: (row,), after="", limit=2)
    second = part_of(["a", "b", "e", "f"], key=lambda row: (row,), after=first.next or "", limit=2)
    assert (first.rows, second.rows, second.next) == (["b", "d"], ["e", "f"], None)


@pytest.mark.parametrize("newest_first", [False, True])
def test_rows_of_one_moment_are_told_apart_by_their_ids(database: Database, time, newest_first):
    with database.transaction() as session:
        for name in "abcde":
            session.add(Organisation(name=name, name_key=name, kind="other", country="SE"))
    keys = (Organisation.created_at, Organisation.id)
    found, after = list[str](), ""
    with database.reading() as session:
        for _ in range(3):
            one = part(
                session,
                select(Organisation),
                keys=keys,
                after=after,
                limit=2,
                newest_first=newest_first,
            )
            found += [str(row.id) for row in one.rows]
            after = one.next or ""
    assert found == sorted(found, reverse=newest_first)
    assert (len(set(found)), after) == (5, "")


def test_numbers_and_words_can_be_keys_too(database: Database):
    with database.transaction() as session:
        for number in range(12):
            session.add(EventRow(kind=f"K{number:02}", by="x", subject=new_id(), body={}))
    for keys in ((EventRow.id,), (EventRow.kind, EventRow.id)):
        with database.reading() as session:
            first = part(session, select(EventRow), keys=keys, after="", limit=10)
            rest = part(session, select(EventRow), keys=keys, after=first.next or "", limit=10)
        assert [row.kind for row in rest.rows] == ["K10", "K11"]


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "é",
        "bnVsbA",  # null
        "WzEsIDJd",  # [1, 2]
        "WyJhIl0",  # ["a"]
        "WyJub3ciLCAibm9ib2R5Il0",  # ["now", "nobody"]
        "WyIxIiwgIjIiLCAiMyJd",  # ["1", "2", "3"]
        "W1tbW1tbW1tb" * 300,
    ],
)
def test_a_cursor_of_nobodys_making_is_refused(database: Database, cursor):
    keys = (Network.created_at, Network.id)
    with database.reading() as session, pytest.raises(NoSuchPlace):
        part(session, select(Network), keys=keys, after=cursor, limit=2)


def test_a_number_that_no_column_holds_is_refused(database: Database):
    cursor = "WyI5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTkiXQ"  # ["99999999999999999999999999"]
    with database.reading() as session, pytest.raises(NoSuchPlace):
        part(session, select(EventRow), keys=(EventRow.id,), after=cursor, limit=2)
