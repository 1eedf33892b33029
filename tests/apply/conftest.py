"""What do the tests of network files share?"""

import sqlite3

import pytest

from scheduler.actor import SYSTEM
from scheduler.apply import FaultyFile, apply, read
from scheduler.language import language

ENGLISH = language("en")
VARNA = """\
network: {slug: varna, name: Värna Värmland, language: sv, countries: [SE], convenor: BFC Värmland}
organisations:
  - {name: BFC Värmland, kind: ngo, country: SE}
  - {name: Kristinehamns kommun, kind: municipality, country: SE}
people:
  - name: "Samordnare, Kristinehamn"
    email: samordnare@kristinehamn.example
    organisation: Kristinehamns kommun
    role: member
  - {name: Sekreterare, email: sekreterare@bfc.example, organisation: bfc värmland, role: secretary}
series:
  - title: Länsnätverket
    rule: {every: 3, unit: month, nth: 4, weekdays: [th]}
    at: 09:00
    minutes: 180
    from: 2027-01-01
    until: 2027-12-31
    place: Residenset
    call: {when: each, notice_days: 21}
meetings:
  - {title: Övningsdag, kind: exercise, start: "2027-10-14T09:00", minutes: 150, place: Stadshuset}

"""


class Runner:
    """Applies files as the command does, and counts what reaches the database's file."""

    def __init__(self, database, path):
        self.database = database
        self.connection = sqlite3.connect(path, isolation_level=None)

    def __call__(self, text=VARNA, **how):
        """Apply a text; gives the report's lines."""
        raw = text.encode() if isinstance(text, str) else text
        file = read(raw, name="varna.yaml")
        with self.database.transaction() as session:
            report = apply(session, file, by=how.pop("by", SYSTEM), **how)
        return list(report.text(ENGLISH))

    def changes(self, text=VARNA, **how):
        """Apply a text; gives the lines that are not "the same", without the sum."""
        return [line for line in self(text, **how)[:-1] if not line.startswith("=")]

    def faults(self, text):
        """Apply a text that is wrong; gives the faults as they are printed."""
        with pytest.raises(FaultyFile) as faulty:
            self(text)
        return faulty.value.lines(ENGLISH)

    def version(self):
        """A number that another connection's write changes, and nothing else."""
        return self.connection.execute("PRAGMA data_version").fetchone()[0]


@pytest.fixture
def run(database, settings, time):
    runner = Runner(database, database.engine.url.database)
    yield runner
    runner.connection.close()
