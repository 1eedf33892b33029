"""What do hostile tests share? A village of harmless words, made once, and its twins."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import pytest

from scheduler import clock
from tests.conftest import MONDAY, Clock
from tests.hostile.corpus import HARMLESS, LINES
from tests.hostile.village import Village

Villages = Callable[[str], Village]


@pytest.fixture(scope="session")
def villages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Villages]:
    """Give the village of one of LINES by its name, "" of harmless words; each is made once."""
    made: list[Village] = []

    @cache
    def village(name: str) -> Village:
        folder = tmp_path_factory.mktemp("village")
        with clock.told_by(Clock(MONDAY)):
            made.append(Village(folder, LINES.get(name, HARMLESS)))
        return made[-1]

    yield village
    for one in made:
        one.database.close()


@pytest.fixture(autouse=True)
def standing() -> Iterator[None]:
    """Let every hostile test stand on the villages' Monday, and no test after it."""
    with clock.told_by(Clock(MONDAY)):
        yield


@pytest.fixture
def village(villages: Villages) -> Village:
    """The harmless village; whoever changes something must do so in an `undone` one."""
    return villages("")
