"""What do people get when the service is killed in the middle of sending, again and again?"""

from __future__ import annotations

import random
from collections import defaultdict
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from time import monotonic, sleep

from sqlalchemy import func, select

from scheduler.actor import SYSTEM
from scheduler.clock import now
from scheduler.database import Database
from scheduler.model import Letter
from scheduler.services import meetings
from tests.factories import a_meeting, a_network
from tests.smtp import Box, free_port, taking
from tests.story import sending

PROCESSES = get_context("forkserver")  # each begins at once: what it imports is there already
PROCESSES.set_forkserver_preload(["tests.story.sending"])
KILLS, LETTERS = 10, 60


def _call(database: Database) -> None:
    """Call five meetings of twelve people: sixty letters."""
    with database.transaction() as session:
        addresses = [f"person{number}@kumla.example" for number in range(12)]
        network = a_network(session, people_=addresses)
        for number in range(5):
            start = f"{now().year + 1}-06-{number + 1:02}T09:00"
            meeting = a_meeting(session, network.id, start=start)
            meetings.call(session, meeting.id, by=SYSTEM)


def _start(folder: Path, port: int) -> ForkServerProcess:
    process = PROCESSES.Process(target=sending.work, args=(folder, port))
    process.start()
    return process


def _kill_after(process: ForkServerProcess, box: Box, mails: int, pause: float) -> None:
    """Kill the process at some moment after it has sent a few mails."""
    end = monotonic() + 60
    while len(box.mails) < mails and process.is_alive():
        assert monotonic() < end, "nothing is sent"
        sleep(0.001)
    sleep(pause)
    process.kill()
    process.join()
    process.close()


def _by_letter(box: Box) -> dict[str, list[bytes]]:
    """The mails that arrived, by the letter that they say they are."""
    found = defaultdict(list)
    for _, _, raw in box.mails:
        [line] = [one for one in raw.splitlines() if one.startswith(b"X-Kallelse-Letter:")]
        found[line.decode()].append(raw)
    return found


def test_ten_kills_lose_no_letter_and_repeat_at_most_one_each_byte_for_byte(database, settings):
    _call(database)
    chance = random.Random(20270104)  # noqa: S311  # the same moments each time, as far as may be
    box, port = Box(seconds=0.01), free_port()
    with taking(box, port):
        for _ in range(KILLS):
            sent = len(box.mails) + chance.randint(1, 4)
            _kill_after(_start(settings.dir, port), box, sent, chance.uniform(0, 0.03))
        assert len(box.mails) < LETTERS  # all ten died at work
        last = _start(settings.dir, port)
        last.join(timeout=120)
        assert last.exitcode == 0

    letters = _by_letter(box)
    assert len(letters) == LETTERS
    assert {name: len(set(raws)) for name, raws in letters.items()} == dict.fromkeys(letters, 1)
    assert len(box.mails) - LETTERS <= KILLS
    with database.reading() as session:
        states = session.execute(select(Letter.state, func.count()).group_by(Letter.state))
        assert [tuple(row) for row in states] == [("sent", LETTERS)]
