"""How does a reader that is not ours see what we write? By lines and nothing else."""

import calendar
import re
from datetime import datetime, timedelta

# What str.splitlines() breaks on: a parser that uses it sees a new line at each of them.
BREAKS = ["\n", "\x0b", "\x0c", "\r", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]
_DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def unfolded(text: bytes) -> list[str]:
    """Give the content lines of calendar text, as RFC 5545 3.1 unfolds them."""
    return text.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def names(text: bytes) -> list[str]:
    """Give each line's name (of BEGIN and END the whole), wherever any parser may break a line."""
    lines = text.decode().replace("\r\n ", "").splitlines()
    return [
        line if line.startswith(("BEGIN:", "END:")) else re.split("[;:]", line)[0] for line in lines
    ]


def header_names(mail: bytes) -> list[str]:
    """Give the names of a mail's own headers, wherever any parser may break a line."""
    head = mail.partition(b"\r\n\r\n")[0].decode("ascii")
    return [line.split(":")[0] for line in head.splitlines() if line[:1] not in (" ", "\t")]


def value(text: bytes, name: str) -> str:
    """Give the value of the only line with this name, as it stands."""
    (line,) = [line for line in unfolded(text) if re.split("[;:]", line)[0] == name]
    return re.sub(r'^(?:"[^"]*"|[^":])*:', "", line, count=1)


def observed_offset(vtimezone: bytes, instant: datetime) -> timedelta:
    """Work out a VTIMEZONE's offset at an instant from its text."""
    naive = instant.replace(tzinfo=None)
    found = []
    for part in vtimezone.decode().split("BEGIN:")[2:]:
        lines = dict(re.findall(r"^([A-Z]+):(.*?)\r?$", part, re.MULTILINE))
        start = datetime.fromisoformat(lines["DTSTART"])
        before, after = _span(lines["TZOFFSETFROM"]), _span(lines["TZOFFSETTO"])
        for year in (naive.year - 1, naive.year):
            onset = _onset(year, start, lines["RRULE"]) if "RRULE" in lines else start
            assert "RRULE" not in lines or _onset(start.year, start, lines["RRULE"]) == start
            found.append((onset - before, after))
    return max((onset, after) for onset, after in found if onset <= naive)[1]


def _onset(year: int, start: datetime, rule: str) -> datetime:
    month = int(re.findall(r"BYMONTH=(\d+)", rule)[0])
    ((nth, day),) = re.findall(r"BYDAY=(-?\d)(\w\w)", rule)
    weeks = calendar.monthcalendar(year, month)
    days = [week[_DAYS.index(day)] for week in weeks if week[_DAYS.index(day)]]
    return start.replace(year=year, month=month, day=days[int(nth) - (int(nth) > 0)])


def _span(offset: str) -> timedelta:
    sign = -1 if offset[0] == "-" else 1
    return sign * timedelta(hours=int(offset[1:3]), minutes=int(offset[3:5]))
