"""Who sits where in a run, who is called and has no place yet, and who else could get one?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from scheduler import clock
from scheduler.errors import NotFound
from scheduler.model import Letter, Meeting, Person, Run, RunRole
from scheduler.queries import membership
from scheduler.queries.membership import alphabetical
from scheduler.queries.runs import state_of


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatLine:
    """One place in a run; a protected person is called by role. `group` is a key."""

    id: UUID
    person_id: UUID
    name: str
    organisation: str
    kind: str
    group: str

    @property
    def place(self) -> str:
        """What a form calls it: "player|kommun", "evaluator|"."""
        return f"{self.kind}|{self.group}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SomebodyElse:
    """Somebody who has no place in a run."""

    person_id: UUID
    name: str
    organisation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seats:
    """The people of one run. `called`: without a place, `others`: of the network, not called."""

    run_id: UUID
    label: str
    state: str
    groups: tuple[tuple[str, str], ...]
    lines: tuple[SeatLine, ...]
    called: tuple[SomebodyElse, ...]
    others: tuple[SomebodyElse, ...]
    links: int
    links_at: datetime | None
    screen_generation: int

    @property
    def open(self) -> bool:
        """Whether people may still be seated."""
        return self.state not in {"closed", "aborted"}


def of_exercise(session: Session, exercise_id: UUID) -> list[Seats]:
    """Give the people of each run of an exercise, in the order of the runs."""
    runs = session.scalars(
        select(Run).where(Run.exercise_id == exercise_id).order_by(Run.number)
    ).all()
    return [of_run(session, run.id) for run in runs]


def of_run(session: Session, run_id: UUID) -> Seats:
    """Give the people of a run; raises NotFound."""
    run = session.get(Run, run_id)
    if run is None:
        raise NotFound
    roles = _roles(session, run_id)
    state = state_of(session, run_id)
    groups = state.plan.content.groups if state.plan is not None else ()
    seated = {role.person_id for role in roles}
    called, others = _without(session, session.get_one(Meeting, run.exercise.meeting_id), seated)
    links, links_at = _links(session, roles)
    return Seats(
        run_id=run.id,
        label=run.label,
        state=run.state,
        groups=tuple((one.key, one.name) for one in groups),
        lines=tuple(_seat(role) for role in roles),
        called=tuple(called),
        others=tuple(others),
        links=links,
        links_at=links_at,
        screen_generation=run.screen_generation,
    )


def _roles(session: Session, run_id: UUID) -> list[RunRole]:
    here = select(RunRole).where(RunRole.run_id == run_id, RunRole.left_at.is_(None))
    rows = session.scalars(
        here.options(joinedload(RunRole.person), joinedload(RunRole.organisation))
    )
    return sorted(rows, key=lambda role: (_house(role), alphabetical(role.person.public_name)))


def _seat(role: RunRole) -> SeatLine:
    return SeatLine(
        id=role.id,
        person_id=role.person_id,
        name=role.person.public_name,
        organisation=role.organisation.name if role.organisation else "",
        kind=role.kind,
        group=role.group,
    )


def _house(role: RunRole) -> str:
    return alphabetical(role.organisation.name) if role.organisation else ""


def _without(
    session: Session, meeting: Meeting, seated: set[UUID]
) -> tuple[list[SomebodyElse], list[SomebodyElse]]:
    active = [one for one in meeting.invitations if one.active and one.person_id not in seated]
    called = [
        _somebody(one.person, one.organisation.name if one.organisation else "") for one in active
    ]
    known = seated | {one.person_id for one in active}
    here = membership.members(session, meeting.network_id, clock.today(meeting.time_zone))
    others = {
        one.person_id: _somebody(one.person, one.organisation.name if one.organisation else "")
        for one in here
        if one.person is not None and one.person_id not in known
    }
    return sorted(called, key=_place), sorted(others.values(), key=_place)


def _somebody(person: Person, organisation: str) -> SomebodyElse:
    return SomebodyElse(person_id=person.id, name=person.public_name, organisation=organisation)


def _place(one: SomebodyElse) -> tuple[str, str]:
    return alphabetical(one.organisation), alphabetical(one.name)


def _links(session: Session, roles: list[RunRole]) -> tuple[int, datetime | None]:
    """How many of these have been mailed the link to their place, and when the latest was."""
    ids = {str(role.id) for role in roles}
    meeting = roles[0].run.exercise.meeting_id if roles else None
    rows = session.execute(
        select(Letter.body, Letter.queued_at).where(
            Letter.meeting_id == meeting,
            Letter.kind == "play_link",
            Letter.state != "withdrawn",
        )
    )
    sent = [(body["role"], at) for body, at in rows if body.get("role") in ids]
    return len({role for role, _ in sent}), max((at for _, at in sent), default=None)
