"""What can programs do with the papers of meetings?"""

from __future__ import annotations

import base64
from uuid import UUID

from scheduler.errors import NotFound
from scheduler.inputs.attachment import AttachmentInput
from scheduler.queries import attachments as query
from scheduler.queries import entitled
from scheduler.queries.paging import part_of
from scheduler.services import attachments
from web.api import out
from web.api.asking import Listing, Nothing
from web.api.endpoint import Call, endpoint
from web.session import parts


@endpoint(
    "GET",
    "/meetings/<meeting>/attachments",
    rule="papers:read",
    query=Listing,
    returns=out.Page[out.Attachment],
)
def list_attachments(call: Call[Listing], meeting: UUID) -> out.Page[out.Attachment]:
    """List a meeting's papers, as far as the asker may open them."""
    reader = entitled.reader(call.session, call.actor)
    papers = query.of_meeting(call.session, meeting, reader)
    part = part_of(
        papers,
        key=lambda paper: (paper.name.casefold(), str(paper.id)),
        after=call.asked.after,
        limit=call.asked.limit,
    )
    items = [out.Attachment.of(paper) for paper in part.rows]
    return out.Page[out.Attachment](items=items, next=part.next)


@endpoint(
    "POST",
    "/meetings/<meeting>/attachments",
    rule="papers:write",
    body=AttachmentInput,
    returns=out.Attachment,
    status=201,
    roomy=True,
)
def add_attachment(call: Call[AttachmentInput], meeting: UUID) -> out.Attachment:
    """Keep a file with a meeting or one of its points; what is in it decides what it is."""
    made = attachments.add(
        call.session,
        meeting,
        name=call.asked.name,
        content=call.asked.content,
        item=call.asked.item,
        megabytes=parts().settings.attachment_megabytes,
        by=call.actor,
    )
    reader = entitled.reader(call.session, call.actor)
    for paper in query.of_meeting(call.session, meeting, reader):
        if paper.id == made.id:
            return out.Attachment.of(paper)
    raise NotFound


@endpoint("GET", "/attachments/<attachment>", rule="papers:read", returns=out.AttachmentContent)
def get_attachment(call: Call[Nothing], attachment: UUID) -> out.AttachmentContent:
    """Give a file with what is in it."""
    reader = entitled.reader(call.session, call.actor)
    paper, content = query.content(call.session, attachment, reader)
    shown = out.Attachment.of(paper).model_dump(by_alias=True)
    return out.AttachmentContent(**shown, content=base64.b64encode(content).decode())


@endpoint("DELETE", "/attachments/<attachment>", rule="papers:write", status=204)
def remove_attachment(call: Call[Nothing], attachment: UUID) -> None:
    """Take a paper away."""
    attachments.remove(call.session, attachment, by=call.actor)
