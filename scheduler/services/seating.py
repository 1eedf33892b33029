"""Who is what in a run? Players sit in groups by organisation; the others have their tasks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import clock
from scheduler.actor import Actor
from scheduler.clock import now
from scheduler.database import new_id
from scheduler.errors import N_, NotFound, Refused
from scheduler.exercise.content import Group
from scheduler.exercise.course import Course
from scheduler.exercise.refusals import IsClosed, NoSuchPart
from scheduler.exercise.state import State
from scheduler.inputs.exercise import AudienceInput, RoleInput
from scheduler.model import Exercise, Meeting, Organisation, Person, Run, RunRole
from scheduler.queries import membership, seats
from scheduler.queries.runs import state_of
from scheduler.services import run_log

SETTLED = ("closed", "aborted")


class NotInThisNetwork(Refused):
    """Only people of the network, or those called to the meeting, get a place."""

    message = N_("Only people of this network, or called to this meeting, can have a place here.")


def seat_all(session: Session, run: Run, audiences: Sequence[AudienceInput], *, by: Actor) -> None:
    """Seat the people of the audiences; without any those who are called, by organisation."""
    groups = _groups(state_of(session, run.id))
    named = {one.group: _group(groups, one.group) for one in audiences}
    plans = [
        RoleInput(person=person, kind="player", group=named[one.group].key)
        for one in audiences
        for person in one.people
    ]
    for place in plans or _by_themselves(session, run, groups, named):
        seat(session, run.id, plan=place, by=by)


def seat(session: Session, run_id: UUID, *, plan: RoleInput, by: Actor) -> RunRole:
    """Give somebody a role; the same role in another group moves them there."""
    run = _open(session, run_id, by)
    person = session.get(Person, plan.person)
    organisation = _organisation(session, run, plan.person)
    if person is None or organisation is None:
        raise NotInThisNetwork(field="person")
    groups = _groups(state_of(session, run.id))
    group = _group(groups, plan.group).key if plan.group else ""
    role = _standing(run, plan) or RunRole(id=new_id(), run=run, person=person, kind=plan.kind)
    role.organisation_id = organisation.id
    role.group, role.position = group, role.position or len(run.roles)
    role.stands_in_for_id = plan.stands_in_for
    session.add(role)
    session.flush()
    _say_seated(session, run, role, by)
    return role


def unseat(session: Session, role_id: UUID, *, by: Actor) -> None:
    """Take a role away: its link is dead, what was said in it stays."""
    role = session.get(RunRole, role_id)
    if role is None or role.left_at is not None:
        raise NotFound
    run = _open(session, role.run_id, by)
    role.left_at, role.generation = now(), role.generation + 1
    run_log.advance(session, run.id, lambda course: course.say("left", role=str(role.id)), by=by)


def _say_seated(session: Session, run: Run, role: RunRole, by: Actor) -> None:
    def say(course: Course) -> None:
        course.say("seated", role=str(role.id), kind=role.kind, group=role.group)

    run_log.advance(session, run.id, say, by=by)


def _open(session: Session, run_id: UUID, by: Actor) -> Run:
    run = session.get(Run, run_id, with_for_update=True)
    if run is None:
        raise NotFound
    by.must("exercises:plan", run.network_id)
    if run.state in SETTLED:
        raise IsClosed
    return run


def _standing(run: Run, plan: RoleInput) -> RunRole | None:
    for role in run.roles:
        if role.person_id == plan.person and role.kind == plan.kind and role.left_at is None:
            return role
    return None


def _groups(state: State) -> tuple[Group, ...]:
    return state.plan.content.groups if state.plan is not None else ()


def _group(groups: Sequence[Group], name: str) -> Group:
    for one in groups:
        if name in {one.key, one.name}:
            return one
    raise NoSuchPart(field="group", key=name)


def _by_themselves(
    session: Session, run: Run, groups: Sequence[Group], named: dict[str, Group]
) -> list[RoleInput]:
    """Seat those who are called where their kind of organisation sits, else where fewest do."""
    usable = list({one.key: one for one in named.values()}.values()) or list(groups)
    exercise = session.get_one(Exercise, run.exercise_id)
    meeting = session.get_one(Meeting, exercise.meeting_id)
    filled: Counter[str] = Counter({one.key: 0 for one in usable})
    places = []
    today = clock.today(meeting.time_zone)
    for invitation in meeting.invitations:
        if not invitation.active or invitation.answer == "declined":
            continue
        roles = membership.roles_of(session, invitation.person_id, today)
        leads = bool(roles.get(run.network_id, frozenset()) & {"facilitator"})
        kind = invitation.organisation.kind if invitation.organisation else ""
        group = "" if leads or not usable else _place(usable, kind, filled)
        filled[group] += 1
        role = "facilitator" if leads else "observer" if invitation.optional else "player"
        places.append(
            RoleInput.model_validate(
                {
                    "person": invitation.person_id,
                    "kind": role,
                    "group": group if role == "player" else "",
                }
            )
        )
    return places


def _place(groups: Sequence[Group], kind: str, filled: Counter[str]) -> str:
    fitting = [one.key for one in groups if kind in one.kinds] or [one.key for one in groups]
    return min(fitting, key=lambda key: filled[key])


def _organisation(session: Session, run: Run, person_id: UUID) -> Organisation | None:
    exercise = session.get_one(Exercise, run.exercise_id)
    meeting = session.get_one(Meeting, exercise.meeting_id)
    for invitation in meeting.invitations:
        if invitation.person_id == person_id and invitation.active:
            return invitation.organisation
    known = seats.of_network(session, run.network_id, clock.today(meeting.time_zone))
    seat_ = known.get(person_id)
    if seat_ is None or seat_.organisation_id is None:
        return None
    return session.get(Organisation, seat_.organisation_id)
