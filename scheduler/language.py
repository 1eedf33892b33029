"""How does a reader's language put texts, dates and times?

The source language of every text is English. A translation is read straight from
`translations/<code>/LC_MESSAGES/kallelse.po`, once; where there is none the English text stands.
"""

from __future__ import annotations

import datetime as dt
import gettext as gnu
import io
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_timezone_location
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from scheduler.writing import WRITINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scheduler.errors import Refused
    from scheduler.writing import Writing

LETTERS = ("sv", "nb", "da", "en")
PAGES = ("sv", "en")
SOURCE = "en"
TRANSLATIONS = Path(__file__).parent / "translations"

# A reader of Nynorsk, or of "Norwegian" as old browsers say, is best served with Bokmål.
_SERVED_BY = {"nn": "nb", "no": "nb"}


def language(code: str) -> Language:
    """Give the language of a code such as "sv", "sv-FI" or "nn"; English when it is not ours."""
    return _load(_canonical(code))


def best_match(accept_language: str, choices: Sequence[str]) -> str:
    """Choose among `choices` by an Accept-Language header (RFC 9110 12.5.4), English failing all.

    Without English among them the first choice stands in.
    """
    wanted = [_weighed(part) for part in accept_language.split(",")]
    for code, weight in sorted(wanted, key=lambda pair: -pair[1]):
        if weight > 0 and code in choices:
            return code
    return SOURCE if SOURCE in choices else choices[0]


def catalogue_path(code: str) -> Path:
    """Name the file that holds the translations into `code`."""
    return TRANSLATIONS / code / "LC_MESSAGES" / "kallelse.po"


def read_catalogue(path: Path) -> gnu.NullTranslations:
    """Read a .po file; a file that is not there translates nothing."""
    if not path.exists():
        return gnu.NullTranslations()
    compiled = io.BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source))
    compiled.seek(0)
    return gnu.GNUTranslations(compiled)


