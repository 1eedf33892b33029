"""Can a network file name what the network works on?"""

from sqlalchemy import select

from scheduler.model import Area
from tests.apply.conftest import VARNA

AREAS = """\
areas:
  - {name: Skola, owner: BFC Värmland, participates: [Kristinehamns kommun], text: Alla skolor}
  - {name: Anhöriga, informed: [kristinehamns kommun]}
"""


def kept(database):
    with database.reading() as session:
        return [
            (one.name, one.text, sorted((p.organisation.name, p.part) for p in one.parts))
            for one in session.scalars(select(Area).order_by(Area.position))
        ]


def test_a_file_makes_areas_in_order_and_twice_is_once(database, run):
    assert run(VARNA + AREAS)[5:7] == ["+ area Skola", "+ area Anhöriga"]
    assert kept(database) == [
        (
            "Skola",
            "Alla skolor",
            [("BFC Värmland", "owner"), ("Kristinehamns kommun", "participates")],
        ),
        ("Anhöriga", "", [("Kristinehamns kommun", "informed")]),
    ]
    before = run.version()
    assert run.changes(VARNA + AREAS) == []
    assert run.version() == before


def test_a_file_changes_what_it_names_and_leaves_the_rest(database, run):
    run(VARNA + AREAS)
    changed = "areas:\n  - {name: skola, participates: [], informed: [Kristinehamns kommun]}\n"
    assert run.changes(VARNA + changed) == [
        "~ area skola: name, participates, informed",
        "· area Anhöriga: not in the file, left as it is",
    ]
    assert kept(database)[0] == (
        "skola",
        "Alla skolor",
        [("BFC Värmland", "owner"), ("Kristinehamns kommun", "informed")],
    )


def test_a_wrong_organisation_or_a_second_area_is_told_with_its_line(run):
    wrong = "areas:\n  - {name: Skola}\n  - name: Anhöriga\n    participates: [Okänd]\n"
    line = (VARNA + wrong).splitlines().index("    participates: [Okänd]") + 1
    [fault] = run.faults(VARNA + wrong)
    assert fault.startswith(f"varna.yaml:{line}: areas[1].participates[0]: No organisation called")
    twice = "areas:\n  - {name: Skola}\n  - {name: SKOLA}\n"
    [fault] = run.faults(VARNA + twice)
    assert "areas[1].name: The same stands on line" in fault
    owner = "areas:\n  - {name: Skola, owner: Okänd}\n"
    [fault] = run.faults(VARNA + owner)
    assert "No organisation called “Okänd”" in fault
