"""Who says what about circulated minutes, and what becomes of it?"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.clock import now
from scheduler.dispatch import record
from scheduler.errors import N_, NotFound, Refused
from scheduler.events import CommentSettled, MinutesCommented
from scheduler.inputs import CommentDecisionInput, CommentInput
from scheduler.model import AgendaItem, Meeting, Minutes, MinutesComment
from scheduler.queries import entitled
from scheduler.queries.entitled import Reader

MOST = 100


class NotOutForComments(Refused):
    """The text is a draft, or holds already."""

    message = N_("The notes are not out for comments. Write to the secretary instead.")
    status = 409


class CommentsAreClosed(Refused):
    """The time is over."""

    message = N_("The time for comments ended %(when)s. Write to the secretary instead.")
    status = 409


class OnlyThoseWhoWereThere(Refused):
    """Whoever was not there cannot say what was said."""

    message = N_("Only those who were at the meeting comment on its notes.")
    status = 403


class TooManyComments(Refused):
    """One person's comments are bounded."""

    message = N_("You have made %(most)s comments. Write to the secretary instead.")
    status = 409


class AnswerNeeded(Refused):
    """Whoever objected is owed a word."""

    message = N_("Say in a word why the comment is declined: its writer reads it.")


def add(
    session: Session,
    meeting_id: UUID,
    *,
    plan: CommentInput,
    reader: Reader,
    via: str,
) -> MinutesComment:
    """Comment on a point, or on the whole, as the person who reads; at most until the deadline."""
    meeting, minutes = _out(session, meeting_id)
    person_id = reader.actor.person_id
    if person_id is None or not entitled.attended(session, meeting.id, person_id):
        raise OnlyThoseWhoWereThere
    _refuse_hidden(session, meeting, plan, reader)
    own = select(MinutesComment).where(
        MinutesComment.minutes_id == minutes.id, MinutesComment.person_id == person_id
    )
    if len(session.scalars(own).all()) >= MOST:
        raise TooManyComments(most=MOST)
    comment = MinutesComment(
        minutes_id=minutes.id,
        item_id=plan.item,
        person_id=person_id,
        round=minutes.round,
        text=plan.text,
        via=via,
    )
    session.add(comment)
    session.flush()
    network_id, by = meeting.network_id, reader.actor.name
    record(
        session,
        MinutesCommented(by=by, subject=meeting.id, network_id=network_id, comment=comment.id),
    )
    return comment


def settle(
    session: Session, comment_id: UUID, *, plan: CommentDecisionInput, by: Actor
) -> MinutesComment:
    """Take a comment or decline it, with a word; the text itself is changed in the minutes."""
    comment = session.get(MinutesComment, comment_id, with_for_update=True)
    if comment is None:
        raise NotFound
    minutes = session.get_one(Minutes, comment.minutes_id)
    meeting = session.get_one(Meeting, minutes.meeting_id)
    by.must("minutes:write", meeting.network_id)
    if plan.state == "declined" and not plan.answer:
        raise AnswerNeeded(field="answer")
    if (comment.state, comment.answer) == (plan.state, plan.answer):
        return comment
    comment.state, comment.answer = plan.state, plan.answer
    comment.settled_at, comment.settled_by = now(), by.name
    record(
        session,
        CommentSettled(
            by=by.name,
            subject=meeting.id,
            network_id=meeting.network_id,
            comment=comment.id,
            state=comment.state,
        ),
    )
    return comment


def _out(session: Session, meeting_id: UUID) -> tuple[Meeting, Minutes]:
    meeting = session.get(Meeting, meeting_id)
    found = select(Minutes).where(Minutes.meeting_id == meeting_id)
    minutes = session.scalars(found).one_or_none()
    if meeting is None:
        raise NotFound
    if minutes is None or minutes.state != "circulated":
        raise NotOutForComments
    if minutes.comments_until is not None and minutes.comments_until <= now():
        raise CommentsAreClosed(when=minutes.comments_until)
    return meeting, minutes


def _refuse_hidden(session: Session, meeting: Meeting, plan: CommentInput, reader: Reader) -> None:
    if plan.item is None:
        return
    item = session.get(AgendaItem, plan.item)
    if item is None or item.meeting_id != meeting.id:
        raise NotFound
    audience = [UUID(one) for one in item.audience]
    if not reader.may_read(meeting.network_id, meeting.id, item.item_class, audience):
        raise NotFound
