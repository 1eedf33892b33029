"""How are papers shown?"""

from __future__ import annotations

from scheduler.queries.attachments import Paper
from web.api.out.base import Id, Instant, MaybeId, Out


class Attachment(Out):
    """A file of a meeting or one of its points; `size` in bytes."""

    id: Id
    meeting: Id
    item: MaybeId
    name: str
    media_type: str
    size: int
    sha256: str
    at: Instant

    @classmethod
    def of(cls, paper: Paper) -> Attachment:
        """Show a paper."""
        return cls.copy_of(paper, meeting=paper.meeting_id, item=paper.item_id)


class AttachmentContent(Attachment):
    """A file with what is in it, as base64 (RFC 4648)."""

    content: str
