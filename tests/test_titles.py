"""Does a calendar title say what a meeting is before what it is about?"""

import pytest

from scheduler.model import Meeting, Network
from scheduler.titles import MARKS, calendar_title, feed_title


def network(language="sv", *, demo=False):
    return Network(slug="varna", name="Värna", language=language, demo=demo)


def meeting(kind="meeting", status="called"):
    return Meeting(title="Storm i Björkhamra", kind=kind, status=status)


def test_an_ordinary_title_stands_as_it_is():
    assert calendar_title(meeting(), network(), "sv") == "Storm i Björkhamra"


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("sv", "ÖVNING: Storm i Björkhamra"),
        ("nb", "ØVELSE: Storm i Björkhamra"),
        ("da", "ØVELSE: Storm i Björkhamra"),
        ("fi", "HARJOITUS: Storm i Björkhamra"),
        ("is", "ÆFING: Storm i Björkhamra"),
        ("en", "EXERCISE: Storm i Björkhamra"),
        ("xx", "EXERCISE: Storm i Björkhamra"),
    ],
)
def test_an_exercise_says_so_in_its_language(language, title):
    assert calendar_title(meeting("exercise"), network(), language) == title


def test_demo_comes_before_everything():
    demo = network(demo=True)
    assert calendar_title(meeting("exercise"), demo, "sv") == "DEMO: ÖVNING: Storm i Björkhamra"
    assert feed_title(meeting(status="cancelled"), demo, level="full") == (
        "DEMO: INSTÄLLT: Storm i Björkhamra"
    )


def test_a_feed_marks_what_is_cancelled_or_declined():
    assert feed_title(meeting(status="cancelled"), network(), level="title", declined=True) == (
        "INSTÄLLT: Storm i Björkhamra"
    )
    assert feed_title(meeting(), network("da"), level="full", declined=True) == (
        "AFBUD: Storm i Björkhamra"
    )


def test_a_busy_feed_never_tells_the_title_or_the_kind():
    shown = [
        feed_title(meeting("exercise", status), network(code, demo=demo), level="busy")
        for code in MARKS
        for status in ("called", "cancelled")
        for demo in (False, True)
    ]
    assert [title for title in shown if "Storm" in title or "ÖVNING" in title] == []
    assert feed_title(meeting(), network(), level="busy") == "Upptagen"
