"""How are a network's numbers shown?"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from scheduler.yearly import Followed, Hidden, NetworkYear, OrganisationYear
from web.api.out.base import Id, Out

_HIDDEN = Literal["fewer than 3", "not told"]


def _told(value: object) -> object:
    return value.value if isinstance(value, Hidden) else value


Count = Annotated[
    int | _HIDDEN,
    BeforeValidator(_told),
    Field(description="“fewer than 3” or “not told” where the token may not know more."),
]
Measure = Annotated[float | _HIDDEN | None, BeforeValidator(_told)]


class FollowedThrough(Out):
    """Attendance and actions of one organisation, or of all; `share` from 0 to 1."""

    called: Count
    there: Count
    substituted: Count
    share: Measure
    taken: Count
    in_time: Count
    late: Count
    open: Count
    median_days: Measure

    @classmethod
    def of(cls, one: Followed) -> FollowedThrough:
        """Show what was followed through."""
        return cls.copy_of(one)


class OrganisationNumbers(Out):
    """One organisation's year."""

    id: Id
    name: str
    numbers: FollowedThrough

    @classmethod
    def of(cls, one: OrganisationYear) -> OrganisationNumbers:
        """Show an organisation's year."""
        return cls(id=str(one.id), name=one.name, numbers=FollowedThrough.of(one.followed))


class Numbers(Out):
    """A network's year; `answered`: answers that came in time, from 0 to 1."""

    network: Id
    year: int
    whole: bool = Field(description="Whether every figure is told.")
    held: int
    listed: int = Field(description="Meetings held that have an attendance list.")
    cancelled: int
    notice_days: Measure
    answers: Count
    answered: Measure
    untreated: list[str] = Field(description="Areas that no meeting has treated yet.")
    organisations: list[OrganisationNumbers]
    together: FollowedThrough

    @classmethod
    def of(cls, year: NetworkYear) -> Numbers:
        """Show a network's year."""
        return cls.copy_of(
            year,
            network=year.network_id,
            untreated=list(year.untreated),
            organisations=[OrganisationNumbers.of(one) for one in year.organisations],
            together=FollowedThrough.of(year.together),
        )
