"""How is what was found shown?"""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from scheduler.inputs.types import LocalTime
from scheduler.model.search import FoundKind
from scheduler.queries.search import Row
from scheduler.search.snippet import Piece
from web.api.out.base import Id, MaybeId, Out


class TextPiece(Out):
    """A piece of a text; `match`: one of the words that were asked for."""

    text: str
    match: bool

    @classmethod
    def of(cls, piece: Piece) -> TextPiece:
        """Show a piece."""
        return cls(text=piece.text, match=piece.hit)


class SearchHit(Out):
    """One thing that was found, and the page on which it stands."""

    id: Id
    kind: FoundKind
    network: Id
    network_name: str
    meeting: MaybeId
    meeting_title: str
    meeting_start: LocalTime | None
    title: list[TextPiece]
    snippet: list[TextPiece]
    path: str = Field(description="The page's address, below the service's own.")

    @classmethod
    def of(cls, row: Row) -> SearchHit:
        """Show a hit."""
        return cls(
            id=str(row.ref),
            kind=row.kind,
            network=str(row.network_id),
            network_name=row.network,
            meeting=str(row.meeting_id) if row.meeting_id else None,
            meeting_title=row.meeting_title,
            meeting_start=_minute(row.meeting_start),
            title=[TextPiece.of(piece) for piece in row.title],
            snippet=[TextPiece.of(piece) for piece in row.snippet],
            path=row.link,
        )


def _minute(start: datetime | None) -> datetime | None:
    return start.replace(second=0, microsecond=0) if start else None