@dataclass(frozen=True, slots=True)
class Language:
    """One language: its texts, and the way it writes dates, times, numbers and lists.

    Dates are ISO weeks' and clocks have 24 hours in all of them.
    """

    code: str
    writing: Writing
    catalogue: gnu.NullTranslations

    def gettext(self, msgid: str, /, **params: object) -> str:
        """Translate a text and fill its named placeholders; without `params` a % is only a %.

        Dates, times and lists of words among `params` are written out in the language. A datetime
        is written with the wall time it carries.
        """
        text = self.catalogue.gettext(msgid) if msgid else ""
        return text % self._written(params) if params else text

    def ngettext(self, one: str, many: str, n: int, /, **params: object) -> str:
        """Translate a text that counts; `%(n)d` in it is the number."""
        text = self.catalogue.ngettext(one, many, n)
        return text % self._written({"n": n, **params})

    def refusal(self, refused: Refused) -> str:
        """Say a refusal's words."""
        return self.gettext(refused.message, **refused.params)

    def date(self, day: dt.date) -> str:
        """Write a day in full: torsdag 4 februari 2027."""
        return format_date(day, self.writing.date, self.writing.locale)

    def short_date(self, day: dt.date) -> str:
        """Write a day for a list: to 4 feb."""
        text = format_date(day, self.writing.short_date, self.writing.locale)
        return text if self.writing.short_date_ends_with_stop else text.removesuffix(".")

    def month(self, day: dt.date) -> str:
        """Name the month alone: februari."""
        return format_date(day, "LLLL", self.writing.locale)

    def weekday(self, day: dt.date) -> str:
        """Name the day of the week alone: torsdag."""
        return format_date(day, "EEEE", self.writing.locale)

    def week(self, day: dt.date) -> str:
        """Give the ISO week a day is in: v. 5."""
        return self.writing.week.format(number=day.isocalendar().week)

    def time(self, time: dt.time | dt.datetime) -> str:
        """Write a wall time: 09.00."""
        clock = time.time() if isinstance(time, dt.datetime) else time.replace(tzinfo=None)
        return format_time(clock, self.writing.time, locale=self.writing.locale)

    def date_line(self, start: dt.datetime, end: dt.datetime) -> str:
        """Write when a meeting is, in wall time: torsdag 4 februari 2027 · v. 5 · 09.00–12.00."""
        day = f"{self.date(start)} · {self.week(start)} · {self.time(start)}"
        if end.date() == start.date():
            return f"{day}–{self.time(end)}"
        return f"{day} – {self.local_moment(end)}"

    def moment(self, instant: dt.datetime, zone: str) -> str:
        """Write an aware instant as the clocks of `zone` (IANA name) show it."""
        return self.local_moment(instant.astimezone(ZoneInfo(zone)))

    def local_moment(self, wall: dt.datetime) -> str:
        """Write day and wall time as they stand: torsdag 4 februari 2027 kl. 09.00."""
        return self.writing.moment.format(date=self.date(wall), time=self.time(wall))

    def zone_name(self, zone: str, at: dt.datetime) -> str:
        """Name the clock of `zone` (IANA name): svensk tid; a far one with its offset then."""
        whose = self.writing.zones.get(zone)
        if whose is not None:
            return self.writing.zone.format(whose=whose)
        offset = _offset(at.astimezone(ZoneInfo(zone)))
        if zone.startswith("Etc/") or "/" not in zone:
            return offset
        city = get_timezone_location(ZoneInfo(zone), self.writing.locale, return_city=True)
        return f"{self.writing.other_zone.format(city=city)} ({offset})"

    def relative_days(self, day: dt.date, today: dt.date) -> str:
        """Say how far off a day is: i dag, i morgon, om 3 dagar."""
        days = (day - today).days
        near = {-1: self.writing.yesterday, 0: self.writing.today, 1: self.writing.tomorrow}
        if days in near:
            return near[days]
        pattern = self.writing.ahead if days > 0 else self.writing.ago
        return pattern.format(days=self.number(abs(days)))

    def number(self, number: float) -> str:
        """Write a number with the language's marks: 12 345,5."""
        return format_decimal(number, locale=self.writing.locale)

    def list_(self, items: Iterable[str]) -> str:
        """Join words: Kumla, Laxå och Nora."""
        return format_list(list(items), locale=self.writing.locale)

    def _written(self, params: dict[str, object]) -> dict[str, object]:
        return {name: self._write(value) for name, value in params.items()}

    def _write(self, value: object) -> object:
        match value:
            case dt.datetime():
                return self.local_moment(value)
            case dt.date():
                return self.date(value)
            case dt.time():
                return self.time(value)
            case list() | tuple():
                return self.list_(str(item) for item in value)
        return value


def _canonical(code: str) -> str:
    primary = code.strip().replace("_", "-").partition("-")[0].lower()
    served = _SERVED_BY.get(primary, primary)
    return served if served in WRITINGS else SOURCE


def _weighed(part: str) -> tuple[str, float]:
    tag, _, parameter = part.partition(";")
    primary = tag.strip().partition("-")[0].lower()
    _, _, weight = parameter.replace(" ", "").partition("q=")
    # RFC 9110 12.4.2: from 0 to 1, three decimals at most; anything else asks for nothing.
    asked = float(weight) if re.fullmatch(r"[01](\.\d{0,3})?", weight) else float(not weight)
    return _SERVED_BY.get(primary, primary), asked


def _offset(wall: dt.datetime) -> str:
    minutes = (wall.utcoffset() or dt.timedelta()) // dt.timedelta(minutes=1)
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    return "UTC" + (f"{sign}{hours}" if minutes else "") + (f":{rest:02}" if rest else "")


@cache
def _load(code: str) -> Language:
    return Language(code, WRITINGS[code], read_catalogue(catalogue_path(code)))
