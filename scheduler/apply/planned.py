"""How do series and single meetings come to stand as the file says?"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from scheduler import clock
from scheduler.apply.reading import NetworkFile
from scheduler.apply.report import FIXED, NOT_NAMED, TOLD
from scheduler.apply.run import Run
from scheduler.inputs import MeetingInput, MoveInput, SeriesInput, TextInput
from scheduler.model import Meeting, Series
from scheduler.services import meetings, series

# A field of the file → the column that holds it.
_CALLING = {
    "when": "call_when",
    "notice_days": "notice_days",
    "agenda_days": "agenda_days",
    "reply_days": "reply_days",
    "reminder_days": "reminder_days",
}
_SERIES = _CALLING | {
    "kind": "kind",
    "at": "at",
    "minutes": "minutes",
    "time_zone": "time_zone",
    "first": "first",
    "last": "last",
    "place": "place",
    "place_protected": "place_protected",
    "online_url": "online_url",
}
_MEETING = _CALLING | {
    "kind": "kind",
    "text": "text",
    "minutes": "minutes",
    "time_zone": "time_zone",
    "place": "place",
    "place_protected": "place_protected",
    "online_url": "online_url",
    "extra": "extra",
}
_TEXT = {"text", "place", "place_protected", "online_url"}
_CHANGEABLE = _TEXT | {"minutes"}


def put_series(run: Run, plan: SeriesInput) -> None:
    """Lay a series as the file says; once its dates are fixed they are only compared."""
    known = _series(run, plan.title)
    if known is None:
        series.create(run.session, run.network.id, plan=plan, by=run.by)
        run.report.add("+", "series", plan.title)
        return
    changed = (*_rhythm(known, plan), *_differing(known, plan, _SERIES))
    fields = tuple(_as_written(plan, name) for name in changed)
    if not changed:
        run.report.add("=", "series", known.title)
    elif known.fixed:
        run.report.add("!", "series", known.title, fields, FIXED)
    else:
        series.relay(run.session, known.id, plan=_completed(known, plan), by=run.by)
        run.report.add("~", "series", known.title, fields)


def put_meeting(run: Run, plan: MeetingInput) -> None:
    """Add a single meeting, or change what can change while it is preliminary."""
    known = _meeting(run, plan)
    if known is None:
        meetings.add(run.session, run.network.id, plan=plan, by=run.by, status="preliminary")
        run.report.add("+", "meeting", plan.title)
        return
    changed = set(_differing(known, plan, _MEETING))
    open_ = known.status == "preliminary" and known.starts_at > clock.now()
    done = changed & _CHANGEABLE if open_ else set()
    if left := tuple(sorted(changed - done)):
        run.report.add("!", "meeting", known.title, left, TOLD)
    if done & _TEXT:
        meetings.change_text(run.session, known.id, plan=_text(known, plan), by=run.by)
    if "minutes" in done:
        longer = MoveInput(start=known.start, minutes=plan.minutes, fold=plan.fold)
        meetings.move(run.session, known.id, plan=longer, by=run.by)
    if done or not changed:
        run.report.add("~" if done else "=", "meeting", known.title, tuple(sorted(done)))


def note_unnamed(run: Run, file: NetworkFile) -> None:
    """Say which series and coming single meetings of the network the file does not name."""
    titles = {entry.plan.title for entry in file.series}
    single = {(entry.plan.title, entry.plan.start) for entry in file.meetings}
    rhythms = select(Series).where(Series.network_id == run.network.id).order_by(Series.title)
    for rhythm in run.session.scalars(rhythms):
        if rhythm.title not in titles:
            run.report.add("·", "series", rhythm.title, (), NOT_NAMED)
    coming = select(Meeting).where(
        Meeting.network_id == run.network.id,
        Meeting.series_id.is_(None),
        Meeting.starts_at > clock.now(),
    )
    for meeting in run.session.scalars(coming.order_by(Meeting.starts_at)):
        if (meeting.title, meeting.original_start) not in single:
            run.report.add("·", "meeting", meeting.title, (), NOT_NAMED)


def _series(run: Run, title: str) -> Series | None:
    same = select(Series).where(Series.network_id == run.network.id, Series.title == title)
    return run.session.scalars(same.order_by(Series.created_at)).first()


def _meeting(run: Run, plan: MeetingInput) -> Meeting | None:
    same = select(Meeting).where(
        Meeting.network_id == run.network.id,
        Meeting.series_id.is_(None),
        Meeting.title == plan.title,
        Meeting.original_start == plan.start,
    )
    return run.session.scalars(same.order_by(Meeting.created_at)).first()


def _differing(
    row: Series | Meeting, plan: SeriesInput | MeetingInput, columns: dict[str, str]
) -> list[str]:
    """Give the fields that the file names and the row has otherwise."""
    named = {name: getattr(plan, name) for name in columns if name in plan.model_fields_set}
    return [
        name
        for name, value in named.items()
        if value is not None and getattr(row, columns[name]) != value
    ]


def _rhythm(row: Series, plan: SeriesInput) -> list[str]:
    """Give what differs of the dates; the file says them all or none."""
    wanted: dict[str, tuple[Any, Any]] = {
        "rule": (row.rule, plan.rule.model_dump() if plan.rule else None),
        "dates": (row.dates, [day.isoformat() for day in plan.dates]),
        "without": (row.without, [day.isoformat() for day in plan.without]),
    }
    return [name for name, (is_, should_be) in wanted.items() if is_ != should_be]


def _completed(row: Series, plan: SeriesInput) -> SeriesInput:
    """Give the plan with what the file leaves out as the series has it."""
    unsaid = _SERIES.keys() - plan.model_fields_set - {"first", "last"}
    return plan.model_copy(update={name: getattr(row, _SERIES[name]) for name in unsaid})


def _text(row: Meeting, plan: MeetingInput) -> TextInput:
    kept = {name: getattr(row, name) for name in _TEXT - plan.model_fields_set}
    said = {name: getattr(plan, name) for name in _TEXT & plan.model_fields_set}
    return TextInput(title=row.title, **kept, **said)


def _as_written(plan: SeriesInput, name: str) -> str:
    """Give a field as the file writes it: from, until, except."""
    return type(plan).model_fields[name].alias or name
