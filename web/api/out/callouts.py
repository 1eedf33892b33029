"""How are call-out exercises shown?"""

from __future__ import annotations

from typing import Literal

from scheduler.queries.callouts import CallLine, CalloutLine, CalloutPage
from web.api.out.base import Id, Instant, Out


class CalloutCall(Out):
    """One person who is called; `seconds` from the call to the answer, null: none."""

    id: Id
    person: Id
    name: str
    organisation_name: str
    answered_at: Instant | None
    seconds: int | None
    via: Literal["", "link", "coordinator"]
    late: bool
    letter: str

    @classmethod
    def of(cls, line: CallLine) -> CalloutCall:
        """Show a call."""
        return cls.copy_of(line, person=line.person_id, organisation_name=line.organisation)


class CalloutSummary(Out):
    """A call-out in numbers; those answered after `ends_at` are late and not among the reached.

    `first_answer_seconds` and `median_seconds` are null while nobody is reached.
    """

    counted = frozenset(
        {"open", "called", "reached", "late", "first_answer_seconds", "median_seconds"}
    )

    id: Id
    network: Id
    text: str
    stop_word: str
    called_at: Instant
    ends_at: Instant
    stopped_at: Instant | None
    open: bool
    called: int
    reached: int
    late: int
    first_answer_seconds: int | None
    median_seconds: int | None

    @classmethod
    def of_line(cls, line: CalloutLine, **more: object) -> CalloutSummary:
        """Show a call-out in numbers."""
        return cls.copy_of(line, network=line.network_id, **_numbers(line), **more)

    @property
    def location(self) -> str:
        """Where it is found."""
        return f"/callouts/{self.id}"


class Callout(CalloutSummary):
    """A call-out whole: its numbers, and each call."""

    counted = CalloutSummary.counted | {"calls"}

    calls: list[CalloutCall]

    @classmethod
    def of(cls, page: CalloutPage) -> Callout:
        """Show a call-out."""
        line, calls = page.line, [CalloutCall.of(one) for one in page.calls]
        return cls.copy_of(line, network=line.network_id, **_numbers(line), calls=calls)


def _numbers(line: CalloutLine) -> dict[str, int | None]:
    found = line.tally
    return {
        "called": found.called,
        "reached": found.reached,
        "late": found.late,
        "first_answer_seconds": found.first_seconds,
        "median_seconds": found.median_seconds,
    }
