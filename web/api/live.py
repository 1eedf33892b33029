"""How does a program follow a run while it goes on?"""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from flask import request
from pydantic import Field

from scheduler.exercise.entries import Entry
from scheduler.inputs.types import Input
from web import live
from web.api import out
from web.api.endpoint import Call, Later, endpoint


class LinesAsked(Input):
    """Which lines of the log: those after one, by its number (or Last-Event-ID)."""

    after: Annotated[int, Field(ge=0, le=2**53, description="The last number that was read.")] = 0


@endpoint(
    "GET",
    "/runs/<run>/stream",
    rule="exercises:run",
    query=LinesAsked,
    files=("text/event-stream",),
)
def stream_run(call: Call[LinesAsked], run: UUID) -> Later:
    """Stream each line of a run's log as it is said (SSE); 204 when no more streams are open."""
    seen = request.headers.get("Last-Event-ID", "")
    after = int(seen) if seen.isascii() and seen.isdigit() else call.asked.after
    return lambda: live.lines_of(run, after=after, write=_written)


def _written(entry: Entry) -> str:
    return out.RunLine.of(entry).written()
