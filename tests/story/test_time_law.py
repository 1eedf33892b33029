"""Does a new law about the clocks reach people, once, when the service starts with it?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from scheduler import clock
from scheduler.model import DueRow
from tests import time_law
from tests.smtp import free_port
from tests.story.place import a_place
from tests.story.post import PostOffice
from tests.story.service import Service
from tests.story.waiting import until

HOUR = timedelta(hours=1)


def winter() -> date:
    """A Thursday in the middle of a January to come."""
    middle = date(clock.today("Europe/Stockholm").year + 1, 1, 14)
    return middle + timedelta(days=(3 - middle.weekday()) % 7)


def planned(service: Service, meeting: str) -> dict[str, datetime]:
    """When the meeting does what by itself."""
    with service.database() as database, database.reading() as session:
        rows = session.scalars(
            select(DueRow).filter_by(meeting_id=UUID(meeting), state="waiting", letter_id=None)
        )
        return {row.kind: row.due_at for row in rows if row.kind != "react"}


def changed(now: dict[str, datetime], before: dict[str, datetime]) -> dict[str, datetime] | None:
    """Give what is planned once all of it is otherwise."""
    return None if now.items() & before.items() or now.keys() != before.keys() else now


def shown(service: Service, meeting: str) -> tuple[str, str, int]:
    """The wall time, instant and SEQUENCE that the API tells."""
    found = service.get(f"/meetings/{meeting}")
    return found["start"], found["starts_at"], found["sequence"]


@pytest.fixture
def office() -> Iterator[PostOffice]:
    opened = PostOffice(port=free_port())
    opened.open()
    yield opened
    opened.close()


@pytest.fixture
def service(tmp_path: Path, office: PostOffice) -> Iterator[Service]:
    """A service of this story's own: it is stopped and started."""
    made = Service(tmp_path / "instance", office.port)
    made.set_up()
    made.start()
    yield made
    made.stop()


@pytest.fixture
def new_law(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let Stockholm have summer time always, for whatever is started from now on."""

    def enacted() -> None:
        package = time_law.a_package(tmp_path / "law", {"Europe/Stockholm": time_law.always(2)})
        monkeypatch.setenv("PYTHONPATH", str(package.parent))

    return enacted


def test_a_new_law_about_the_clocks_keeps_the_wall_time_and_tells_each_person_once(
    service, office, new_law
):
    place, day = a_place(service), winter()
    meeting = place.called(start=f"{day}T09:00")
    feed = service.post(f"/networks/{place.slug}/feeds", {"kind": "network", "level": "full"})
    readers = [place.address(name) for name in ("Anna", "Bo", "Eva")]
    assert {office.letter(one).said for one in readers} == {("REQUEST", 0)}
    assert shown(service, meeting) == (f"{day}T09:00", f"{day}T08:00:00Z", 0)
    before = planned(service, meeting)
    assert service.stop() == 0

    new_law()
    service.start()
    assert {office.letter(one, 2).said for one in readers} == {("REQUEST", 1)}
    assert shown(service, meeting) == (f"{day}T09:00", f"{day}T07:00:00Z", 1)
    after = until(lambda: changed(planned(service, meeting), before), "work at its new instants")
    assert {kind: before[kind] - after[kind] for kind in after} == dict.fromkeys(before, HOUR)
    assert b"SEQUENCE:1\r\n" in service.ask("GET", feed["url"].removeprefix(service.url)).data
    assert time_law.RELEASE in service.command("doctor").stdout.decode()
    assert service.stop() == 0

    service.start()
    last = place.called(start=f"{day}T13:00")  # what leaves after it would have left before it
    assert {office.letter(one, 3).said for one in readers} == {("REQUEST", 0)}
    assert shown(service, last) == (f"{day}T13:00", f"{day}T11:00:00Z", 0)
    assert [len(office.letters(one)) for one in readers] == [3, 3, 3]
