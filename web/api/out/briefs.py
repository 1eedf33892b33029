"""How is a brief shown?"""

from __future__ import annotations

from datetime import date

from scheduler.briefing import Brief as Gathered
from scheduler.briefing import NewsKind
from scheduler.model.action import ActionState
from scheduler.model.invitation import AnswerWord
from scheduler.promised import Promise
from web.api.out.base import Id, MaybeId, Out


class BriefPromise(Out):
    """What the organisation has left to do."""

    action: Id
    text: str
    person: MaybeId
    person_name: str
    due: date | None
    state: ActionState
    overdue: bool

    @classmethod
    def of(cls, one: Promise) -> BriefPromise:
        """Show one."""
        return cls.copy_of(one, action=one.id, person=one.person_id, person_name=one.person)


class BriefNews(Out):
    """What is new: a point, published notes, a decision (`number`), an action that is closed."""

    kind: NewsKind
    text: str
    day: date | None
    number: str
    meeting: MaybeId


class BriefPoint(Out):
    """A point to be decided, or to report in; `number` is its place on the agenda."""

    item: Id
    number: int
    title: str
    minutes: int | None


class BriefAnswer(Out):
    """Who is called for the organisation, and what they answered."""

    name: str
    answer: AnswerWord


class Brief(Out):
    """What one organisation needs to know before a meeting.

    `since`: the day of the meeting before; `propose_until`: the last day to propose points.
    """

    meeting: Id
    organisation: Id
    organisation_name: str
    promises: list[BriefPromise]
    since: date | None
    news: list[BriefNews]
    decide: list[BriefPoint]
    rounds: list[BriefPoint]
    coming: list[BriefAnswer]
    propose_until: date | None

    @classmethod
    def of(cls, brief: Gathered) -> Brief:
        """Show a brief."""
        return cls.copy_of(
            brief,
            meeting=brief.meeting_id,
            organisation=brief.organisation_id,
            organisation_name=brief.organisation,
            promises=[BriefPromise.of(one) for one in brief.promises],
            since=brief.since.date() if brief.since else None,
            news=[BriefNews.copy_of(one, meeting=one.meeting_id) for one in brief.news],
            decide=[BriefPoint.copy_of(one, item=one.id) for one in brief.decide],
            rounds=[BriefPoint.copy_of(one, item=one.id) for one in brief.rounds],
            coming=[BriefAnswer.copy_of(one) for one in brief.coming],
        )
