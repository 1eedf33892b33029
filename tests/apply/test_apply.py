"""How does a file become a network, and what happens the second time?"""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from scheduler.actor import SYSTEM, Actor
from scheduler.apply import FaultyFile, apply, read
from scheduler.inputs import OrganisationInput, PersonInput, TextInput
from scheduler.model import Letter, Meeting, Membership, Network, Organisation, Person, Series
from scheduler.queries import membership
from scheduler.services import meetings, people, series
from tests.apply.conftest import VARNA
from tests.factories import a_network, an_actor

TODAY = date(2027, 1, 4)
DEMO = sorted((Path(__file__).parents[2] / "demo").glob("*.yaml"))


def named(thing):
    return thing.name


def one(database, kind, **where):
    with database.reading() as session:
        return session.scalars(select(kind).filter_by(**where)).one()


def starts(database):
    with database.reading() as session:
        rows = session.execute(select(Meeting.start, Meeting.status).order_by(Meeting.start))
        return [(start.isoformat(timespec="minutes"), status) for start, status in rows]


def test_a_file_makes_a_network_with_all_that_it_names(database, run):
    assert run() == [
        "+ network Värna Värmland",
        "+ organisation BFC Värmland",
        "+ organisation Kristinehamns kommun",
        "+ person Samordnare, Kristinehamn",
        "+ person Sekreterare",
        "+ series Länsnätverket",
        "+ meeting Övningsdag",
        "7 added, 0 changed, 0 the same.",
    ]
    network = one(database, Network)
    with database.reading() as session:
        assert named(membership.convenor(session, network.id, TODAY)) == "BFC Värmland"
        held = membership.members(session, network.id, TODAY)
        assert [(named(m.organisation), named(m.person), m.role) for m in held] == [
            ("BFC Värmland", "Sekreterare", "secretary"),
            ("Kristinehamns kommun", "Samordnare, Kristinehamn", "member"),
        ]
    assert (network.slug, network.language, network.demo) == ("varna", "sv", False)


def test_what_a_file_makes_is_preliminary_and_nobody_is_mailed(database, run, settle):
    run()
    settle()
    assert starts(database) == [
        ("2027-01-28T09:00", "preliminary"),
        ("2027-04-22T09:00", "preliminary"),
        ("2027-07-22T09:00", "preliminary"),
        ("2027-10-14T09:00", "preliminary"),
        ("2027-10-28T09:00", "preliminary"),
    ]
    with database.reading() as session:
        assert session.scalar(select(func.count(Letter.id))) == 0


def test_the_second_time_nothing_is_written(run):
    run()
    before = run.version()
    assert run() == [
        "= network Värna Värmland",
        "= organisation BFC Värmland",
        "= organisation Kristinehamns kommun",
        "= person Samordnare, Kristinehamn",
        "= person Sekreterare",
        "= series Länsnätverket",
        "= meeting Övningsdag",
        "Nothing to change.",
    ]
    assert run.version() == before


@pytest.mark.parametrize("path", DEMO, ids=lambda path: path.stem)
def test_each_demonstration_network_is_whole_and_twice_is_once(run, path):
    text = path.read_text()
    added = run(text)
    assert added[-1] == f"{len(added) - 1} added, 0 changed, 0 the same."
    before = run.version()
    assert run(text)[-1] == "Nothing to change."
    assert run.version() == before


