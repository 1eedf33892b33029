"""How can programs bring minutes to hold: out for comments, adjusted, approved, published?"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from scheduler.errors import NotFound
from scheduler.inputs import AdjustInput, CirculateInput, CommentDecisionInput, CommentInput
from scheduler.model import Minutes, MinutesComment
from scheduler.queries import comments as comments_query
from scheduler.queries import entitled, minutes_access
from scheduler.queries import minutes as minutes_query
from scheduler.queries.paging import part_of
from scheduler.services import approval, comments
from web.api import out
from web.api.asking import Listing, Nothing
from web.api.endpoint import Call, endpoint

ADDRESS = "/meetings/<meeting>/minutes"


@endpoint(
    "POST",
    f"{ADDRESS}/circulate",
    rule="minutes:write",
    body=CirculateInput,
    returns=out.Minutes,
    match="may",
)
def circulate_minutes(call: Call[CirculateInput], meeting: UUID) -> out.Minutes:
    """Send minutes out for comments: those who were there get a link by mail."""
    call.unchanged(_minutes(call.session, meeting))
    approval.circulate(call.session, meeting, plan=call.asked, by=call.actor)
    return _minutes(call.session, meeting)


@endpoint(
    "POST",
    f"{ADDRESS}/adjust",
    rule="minutes:comment",
    body=AdjustInput,
    returns=out.Minutes,
    match="may",
)
def adjust_minutes(call: Call[AdjustInput], meeting: UUID) -> out.Minutes:
    """Note that an adjuster finds the minutes right; when all do, they are adjusted."""
    call.unchanged(_minutes(call.session, meeting))
    approval.adjust(call.session, meeting, plan=call.asked, by=call.actor)
    return out.Minutes.of(minutes_access.readable(_fresh(call.session), meeting, call.actor))


@endpoint("POST", f"{ADDRESS}/approve", rule="minutes:write", returns=out.Minutes, match="may")
def approve_minutes(call: Call[Nothing], meeting: UUID) -> out.Minutes:
    """Approve minutes: from now on the text changes with a reason only."""
    call.unchanged(_minutes(call.session, meeting))
    approval.approve(call.session, meeting, by=call.actor)
    return _minutes(call.session, meeting)


@endpoint("POST", f"{ADDRESS}/publish", rule="minutes:write", returns=out.Minutes, match="may")
def publish_minutes(call: Call[Nothing], meeting: UUID) -> out.Minutes:
    """Publish minutes: all who were called get a link; what is not approved yet is by this."""
    call.unchanged(_minutes(call.session, meeting))
    approval.publish(call.session, meeting, by=call.actor)
    return _minutes(call.session, meeting)


@endpoint(
    "GET",
    f"{ADDRESS}/versions",
    rule="minutes:write",
    query=Listing,
    returns=out.Page[out.MinutesVersion],
)
def list_minutes_versions(call: Call[Listing], meeting: UUID) -> out.Page[out.MinutesVersion]:
    """List the versions that were kept, oldest first; each hash covers the one before."""
    lines = comments_query.versions(call.session, meeting)
    part = part_of(
        lines,
        key=lambda line: (f"{line.number:09}",),
        after=call.asked.after,
        limit=call.asked.limit,
    )
    items = [out.MinutesVersion.copy_of(line) for line in part.rows]
    return out.Page[out.MinutesVersion](items=items, next=part.next)


@endpoint(
    "GET",
    f"{ADDRESS}/comments",
    rule="minutes:read",
    query=Listing,
    returns=out.Page[out.MinutesComment],
)
def list_minutes_comments(call: Call[Listing], meeting: UUID) -> out.Page[out.MinutesComment]:
    """List the comments on minutes, oldest first, on points that the asker may read."""
    view = minutes_access.readable(call.session, meeting, call.actor)
    reader = entitled.reader(call.session, call.actor)
    found = comments_query.of_meeting(call.session, meeting)
    lines = comments_query.for_reader(call.session, found, view, reader)
    part = part_of(
        lines,
        key=lambda line: (line.at.isoformat(), str(line.id)),
        after=call.asked.after,
        limit=call.asked.limit,
    )
    items = [out.MinutesComment.of(line) for line in part.rows]
    return out.Page[out.MinutesComment](items=items, next=part.next)


@endpoint(
    "POST",
    f"{ADDRESS}/comments",
    rule="minutes:comment",
    body=CommentInput,
    returns=out.MinutesComment,
    status=201,
)
def add_minutes_comment(call: Call[CommentInput], meeting: UUID) -> out.MinutesComment:
    """Comment on circulated minutes, as somebody who was there."""
    minutes_access.readable(call.session, meeting, call.actor)
    reader = entitled.reader(call.session, call.actor)
    made = comments.add(call.session, meeting, plan=call.asked, reader=reader, via="page")
    return _comment(call.session, made)


@endpoint(
    "POST",
    "/comments/<comment>/settle",
    rule="minutes:write",
    body=CommentDecisionInput,
    returns=out.MinutesComment,
)
def settle_minutes_comment(call: Call[CommentDecisionInput], comment: UUID) -> out.MinutesComment:
    """Take a comment or decline it, with a word to its writer."""
    made = comments.settle(call.session, comment, plan=call.asked, by=call.actor)
    return _comment(call.session, made)


def _comment(session: Session, comment: MinutesComment) -> out.MinutesComment:
    session.flush()
    meeting_id = session.get_one(Minutes, comment.minutes_id).meeting_id
    for line in comments_query.of_meeting(session, meeting_id):
        if line.id == comment.id:
            return out.MinutesComment.of(line)
    raise NotFound


def _minutes(session: Session, meeting: UUID) -> out.Minutes:
    return out.Minutes.of(minutes_query.of_meeting(_fresh(session), meeting))


def _fresh(session: Session) -> Session:
    """Let what was just written be read anew, in its order."""
    session.flush()
    session.expire_all()
    return session
