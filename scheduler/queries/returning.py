"""Which points should a meeting's agenda have by itself?

Pure. A matter is one point through all its meetings; it comes back from the last at which it was
left, be it unfinished, postponed, undecided, or never reached because the meeting was cancelled.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from scheduler.errors import N_
from scheduler.model import Action, AgendaItem, Commission, Meeting
from scheduler.model.agenda import RETURNING
from scheduler.queries.memory import Chain, Memory

APPROVE = N_("Approve the notes from %(day)s")
FOLLOW_UP = N_("Follow-up of actions")
REPORT = N_("Report on a commission: %(title)s")
CORRECTIVE = N_("Corrective action: %(text)s")
UNPROVEN = N_("It is done, and waits for a later exercise to show that it works.")
LONGEST_TITLE = 200
_CAME = ("returned:", "template:")  # by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One point that an agenda should have by itself; `source` says why (see AgendaItem)."""

    source: str
    title: str
    kind: str = "information"
    item_class: str = "open"
    audience: tuple[str, ...] = ()
    minutes: int | None = None
    presenter: str = ""
    text: str = ""
    area_id: UUID | None = None
    origin_id: UUID | None = None


def owed_points(memory: Memory, meeting: Meeting) -> list[Owed]:
    """Give the points that an agenda should have by itself, in the order in which they are put."""
    if meeting not in memory.coming:
        return []
    standing = _standing(memory, meeting)
    returned = list(_returned(memory, meeting))
    again = {one.title.casefold(): one for item, one in returned if _is_standing(item)}
    return [
        *(_linked(one, again) for one in standing),
        *_notes(memory, meeting),
        *_network_wide(memory, meeting),
        *(one for item, one in returned if not (_is_standing(item) and _stands(one, standing))),
    ]


def by_hand(meeting: Meeting) -> bool:
    """Tell whether somebody has written an agenda: standing points are no longer put on it."""
    written = any(
        not item.source or (_is_standing(item) and item.touched) for item in meeting.agenda
    )
    return written or any(source.startswith("template:") for source in meeting.agenda_without)


def goes_to(memory: Memory, meeting: Meeting) -> Meeting | None:
    """Give the meeting that takes up what one leaves: its series' next, else the network's."""
    later = [one for one in memory.coming if one.starts_at > meeting.starts_at]
    same = [one for one in later if one.series_id == meeting.series_id]
    return next(iter(same or later), None)


def left_at(memory: Memory, chain: Chain) -> AgendaItem | None:
    """Give the appearance from which a matter comes back; None: it need not, or is taken up.

    What somebody has written or changed on an agenda to come stays there.
    """
    past = [item for item in chain if memory.past(item)]
    last = past[-1] if past else None
    missed = [item for item in chain if memory.cancelled(item) and _later(memory, item, last)]
    coming = (item for item in chain if not memory.past(item) and not memory.cancelled(item))
    taken_up = any(item.touched or not item.source.startswith(_CAME) for item in coming)
    settled = any(item.outcome in {"done", "dropped"} for item in missed)
    if taken_up or settled:
        return None
    if last is not None and not _is_open(memory, last):
        return None
    return missed[-1] if missed else last


def _is_open(memory: Memory, item: AgendaItem) -> bool:
    """Tell whether a point was left open; what has come back is, until somebody says otherwise."""
    return item.outcome in RETURNING or item.id in memory.undecided | memory.untreated


def _later(memory: Memory, item: AgendaItem, last: AgendaItem | None) -> bool:
    if last is None:
        return True
    meetings = memory.meetings
    return meetings[item.meeting_id].starts_at > meetings[last.meeting_id].starts_at


def _returned(memory: Memory, meeting: Meeting) -> Iterator[tuple[AgendaItem, Owed]]:
    for first, chain in memory.chains.items():
        item = left_at(memory, chain)
        if item is not None and goes_to(memory, memory.meetings[item.meeting_id]) is meeting:
            yield item, _again(f"returned:{first}", item)


def _again(source: str, item: AgendaItem) -> Owed:
    return Owed(
        source=source,
        title=item.title,
        kind=item.kind,
        item_class=item.item_class,
        audience=tuple(item.audience),
        minutes=item.minutes,
        presenter=item.presenter,
        text=item.text,
        area_id=item.area_id,
        origin_id=item.id,
    )


def _standing(memory: Memory, meeting: Meeting) -> list[Owed]:
    """Give the standing points: as written, or as they stand where somebody wrote the agenda."""
    if by_hand(meeting):
        standing = [item for item in meeting.agenda if _is_standing(item)]
        return [replace(_again(item.source, item), origin_id=item.origin_id) for item in standing]
    points = memory.standing(meeting.series_id)
    return [_from_template(f"template:{number}", said) for number, said in enumerate(points, 1)]


def _from_template(source: str, said: Mapping[str, Any]) -> Owed:
    return Owed(
        source=source,
        title=said["title"],
        kind=said["kind"],
        item_class=said["class"],
        audience=tuple(said["audience"]),
        minutes=said["minutes"],
        presenter=said["presenter"],
        text=said["text"],
        area_id=UUID(said["area"]) if said["area"] else None,
    )


def _linked(one: Owed, again: Mapping[str, Owed]) -> Owed:
    """Let a standing point that was left open be its own return: it stands on every agenda."""
    earlier = again.get(one.title.casefold())
    return replace(one, origin_id=earlier.origin_id) if earlier else one


def _is_standing(item: AgendaItem) -> bool:
    return item.source.startswith("template:")


def _stands(one: Owed, standing: list[Owed]) -> bool:
    return one.title.casefold() in {other.title.casefold() for other in standing}


def _notes(memory: Memory, meeting: Meeting) -> Iterator[Owed]:
    for earlier in memory.unapproved:
        if goes_to(memory, earlier) is meeting:
            title = memory.speech.gettext(APPROVE, day=earlier.start.date())
            yield Owed(source=f"minutes:{earlier.id}", title=title, kind="decision")


def _network_wide(memory: Memory, meeting: Meeting) -> Iterator[Owed]:
    """Give what the next meeting of each rhythm takes up, whatever meeting it came from."""
    own = [one for one in memory.coming if one.series_id == meeting.series_id]
    if own[0] is not meeting:
        return
    if memory.open_actions:
        yield Owed(source="actions", title=memory.speech.gettext(FOLLOW_UP))
    yield from (_corrective(memory, action) for action in memory.corrective)
    following = own[1] if len(own) > 1 else None
    for commission in memory.commissions:
        if _is_due(commission, meeting, following):
            title = memory.speech.gettext(REPORT, title=commission.title)[:LONGEST_TITLE]
            source = f"commission:{commission.id}"
            yield Owed(source=source, title=title, area_id=commission.area_id)


def _corrective(memory: Memory, action: Action) -> Owed:
    speech = memory.speech
    return Owed(
        source=f"corrective:{action.id}",
        title=speech.gettext(CORRECTIVE, text=" ".join(action.text.split()))[:LONGEST_TITLE],
        presenter=action.organisation.name,
        text=speech.gettext(UNPROVEN) if action.state == "done" else "",
        area_id=action.area_id,
    )


def _is_due(commission: Commission, meeting: Meeting, following: Meeting | None) -> bool:
    day = commission.report_back
    if day is None:
        return False
    in_time = following is not None and day < following.start.date()
    return day <= meeting.start.date() or in_time
