"""When do the letters of a page's change leave: what is offered, what was chosen, what waits?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import request

from scheduler.clock import now
from scheduler.errors import InvalidInputs, Refused
from scheduler.inputs import LeavingInput
from scheduler.queries.waiting import WaitingChange
from web.filters import HOME_ZONE
from web.forms import Form
from web.forms.meeting import ChangedSince
from web.reader import reader
from web.session import parts, visitor

FIELDS = frozenset(LeavingInput.model_fields)
SOON = timedelta(hours=1)  # until then the second is told
REFRESH_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """What a form offers: how long a change can be undone, in seconds; which of three is chosen."""

    seconds: int
    chosen: str  # undo | at | hold


@dataclass(frozen=True, kw_only=True, slots=True)
class Banner:
    """The letters of one change that wait, in words; `at` is when they leave, "" if held."""

    change: WaitingChange
    at: str


def take(form: Form[Any]) -> None:
    """Turn what was chosen into the fields of LeavingInput; nothing chosen: the time to undo in."""
    data = form.data
    way = request.form.get("leave") or _way_of(data)
    undo, at = data.get("undo_seconds"), data.get("send_at")
    seconds = parts().settings.undo_seconds if undo is None else undo
    data["hold"] = way == "hold"
    data["send_at"] = (at or "") if way == "at" else None
    data["undo_seconds"] = seconds if way == "undo" else None


def choice(form: Form[Any]) -> Choice:
    """Give what the form offers, with what was chosen before."""
    return Choice(seconds=parts().settings.undo_seconds, chosen=_way_of(form.data))


def without(form: Form[Any]) -> Form[Any]:
    """Give the form as if nothing were said of leaving, so that the change itself can be shown."""
    return Form(form.model, {name: form.data[name] for name in form.data if name not in FIELDS})


def shows_again(refused: Refused) -> bool:
    """Tell whether what would be sent is shown again below a refusal, to be sent after all."""
    wrong = refused.errors if isinstance(refused, InvalidInputs) else [refused]
    return isinstance(refused, ChangedSince) or any(one.field in FIELDS for one in wrong)


def banners(changes: list[WaitingChange]) -> list[Banner]:
    """Put the changes whose letters wait into words."""
    return [
        Banner(change=one, at="" if one.held or one.leave_at is None else when(one.leave_at))
        for one in changes
    ]


def refresh(changes: list[WaitingChange]) -> int | None:
    """Say in how many seconds what waits looks different; None: nobody need look."""
    if any(one.writing for one in changes):
        return 1
    times = [one.leave_at for one in changes if one.leave_at is not None and not one.held]
    left = min(times, default=now() + SOON) - now()
    return int(left.total_seconds()) + 2 if left < REFRESH_WITHIN else None


def when(instant: datetime) -> str:
    """Write when letters leave on the reader's clock: 14:32:10, and with the day if it is later."""
    someone = visitor()
    zone = someone.time_zone if someone else HOME_ZONE
    if instant - now() > SOON:
        return reader().moment(instant, zone)
    wall = instant.astimezone(ZoneInfo(zone))
    clock = reader().time(wall)
    return f"{clock}{clock[2]}{wall:%S}"


def _way_of(data: dict[str, Any]) -> str:
    if data.get("hold"):
        return "hold"
    return "undo" if data.get("send_at") is None else "at"
