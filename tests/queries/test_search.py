"""What is found, by which words, in which order?"""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from scheduler.actor import SYSTEM
from scheduler.database import Base, Database
from scheduler.inputs import MoveInput, NetworkInput, SeriesInput, TextInput
from scheduler.model import Network, SearchEntry
from scheduler.queries import entitled, search
from scheduler.queries.paging import NoSuchPlace
from scheduler.search import index
from scheduler.services import attachments, meetings, networks, series
from tests.factories import a_meeting, a_network, a_series
from tests.queries.searching import BO, CLARA, Found


@pytest.fixture
def found(database, time, settle):
    return Found(database, settle)


def texts(pieces):
    return "".join(piece.text for piece in pieces)


def marked(pieces):
    return [piece.text for piece in pieces if piece.hit]


def test_everything_that_is_written_is_found_by_its_words(found):
    points = found.write_agenda(
        {"title": "Skolnärvaro", "text": "Ett gädda på dagordningen."},
        {"title": "Lägesrunda", "kind": "round"},
    )
    item = str(points["Skolnärvaro"])
    found.report(points["Lägesrunda"], "Lugnt, en gädda i ån.")
    found.write_notes(
        version=0,
        entries=[{"item": item, "text": "Gädda i anteckningen."}],
        decisions=[{"item": item, "text": "Gädda beslutas."}],
        actions=[{"item": item, "text": "Fånga gädda", "owner": {"organisation": "Kumla kommun"}}],
    )
    found.add_area("Fiske", "Gädda och abborre.")
    assert sorted(found.kinds("gädda")) == [
        ("action", "Kumla kommun"),
        ("agenda", "Skolnärvaro"),
        ("area", "Fiske"),
        ("decision", "1/2027 · Skolnärvaro"),
        ("note", "Skolnärvaro"),
        ("round", "Lägesrunda · Kumla kommun"),
    ]
    assert found.kinds("länsnätverket") == [("meeting", "Länsnätverket")]
    assert found.kinds("1/2027 gädda") == [("decision", "1/2027 · Skolnärvaro")]


def test_a_hit_says_where_it_stands_and_which_words_were_asked_for(found):
    item = str(found.write_agenda({"title": "Gängmiljöer"})["Gängmiljöer"])
    found.write_notes(decisions=[{"item": item, "text": "Skolorna och **polisen** samverkar."}])
    (row,) = found.find("polisen skolorna").rows
    assert (row.kind, texts(row.title), row.meeting_title, row.network) == (
        "decision",
        "1/2027 · Gängmiljöer",
        "Länsnätverket",
        "Länsnätverket",
    )
    assert texts(row.snippet) == "Skolorna och polisen samverkar."
    assert marked(row.snippet) == ["Skolorna", "polisen"]
    assert f"{row.meeting_start:%Y-%m-%d %H:%M}" == "2027-02-04 09:00"
    assert row.link == f"/meetings/{found.meeting}/minutes"


FINDS = {
    "ål": ["Ål"],
    "al": ["Al"],
    "ægte": ["Ægte"],
    "aegte": [],
    "þing": ["Þing"],
    "ÐAGUR": ["Ðagur"],
    "øre": ["Øre"],
    "öre": ["Öre"],
    "kommunerna": ["Kommunens plan"],
    "kommun": ["Kommunens plan"],
    "kom": ["Kommunens plan"],
    "kom plan": [],
    '"kommunens plan"': ["Kommunens plan"],
    '"plan kommunens"': [],
    "plan -kommunens": ["En annan plan"],
    "-kommunens plan": ["En annan plan"],
    "plan": ["En annan plan", "Kommunens plan"],
    "-plan": [],
    "": [],
    '" - * ( ) :': [],
    "plan OR": [],
    "title:plan": [],
}


def test_letters_stay_letters_and_signs_say_what_is_wanted(found):
    titles = ("Ål", "Al", "Ægte", "Þing", "Ðagur", "Øre", "Öre", "Kommunens plan", "En annan plan")
    found.write_agenda(*({"title": title} for title in titles))
    assert {typed: sorted(t for _, t in found.kinds(typed)) for typed in FINDS} == FINDS


def test_the_very_word_comes_before_its_forms_and_the_newer_before_the_older(found, database):
    found.write_agenda({"title": "Skolornas roll"})
    with database.transaction() as session:
        for title, day in (("Skola", "2027-01-10"), ("Skola igen", "2027-01-20")):
            a_meeting(session, found.network, title=title, start=f"{day}T09:00")
    found.settle()
    assert [title for _, title in found.kinds("skola")] == ["Skola igen", "Skola", "Skolornas roll"]


def test_what_is_found_narrows_by_kind_network_and_year(found, database):
    found.write_agenda({"title": "Gädda"})
    with database.transaction() as session:
        other = a_network(session, slug="annat", people_=())
        a_meeting(session, other.id, title="Gädda", start="2028-02-04T09:00")
    found.settle()
    assert found.kinds("gädda", SYSTEM) == [("meeting", "Gädda"), ("agenda", "Gädda")]
    assert found.kinds("gädda", SYSTEM, kind="agenda") == [("agenda", "Gädda")]
    assert found.kinds("gädda", SYSTEM, year=2028) == [("meeting", "Gädda")]
    assert found.kinds("gädda", SYSTEM, network_id=other.id) == [("meeting", "Gädda")]
    assert found.kinds("gädda", SYSTEM, network_id=other.id, year=2027) == []