def test_all_demonstration_networks_stand_beside_each_other(run):
    for path in DEMO:
        run(path.read_text())
    assert [run(path.read_text())[-1] for path in DEMO] == ["Nothing to change."] * len(DEMO)


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("name: Värna Värmland", "name: Värna", "~ network Värna: name"),
        ("language: sv", "language: nb", "~ network Värna Värmland: language"),
        ("kind: ngo", "kind: network", "~ organisation BFC Värmland: kind"),
        ("name: BFC Värmland,", "name: BFC VÄRMLAND,", "~ organisation BFC VÄRMLAND: name"),
        ("role: secretary", "role: coordinator", "~ person Sekreterare: role"),
        ("name: Sekreterare", "name: Administratör", "~ person Administratör: name"),
        ("role: secretary", "role: secretary, duty: true", "~ person Sekreterare: duty"),
        ("role: member", "unit: Folkhälsa", "~ person Samordnare, Kristinehamn: unit"),
        ("role: member", "language: fi", "~ person Samordnare, Kristinehamn: language"),
        ("bfc värmland", "Kristinehamns kommun", "~ person Sekreterare: organisation"),
        ("at: 09:00", "at: 10:00", "~ series Länsnätverket: at"),
        ("nth: 4", "nth: -1", "~ series Länsnätverket: rule"),
        ("until: 2027-12-31", "until: 2027-06-30", "~ series Länsnätverket: until"),
        ("notice_days: 21", "notice_days: 14", "~ series Länsnätverket: notice_days"),
        ("Stadshuset", "Rådhuset", "~ meeting Övningsdag: place"),
        ("minutes: 150", "minutes: 120", "~ meeting Övningsdag: minutes"),
    ],
)
def test_what_differs_is_changed_and_then_it_is_the_same(run, before, after, line):
    run()
    changed = VARNA.replace(before, after)
    assert run.changes(changed) == [line]
    assert run(changed)[-1] == "Nothing to change."


def test_a_preliminary_series_is_laid_anew(database, run):
    run()
    run(VARNA.replace("nth: 4", "nth: 1").replace("09:00\n", "13:30\n"))
    assert starts(database) == [
        ("2027-01-07T13:30", "preliminary"),
        ("2027-04-01T13:30", "preliminary"),
        ("2027-07-01T13:30", "preliminary"),
        ("2027-10-07T13:30", "preliminary"),
        ("2027-10-14T09:00", "preliminary"),
    ]


def test_a_fixed_series_is_only_compared(database, run):
    run()
    rhythm = one(database, Series)
    with database.transaction() as session:
        series.fix(session, rhythm.id, by=SYSTEM)
    before = run.version()
    assert run.changes(VARNA.replace("nth: 4", "nth: 1")) == [
        "! series Länsnätverket: its dates are fixed already: change it on its page (rule)"
    ]
    assert run.version() == before


def test_what_the_file_leaves_out_of_a_series_stays(database, run):
    run(
        VARNA.replace(
            "    place: Residenset\n", "    place: Residenset\n    online_url: https://m.example\n"
        )
    )
    run(VARNA.replace("nth: 4", "nth: 1"))
    assert one(database, Series).online_url == "https://m.example"


def test_a_meeting_that_was_moved_is_found_by_its_original_time(database, run):
    run()
    meeting = one(database, Meeting, title="Övningsdag")
    with database.transaction() as session:
        session.get_one(Meeting, meeting.id).start += timedelta(days=1)
    assert run()[-1] == "Nothing to change."


def test_a_meeting_that_is_no_longer_preliminary_is_only_compared(database, run):
    run()
    with database.transaction() as session:
        session.get_one(Meeting, one(database, Meeting, title="Övningsdag").id).status = "planned"
    assert run.changes(VARNA.replace("Stadshuset", "Rådhuset")) == [
        "! meeting Övningsdag: it is no longer preliminary: change it on its page (place)"
    ]


def test_what_the_file_no_longer_names_is_left_alone_and_said(database, run):
    run()
    short = VARNA.partition("series:")[0].replace("Kristinehamns kommun, kind", "Ny kommun, kind")
    short = short.replace("samordnare@kristinehamn.example", "ny@kristinehamn.example")
    assert run.changes(short) == [
        "+ organisation Ny kommun",
        "+ person Samordnare, Kristinehamn",
        "· organisation Kristinehamns kommun: not in the file, left as it is",
        "· person Samordnare, Kristinehamn: not in the file, left as it is",
        "· series Länsnätverket: not in the file, left as it is",
        "· meeting Övningsdag: not in the file, left as it is",
    ]


