"""How are minutes shown?"""

from __future__ import annotations

from pydantic import Field

from scheduler.model.minutes import CommentState, MinutesState
from scheduler.queries.attendance import Attendee
from scheduler.queries.comments import CommentLine
from scheduler.queries.minutes import MinutesView
from web.api.out.actions import Action
from web.api.out.base import Id, Instant, MaybeId, Out


class Presence(Out):
    """Whether somebody was there; a guest has no `person`. `for`: the person they sat for."""

    person: MaybeId
    name: str
    organisation: MaybeId
    organisation_name: str
    present: bool
    represents: MaybeId = Field(alias="for")
    arrived: str

    @classmethod
    def of(cls, attendee: Attendee) -> Presence:
        """Show one presence."""
        return cls.copy_of(
            attendee,
            person=attendee.person_id,
            organisation=attendee.organisation_id,
            organisation_name=attendee.organisation,
            represents=attendee.represents_id,
        )


class Entry(Out):
    """Notes (Markdown) on one point; without `item` on the whole meeting."""

    item: MaybeId
    text: str


class Decision(Out):
    """A decision; numbered within network and year. `superseded_by`: the number of a later one."""

    counted = frozenset({"superseded_by"})

    id: Id
    item: MaybeId
    year: int
    number: int
    text: str
    superseded_by: str


class Adjuster(Out):
    """Somebody chosen to adjust the minutes, and whether they have found this version right."""

    person: Id
    name: str
    adjusted: bool


class Organisations(Out):
    """Which organisations were called, were there, and were missing: by name."""

    called: list[str]
    present: list[str]
    missing: list[str]


class Minutes(Out):
    """The minutes of a meeting; before the first save a draft made from the answers.

    `hash` is that of the newest version that was kept.
    """

    id: Id
    meeting: Id
    state: MinutesState
    version: int
    case_number: str
    saved_at: Instant | None
    circulated_at: Instant | None
    comments_until: Instant | None
    adjusted_at: Instant | None
    approved_at: Instant | None
    published_at: Instant | None
    hash: str
    adjusters: list[Adjuster]
    organisations: Organisations
    attendance: list[Presence]
    entries: list[Entry]
    decisions: list[Decision]
    actions: list[Action]

    @classmethod
    def of(cls, view: MinutesView) -> Minutes:
        """Show minutes; there is one of each meeting, so the meeting's id is theirs."""
        return cls.copy_of(
            view,
            id=view.meeting.id,
            meeting=view.meeting.id,
            adjusters=[Adjuster.copy_of(one, person=one.person_id) for one in view.adjusters],
            organisations=_organisations(view),
            attendance=[Presence.of(one) for one in view.attendance],
            entries=[Entry.copy_of(one, item=one.item_id) for one in view.notes],
            decisions=[Decision.copy_of(one, item=one.item_id) for one in view.decisions],
            actions=[Action.of(line) for line in view.actions],
        )


def _organisations(view: MinutesView) -> Organisations:
    present = [house for house, _ in view.present_by_organisation if house]
    return Organisations(called=view.called, present=present, missing=view.missing)


class MinutesComment(Out):
    """What somebody who was there says about circulated minutes."""

    id: Id
    meeting: Id
    item: MaybeId
    person: Id
    name: str
    round: int
    text: str
    via: str
    at: Instant
    state: CommentState
    answer: str

    @classmethod
    def of(cls, line: CommentLine) -> MinutesComment:
        """Show a comment."""
        return cls.copy_of(line, meeting=line.meeting_id, item=line.item_id, person=line.person_id)


class MinutesVersion(Out):
    """Minutes as they were when they took a state; `hash` covers `previous` and all they said."""

    number: int
    state: MinutesState
    at: Instant
    by: str
    reason: str
    previous: str
    hash: str
