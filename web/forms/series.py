"""How does the form of a rhythm become a series?

It asks for the rhythm as people say it: each week, odd or even weeks, a weekday of the month, or
dates that are listed. What belongs to another choice than the chosen one is kept but not used.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import request

from scheduler import inputs
from scheduler.errors import Refused
from scheduler.inputs import SeriesInput
from scheduler.inputs.series import CallInput
from scheduler.model import Series
from web.forms.base import Form

RHYTHMS = ("week", "odd", "even", "month", "dates")
_OWN = {"rhythm", "dates", "rule"}
_TIMES = {"rule", "dates", "at", "minutes", "time_zone", "from", "until"}
_PLACES = {"rule": "rhythm", "start": "at"}  # where the page shows what a refusal names


class SeriesForm(Form[SeriesInput]):
    """A rhythm as it was typed: `rhythm` says which fields count, `dates` are lines of text."""

    @classmethod
    def empty(cls, today: date) -> SeriesForm:
        """Give the form for a new series: a year from today, one meeting a month."""
        settings = {name: field.default for name, field in CallInput.model_fields.items()}
        return cls(
            SeriesInput,
            {
                **settings,
                "rhythm": "month",
                "rule": {"every": 1, "nth": 1},
                "at": "09:00",
                "minutes": 120,
                "from": today,
                "until": _in_a_year(today),
            },
        )

    @classmethod
    def of(cls, series: Series) -> SeriesForm:
        """Give the form that says what a series is."""
        same = ("title", "kind", "at", "minutes", "time_zone")
        where = ("place", "place_protected", "online_url")
        days = ("notice_days", "agenda_days", "reply_days", "reminder_days")
        return cls(
            SeriesInput,
            {name: getattr(series, name) for name in same + where + days}
            | {
                "when": series.call_when,
                "from": series.first,
                "until": series.last,
                "except": series.without,
                "rhythm": _rhythm_of(series),
                "rule": series.rule or {},
                "dates": "\n".join(series.dates),
            },
        )

    @classmethod
    def typed(cls) -> SeriesForm:
        """Take what was typed."""
        form = cls(SeriesInput, Form.from_request(SeriesInput).data)
        chosen = request.form.get("rhythm", "")
        form.data["rhythm"] = chosen if chosen in RHYTHMS else RHYTHMS[0]
        form.data["dates"] = request.form.get("dates", "")
        return form

    @property
    def input(self) -> SeriesInput:
        """The parsed input; raises InvalidInputs with each wrong field."""
        return inputs.parse(SeriesInput, self._meant())

    @property
    def sketch(self) -> SeriesInput:
        """What says when, and nothing left out: enough to show the dates."""
        times = {name: value for name, value in self._meant().items() if name in _TIMES}
        return inputs.parse(SeriesInput, {"title": "–", **times})

    def refuse(self, refused: Refused) -> None:
        """Keep a refusal to be shown, beside a field that the page has."""
        super().refuse(refused)
        for one in self.refusals:
            first = one.field.partition(".")[0]
            if first in {"dates", "except"}:
                one.field = "dates"
            one.field = _PLACES.get(one.field, one.field)
            if one.field == "rhythm" and self.data.get("rhythm") == "dates":
                one.field = "dates"

    def _meant(self) -> dict[str, Any]:
        data = {name: value for name, value in self.data.items() if name not in _OWN}
        rhythm = self.data["rhythm"]
        if rhythm == "dates":
            data["dates"] = str(self.data.get("dates", "")).replace(",", " ").split()
            data.pop("from", None)
            data.pop("until", None)
        else:
            data["rule"] = _rule(rhythm, self.data.get("rule") or {})
        return {name: value for name, value in data.items() if value is not None}


def _rule(rhythm: str, typed: dict[str, Any]) -> dict[str, Any]:
    rule = {name: value for name, value in typed.items() if value is not None}
    rule["unit"] = "month" if rhythm == "month" else "week"
    rule.pop("weeks", None)
    if rhythm != "month":
        rule.pop("nth", None)
    if rhythm in {"odd", "even"}:
        rule |= {"weeks": rhythm, "every": 1}
    return rule


def _rhythm_of(series: Series) -> str:
    if series.rule is None:
        return "dates"
    return str(series.rule.get("weeks") or series.rule["unit"])


def _in_a_year(today: date) -> date:
    leap_day = (today.month, today.day) == (2, 29)
    return today.replace(year=today.year + 1, day=28 if leap_day else today.day)
