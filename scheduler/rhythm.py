"""Which wall times does a rhythm mean?"""

from __future__ import annotations

from datetime import date, datetime, time

from scheduler.calendar import rule, timezone
from scheduler.errors import N_, Refused
from scheduler.inputs import SeriesInput
from scheduler.model import Network


class NoDates(Refused):
    """A rhythm without a single date."""

    message = N_(
        "This rhythm gives no date at all between the first and the last day. "
        "Choose a longer period or another rhythm."
    )


def starts_of(plan: SeriesInput, network: Network) -> list[datetime]:
    """Give the wall times of a rhythm; refuses one without any, or with a skipped hour."""
    days = _days(plan)
    if not days:
        raise NoDates(field="rule" if plan.rule else "dates")
    starts = [datetime.combine(day, time.fromisoformat(plan.at)) for day in days]
    for start in starts:
        _check(start, zone_of(plan, network))
    return starts


def zone_of(plan: SeriesInput, network: Network) -> str:
    """Give the zone in which a rhythm's times are meant."""
    return plan.time_zone or network.time_zone


def _check(start: datetime, zone: str) -> None:
    try:
        timezone.resolve(start, zone)
    except (timezone.TimeDoesNotExist, timezone.TimeOutOfRange) as refused:
        refused.field = "at"  # a rhythm has no start of its own
        raise


def _days(plan: SeriesInput) -> list[date]:
    if plan.rule is not None and plan.first and plan.last:
        wanted = rule.Rule.from_json(plan.rule.model_dump())
        return rule.dates(wanted, plan.first, plan.last, without=plan.without)
    listed = rule.explicit(plan.dates, without=plan.without)
    return [day for day in listed if (plan.first or day) <= day <= (plan.last or day)]
