"""What does a wrong file hear, and is nothing written then?"""

import pytest
from sqlalchemy import func, select

from scheduler.model import Network, Organisation, Person
from tests.apply.conftest import VARNA


def test_every_fault_is_told_at_once_with_its_line_and_field(run, database):
    wrong = """\
network:
  slug: Värna
  name: Värna
  colour: blue
organisations:
  - {name: BFC, kind: club, country: SE}
  - name: Kumla kommun
    kind: municipality
people:
  - name: Anna
    email: anna at kumla
    organisation: Kumla komun
  - email: bo@kumla.example
    role: chief
series:
  - title: Länsnätverket
    rule: {every: 0, unit: month, weekdays: [th]}
    at: 25:00
    minutes: long
    from: 2027-13-01
    call: {when: sometimes, notice: 21}
meetings:
  - {title: Dag, start: "14 oktober"}
scenario: []
"""
    faults = run.faults(wrong)
    assert [line.partition(": ")[0] + " " + line.split(": ")[1] for line in faults] == [
        "varna.yaml:2 network.slug",
        "varna.yaml:4 network.colour",
        "varna.yaml:6 organisations[0].kind",
        "varna.yaml:11 people[0].email",
        "varna.yaml:13 people[1].name",
        "varna.yaml:14 people[1].role",
        "varna.yaml:17 series[0].rule.every",
        "varna.yaml:18 series[0].at",
        "varna.yaml:19 series[0].minutes",
        "varna.yaml:20 series[0].from",
        "varna.yaml:21 series[0].call.notice",
        "varna.yaml:21 series[0].call.when",
        "varna.yaml:23 meetings[0].start",
        "varna.yaml:24 scenario",
    ]
    with database.reading() as session:
        assert session.scalar(select(func.count(Network.id))) == 0


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        (
            "organisation: Kristinehamns kommun",
            "organisation: Kristinehams kommun",
            (
                "8: people[0].organisation: No organisation called “Kristinehams kommun” belongs "
                "to this network. Did you mean “Kristinehamns kommun”?"
            ),
        ),
        (
            "convenor: BFC Värmland",
            "convenor: Polisen",
            (
                "1: network.convenor: No organisation called “Polisen” belongs to this network. "
                "Add it first."
            ),
        ),
        (
            "email: sekreterare@bfc.example",
            "email: Samordnare@Kristinehamn.example",
            "10: people[1].email: The same stands on line 7 already. Keep one of the two.",
        ),
        (
            "  - {name: Kristinehamns",
            "  - {name: bfc värmland, kind: ngo, country: se}\n  - {name: Kristinehamns",
            "4: organisations[1].name: The same stands on line 3 already. Keep one of the two.",
        ),
        (
            "kind: municipality",
            "kind: municipality, role: convenor",
            (
                "4: organisations[1].role: One organisation convenes a network, and here it is "
                "“BFC Värmland”."
            ),
        ),
        (
            "language: sv",
            "language: sv, time_zone: Europe/Stokholm",
            (
                "1: network.time_zone: “Europe/Stokholm” is no known time zone. "
                "Example: Europe/Stockholm"
            ),
        ),
        (
            'start: "2027-10-14T09:00"',
            "start: 2027-03-28T02:30",
            (
                "21: meetings[0].start: There is no 02:30 that night: summer time begins. "
                "Choose Sunday 28 March 2027 at 03:30 or another time."
            ),
        ),
        (
            "every: 3, unit: month, nth: 4, weekdays: [th]}\n    at: 09:00",
            "unit: month, nth: -1, weekdays: [su]}\n    at: 02:30",
            (
                "14: series[0].at: There is no 02:30 that night: summer time begins. "
                "Choose Sunday 28 March 2027 at 03:30 or another time."
            ),
        ),
        (
            "name: Värna Värmland",
            "name: " + 10_000 * "x",
            "1: network.name: This is too long: at most 200 characters.",
        ),
        (
            "until: 2027-12-31",
            "until: 2026-12-31",
            "17: series[0].until: The last day comes before the first.",
        ),
        (
            "until: 2027-12-31",
            "until: 2037-12-31",
            (
                "17: series[0].until: Dates can be laid out for 3 years at a time. "
                "Choose an earlier end."
            ),
        ),
        (
            "slug: varna, ",
            "",
            "1: network.slug: This is needed.",
        ),
        (
            "slug: varna",
            "slug: new",
            "1: network.slug: Another network has the short name “new”. Choose another one.",
        ),
        (
            "call: {when: each, notice_days: 21}",
            "call: each",
            "19: series[0].call: Give named fields.",
        ),
        (
            "meetings:\n",
            "meetings:\n  - just text\n",
            "21: meetings[0]: Give named fields.",
        ),
        (
            "kind: exercise",
            "people: [anna]",
            "21: meetings[0].people: There is no such field. Check its spelling or leave it out.",
        ),
        (
            "role: member",
            "role: member\n    role: observer",
            "10: “role” stands here for the second time. The first is on line 9.",
        ),
        (
            "countries: [SE]",
            "countries: SE",
            "1: network.countries: Give a list.",
        ),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(run, before, after, line):
    assert before in VARNA
    assert run.faults(VARNA.replace(before, after, 1)) == [f"varna.yaml:{line}"]


def test_a_fault_found_late_takes_back_all_that_was_written(run, database):
    run()
    with database.reading() as session:
        known = session.scalar(select(func.count(Person.id)))
    text = VARNA.replace("slug: varna", "slug: annan")
    assert run.faults(text.replace("nth: 4", "nth: 5, months: [2]"))[0].startswith(
        "varna.yaml:13: series[0].rule: This rhythm gives no date at all"
    )
    with database.reading() as session:
        assert session.scalar(select(func.count(Person.id))) == known
        assert session.scalar(select(func.count(Network.id))) == 1


def test_a_wrong_organisation_does_not_make_its_people_wrong(run):
    faults = run.faults(VARNA.replace("kind: municipality", "kind: town"))
    assert [line.split(": ")[1] for line in faults] == ["organisations[1].kind"]


def test_norway_is_a_country_and_nine_o_clock_a_time(run, database):
    run(
        VARNA.replace("[SE]", "[NO, SE]")
        .replace("kind: ngo, country: SE", "kind: ngo, country: NO")
        .replace("name: Sekreterare", "name: 1234")
    )
    with database.reading() as session:
        assert session.scalars(select(Network.countries)).one() == ["NO", "SE"]
        assert (
            session.scalars(select(Organisation.country).where(Organisation.kind == "ngo")).one()
            == "NO"
        )
        assert "1234" in session.scalars(select(Person.name)).all()


def test_control_characters_and_foreign_line_breaks_do_not_reach_the_database(run, database):
    text = VARNA.replace("name: Sekreterare", r'name: "A\r\nB\u2028C\x07D\x85E\ud800\u202e"')
    run(text)
    with database.reading() as session:
        assert "A B CD E" in session.scalars(select(Person.name)).all()


@pytest.mark.parametrize("text", ["- a\n", "just text\n", "42\n"])
def test_a_file_that_names_no_network_says_what_is_needed(run, text):
    assert run.faults(text) == [
        "varna.yaml:1: Give named fields.",
        "varna.yaml:1: network: This is needed.",
    ]


def test_a_byte_order_mark_and_crlf_do_no_harm(run):
    assert run(b"\xef\xbb\xbf" + VARNA.replace("\n", "\r\n").encode())[-1].startswith("7 added")