def test_a_new_convenor_takes_over(database, run):
    run()
    changed = VARNA.replace("convenor: BFC Värmland", "convenor: Kristinehamns kommun")
    assert run.changes(changed) == ["~ organisation Kristinehamns kommun: role"]
    assert run(changed)[-1] == "Nothing to change."
    with database.reading() as session:
        network = session.scalars(select(Network)).one()
        held = membership.organisations(session, network.id, TODAY)
        assert {named(one.organisation): one.role for one in held} == {
            "BFC Värmland": "member",
            "Kristinehamns kommun": "convenor",
        }


def test_a_person_known_in_another_network_is_the_same_person(database, run):
    run()
    other = VARNA.replace("slug: varna", "slug: annan").replace("Värna Värmland", "Annan")
    assert run(other)[-1] == "7 added, 0 changed, 0 the same."
    with database.reading() as session:
        counts = [session.scalar(select(func.count(kind.id))) for kind in (Person, Organisation)]
        assert (*counts, session.scalar(select(func.count(Network.id)))) == (2, 2, 2)


def test_a_coordinator_s_file_does_not_rename_people_of_other_networks(database, run):
    run()
    with database.transaction() as session:
        other = a_network(session, slug="annan", people_=())
        plan = PersonInput(name="Sekreterare", email="sekreterare@bfc.example")
        people.add(session, other.id, plan=plan, by=SYSTEM)
    network = one(database, Network, slug="varna")
    by = Actor(kind="person", roles={network.id: frozenset({"coordinator"})})
    changed = VARNA.replace("name: Sekreterare", "name: Någon").replace("secretary", "observer")
    assert run.changes(changed, by=by) == [
        "! person Sekreterare: also in networks that are not yours: ask an administrator (name)",
        "~ person Sekreterare: role",
    ]


def test_a_stranger_s_file_is_refused_where_it_stands(database, run):
    run()
    file = read(VARNA.replace("language: sv", "language: nb").encode(), name="varna.yaml")
    stranger = an_actor(one(database, Network).id, "member")
    with database.transaction() as session, pytest.raises(FaultyFile) as faulty:
        apply(session, file, by=stranger)
    assert [fault.line for fault in faulty.value.faults] == [1]


def test_who_left_and_stands_in_the_file_belongs_again(database, run):
    run()
    with database.transaction() as session:
        person = session.scalars(select(Person).where(Person.name == "Sekreterare")).one()
        belongs = session.scalars(select(Membership).filter_by(person_id=person.id)).one()
        people.leave(session, belongs.id, by=SYSTEM)
    assert run.changes() == ["+ person Sekreterare"]


def test_a_person_may_come_from_an_organisation_that_the_network_has_already(database, run):
    run()
    with database.transaction() as session:
        plan = OrganisationInput(name="Region Värmland", kind="region")
        network = session.scalars(select(Network)).one()
        people.join_organisation(session, network.id, plan=plan, by=SYSTEM)
    assert run.changes(VARNA.replace("bfc värmland", "Region Värmland")) == [
        "~ person Sekreterare: organisation",
        "· organisation Region Värmland: not in the file, left as it is",
    ]


def test_protected_people_are_not_named_in_the_report(run):
    secret = "name: Sekreterare, title: Handläggare, protected: yes"
    text = VARNA.replace("name: Sekreterare", secret)
    assert run.changes(text)[4] == "+ person Handläggare, BFC Värmland"
    assert "= person Handläggare, BFC Värmland" in run(text)


def test_memberships_can_begin_earlier_and_a_network_be_a_demonstration(database, run):
    run(since=date(2026, 10, 1), demo=True)
    with database.reading() as session:
        assert set(session.scalars(select(Membership.since))) == {date(2026, 10, 1)}
        assert session.scalars(select(Network.demo)).one()


def test_what_was_changed_on_a_page_and_is_not_in_the_file_stays(database, run):
    run()
    meeting = one(database, Meeting, title="Övningsdag")
    with database.transaction() as session:
        plan = TextInput(title=meeting.title, place=meeting.place, text="Ta med planen.")
        meetings.change_text(session, meeting.id, plan=plan, by=SYSTEM)
    assert run()[-1] == "Nothing to change."
