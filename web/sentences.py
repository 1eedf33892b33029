"""How is a rhythm, and how it calls itself, said in plain sentences?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from scheduler.calendar.rule import WEEKDAYS
from scheduler.errors import N_
from scheduler.model import Series
from web.reader import gettext, ngettext, reader

_MONDAY = date(2027, 1, 4)
_WEEKS = {
    1: N_("Every week"),
    2: N_("Every second week"),
    3: N_("Every third week"),
    4: N_("Every fourth week"),
}
_MONTHS = {
    1: N_("Every month"),
    2: N_("Every second month"),
    3: N_("Every third month"),
    4: N_("Every fourth month"),
    6: N_("Every sixth month"),
    12: N_("Once a year"),
}
_PARITY = {"odd": N_("Odd weeks"), "even": N_("Even weeks")}
NTH: Mapping[str, str] = {
    "1": N_("first"),
    "2": N_("second"),
    "3": N_("third"),
    "4": N_("fourth"),
    "5": N_("fifth"),
    "-1": N_("last"),
}


def weekdays() -> list[tuple[str, str]]:
    """Give the days of the week, Monday first, as (value, name)."""
    days = (_MONDAY + timedelta(days=number) for number in range(7))
    return [(name, reader().weekday(day)) for name, day in zip(WEEKDAYS, days, strict=True)]


def months() -> list[tuple[int, str]]:
    """Give the months as (number, name)."""
    return [(number, reader().month(date(2027, number, 1))) for number in range(1, 13)]


def rhythm(series: Series) -> str:
    """Say when a series meets: Every third month on the fourth Thursday, 09:00–12:00."""
    if series.rule is None:
        often = ngettext("On one chosen day", "On %(n)d chosen days", len(series.dates))
    else:
        often = rule(series.rule)
    begins = datetime.combine(_MONDAY, time.fromisoformat(series.at))
    return gettext(
        "%(rhythm)s, %(begins)s–%(ends)s",
        rhythm=often,
        begins=begins.time(),
        ends=(begins + timedelta(minutes=series.minutes)).time(),
    )


def rule(rule_: Mapping[str, Any]) -> str:
    """Say a rule in the contract's form."""
    names = dict(weekdays())
    days = [names[day] for day in WEEKDAYS if day in rule_["weekdays"]]
    sentence = _often(rule_, days)
    return _in_months(sentence, set(rule_.get("months") or ()))


def calling(series: Series) -> list[str]:
    """Say what a series does by itself, a sentence each."""
    said = _notice(series)
    if series.call_when != "by_hand":
        said += _reminders(series)
    return said


def _often(rule_: Mapping[str, Any], days: Iterable[str]) -> str:
    every = int(rule_.get("every") or 1)
    if rule_["unit"] == "month":
        how = _counted(_MONTHS, every, N_("Every %(n)d months"))
        nth = gettext(NTH[str(rule_["nth"])])
        counted = [gettext("the %(nth)s %(day)s", nth=nth, day=day) for day in days]
        return gettext("%(how_often)s on %(days)s", how_often=how, days=counted)
    parity = rule_.get("weeks")
    how = gettext(_PARITY[parity]) if parity else _counted(_WEEKS, every, N_("Every %(n)d weeks"))
    return gettext("%(how_often)s on %(days)s", how_often=how, days=list(days))


def _in_months(sentence: str, chosen: set[int]) -> str:
    held = [name for number, name in months() if number in chosen]
    not_held = [name for number, name in months() if number not in chosen]
    if not held or not not_held:
        return sentence
    if len(held) > len(not_held):
        return gettext("%(rhythm)s, not in %(months)s", rhythm=sentence, months=not_held)
    return gettext("%(rhythm)s, in %(months)s", rhythm=sentence, months=held)


def _counted(words: Mapping[int, str], every: int, otherwise: str) -> str:
    return gettext(words[every]) if every in words else gettext(otherwise, n=every)


def _notice(series: Series) -> list[str]:
    if series.call_when == "each":
        return [
            ngettext(
                "Each notice goes out by itself one day before its meeting.",
                "Each notice goes out by itself %(n)d days before its meeting.",
                series.notice_days,
            )
        ]
    if series.call_when == "all_now":
        return [
            gettext("All notices go out at once when the dates are fixed."),
            ngettext(
                "The agenda follows by itself one day before each meeting.",
                "The agenda follows by itself %(n)d days before each meeting.",
                series.agenda_days,
            ),
        ]
    return [gettext("No notice goes out by itself: somebody calls each meeting on its page.")]


def _reminders(series: Series) -> list[str]:
    return [
        ngettext(
            "Answers are wanted one day before the meeting.",
            "Answers are wanted %(n)d days before the meeting.",
            series.reply_days,
        ),
        ngettext(
            "Who has not answered is reminded one day before that.",
            "Who has not answered is reminded %(n)d days before that.",
            series.reminder_days,
        ),
    ]
