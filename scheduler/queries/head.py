"""Which meeting is a page about? The few facts that every page on a meeting begins with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from scheduler.errors import NotFound
from scheduler.model import Meeting
from scheduler.titles import Play, calendar_title, headed, play_of


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingHead:
    """A meeting's name, time and place; `start` and `end` are wall times in `time_zone`."""

    id: UUID
    network_id: UUID
    network_slug: str
    network_name: str
    language: str
    demo: bool
    title: str
    marked_title: str
    kind: str
    status: str
    start: datetime
    end: datetime
    minutes: int
    time_zone: str
    starts_at: datetime
    ends_at: datetime
    place: str
    online_url: str
    play: Play | None = None  # of an exercise: its mark, and the word that stops it

    @property
    def plain_title(self) -> str:
        """The title to put into a heading that `headed` marks."""
        return self.title if self.play else self.marked_title

    @property
    def own_heading(self) -> str:
        """The title as heading of its own page: marked if it is an exercise."""
        return self.headed(self.title) if self.play else self.title

    def headed(self, words: str) -> str:
        """Put an exercise's mark before a heading that names `plain_title`."""
        return headed(words, self.play, demo=self.demo)

    @property
    def cancelled(self) -> bool:
        """Whether it has been cancelled."""
        return self.status == "cancelled"


def of(meeting: Meeting) -> MeetingHead:
    """Give a meeting's head, its network loaded."""
    network = meeting.network
    return MeetingHead(
        id=meeting.id,
        network_id=network.id,
        network_slug=network.slug,
        network_name=network.name,
        language=network.language,
        demo=network.demo,
        title=meeting.title,
        marked_title=calendar_title(meeting, network, network.language),
        kind=meeting.kind,
        status=meeting.status,
        start=meeting.start,
        end=meeting.end,
        minutes=meeting.minutes,
        time_zone=meeting.time_zone,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=meeting.place,
        online_url=meeting.online_url,
        play=play_of(meeting, network.language),
    )


def load(session: Session, meeting_id: UUID) -> Meeting:
    """Give a meeting with its network and agenda; raises NotFound."""
    meeting = session.scalars(with_network().where(Meeting.id == meeting_id)).one_or_none()
    if meeting is None:
        raise NotFound
    return meeting


def with_network() -> Select[Meeting]:
    """Select meetings with what their heads need."""
    return select(Meeting).options(joinedload(Meeting.network), joinedload(Meeting.exercise))
