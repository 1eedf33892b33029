"""How do templates write dates, names and notes?"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Protocol

from flask import Flask
from markupsafe import Markup

from scheduler import markdown
from web.reader import reader
from web.session import visitor

HOME_ZONE = "Europe/Stockholm"


class HasTime(Protocol):
    """What has a start and an end in wall time: a meeting."""

    @property
    def start(self) -> datetime:
        """The wall time at which it begins."""

    @property
    def end(self) -> datetime:
        """The wall time at which it ends."""


class HasName(Protocol):
    """Who has a name that others may see."""

    @property
    def public_name(self) -> str:
        """The name, or the role of a protected person."""


def date_line(meeting: HasTime) -> str:
    """Write when a meeting is: torsdag 4 februari 2027 · v. 5 · 09.00–12.00."""
    return reader().date_line(meeting.start, meeting.end)


def full_date(day: date) -> str:
    """Write a day in full: torsdag 4 februari 2027."""
    return reader().date(day)


def short_date(day: date) -> str:
    """Write a day for a list: to 4 feb."""
    return reader().short_date(day)


def week(day: date) -> str:
    """Give a day's ISO week: v. 5."""
    return reader().week(day)


def clock(wall: time | datetime) -> str:
    """Write a wall time: 09.00."""
    return reader().time(wall)


def moment(instant: datetime, zone: str = "") -> str:
    """Write an instant as the clocks of `zone` show it, else those of the reader."""
    someone = visitor()
    return reader().moment(instant, zone or (someone.time_zone if someone else HOME_ZONE))


def number(value: float) -> str:
    """Write a number: 12 345."""
    return reader().number(value)


def hms(seconds: int) -> str:
    """Write a length of time, or exercise time, as a clock does: 1:05:09."""
    whole = abs(seconds)
    text = f"{whole // 3600}:{whole % 3600 // 60:02d}:{whole % 60:02d}"
    return f"−{text}" if seconds < 0 else text


def person_name(person: HasName) -> str:
    """Give the name that others may see."""
    return person.public_name


def notes(text: str) -> Markup:
    """Give Markdown as harmless HTML."""
    return Markup(markdown.html(text))  # noqa: S704  # sanitised by an allow list


FILTERS = {
    "clock": clock,
    "date_line": date_line,
    "full_date": full_date,
    "markdown": notes,
    "moment": moment,
    "number": number,
    "person_name": person_name,
    "short_date": short_date,
    "week": week,
}


def install(app: Flask) -> None:
    """Teach templates the filters."""
    app.jinja_env.filters.update(FILTERS)