def test_a_long_list_is_read_in_parts_without_gap_or_repetition(found, database):
    with database.transaction() as session:
        for day in range(1, 10):
            a_meeting(session, found.network, title="Gädda", start=f"2027-03-0{day}T09:00")
            a_meeting(session, found.network, title="Gäddor", start=f"2027-03-1{day}T09:00")
    found.settle()
    whole = [row.ref for row in found.find("gädda", limit=50).rows]
    read, after, parts = [], "", 0
    while parts == 0 or after:
        part = found.find("gädda", after=after or "", limit=4)
        assert part.total_is_at_least == len(part.rows) + bool(part.next)
        read += [row.ref for row in part.rows]
        after, parts = part.next, parts + 1
    assert (len(whole), read, parts) == (18, whole, 5)


@pytest.mark.parametrize("after", ["x", "2-1", "0-", "0-x", "1--1", "0-99999999999999999999", "-"])
def test_a_place_that_was_never_given_is_refused(found, after):
    with pytest.raises(NoSuchPlace):
        found.find("gädda", after=after)


def test_what_changes_is_found_by_its_new_words_alone(found, database):
    with database.transaction() as session:
        meetings.change_text(session, found.meeting, plan=TextInput(title="Laxmöte"), by=SYSTEM)
    found.settle()
    assert (found.kinds("laxmöte"), found.kinds("länsnätverket")) == ([("meeting", "Laxmöte")], [])


def test_a_meeting_that_moves_takes_its_place_among_the_newest(found, database):
    with database.transaction() as session:
        a_meeting(session, found.network, title="Länsnätverket, vår", start="2027-04-01T09:00")
        plan = MoveInput.model_validate({"start": "2027-05-01T09:00"})
        meetings.move(session, found.meeting, plan=plan, by=SYSTEM)
    found.settle()
    assert [title for _, title in found.kinds("länsnätverket")] == [
        "Länsnätverket",
        "Länsnätverket, vår",
    ]


def test_reading_everything_anew_gives_what_was_there(found, database):
    found.write_agenda({"title": "Gädda"}, {"title": "Abborre", "text": "gädda"})
    found.promise("Fånga gädda")
    before = found.find("gädda").rows
    with database.transaction() as session:
        count = session.scalar(select(func.count()).select_from(SearchEntry))
        assert index.renew_all(session) == count
    assert found.find("gädda").rows == before
    assert len(before) == 3


def test_a_network_that_changes_its_language_is_found_as_before(found, database):
    with database.transaction() as session:
        plan = NetworkInput(name="Nätet", language="nb")
        networks.change(session, found.network, plan=plan, by=SYSTEM)
    found.settle()
    assert session_language(database, found.network) == "nb"
    assert found.kinds("länsnätverket") == [("meeting", "Länsnätverket")]


def session_language(database, network_id):
    with database.reading() as session:
        return session.get_one(Network, network_id).language


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    opened = Database(f"sqlite:///{tmp_path_factory.mktemp('search')}/s.db")
    Base.metadata.create_all(opened.engine)
    with opened.transaction() as session:
        a_network(session)
    yield opened
    opened.close()


@given(st.text() | st.text(alphabet="\"*-^:(){}[]+ANDORNTE~'\\;% åø\x00", max_size=40))
def test_whatever_is_typed_is_text_and_never_breaks_the_search(empty, typed):
    with empty.reading() as session:
        assert search.find(session, entitled.Reader(SYSTEM), typed).next is None


def test_a_rhythm_that_is_laid_anew_leaves_nothing_of_its_old_days_behind(found, database):
    with database.transaction() as session:
        laid = a_series(session, found.network, title="Laxmöte")
    found.settle()
    assert len(found.find("laxmöte").rows) == 4
    with database.transaction() as session:
        rule = {"every": 6, "unit": "month", "nth": 4, "weekdays": ["th"]}
        plan = {"title": "Laxmöte", "rule": rule, "at": "09:00", "minutes": 180}
        days = {"from": "2027-01-01", "until": "2027-12-31"}
        again = SeriesInput.model_validate(plan | days)
        series.relay(session, laid.id, plan=again, by=SYSTEM)
    assert len(found.find("laxmöte").rows) == 2
    found.settle()
    assert len(found.find("laxmöte").rows) == 2


def test_a_paper_is_found_by_its_name_until_it_is_taken_away(found, database):
    item = found.write_agenda({"title": "Krets", "class": "circle"})["Krets"]
    kept: dict[str, Any] = {"content": b"%PDF-1.7 x", "megabytes": 1, "by": SYSTEM}
    with database.transaction() as session:
        about: dict[str, Any] = {"name": "Gäddplan.pdf", "item": item}
        paper = attachments.add(session, found.meeting, **about, **kept).id
    found.settle()
    assert found.kinds("gäddplan", found.actor(BO)) == [("document", "Gäddplan.pdf")]
    assert found.kinds("gäddplan", found.actor(CLARA)) == []
    with database.transaction() as session:
        attachments.remove(session, paper, by=SYSTEM)
    assert found.kinds("gäddplan") == []
