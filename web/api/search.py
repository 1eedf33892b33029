"""What can programs find by its words?"""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field

from scheduler.inputs.types import Input
from scheduler.model.search import FoundKind
from scheduler.queries import entitled
from scheduler.queries import search as query
from web.api import out
from web.api.endpoint import Call, endpoint


class SearchAsked(Input):
    """Which words, and where."""

    q: Annotated[
        str,
        Field(
            max_length=200,
            description="All words are wanted, “a phrase” together, -word not; the last may be "
            "unfinished.",
            examples=["samverkan skola"],
        ),
    ] = ""
    network: Annotated[UUID | None, Field(description="The id of a network.")] = None
    kind: FoundKind | None = None
    year: Annotated[int | None, Field(ge=1970, le=9999)] = None
    after: Annotated[str, Field(max_length=40, description="`next` of the part before.")] = ""
    limit: Annotated[int, Field(ge=1, le=50)] = 20


@endpoint("GET", "/search", rule="search:use", query=SearchAsked, returns=out.Page[out.SearchHit])
def search(call: Call[SearchAsked]) -> out.Page[out.SearchHit]:
    """Find what was written by its words, as far as the token may read it, the newest first."""
    asked = call.asked
    found = query.find(
        call.session,
        entitled.reader(call.session, call.actor),
        asked.q,
        network_id=asked.network,
        kind=asked.kind,
        year=asked.year,
        after=asked.after,
        limit=asked.limit,
    )
    items = [out.SearchHit.of(row) for row in found.rows]
    return out.Page[out.SearchHit](items=items, next=found.next)
