"""How do organisations and people come to belong as the file says?"""

from __future__ import annotations

from typing import TypeVar

from scheduler.apply.reading import NetworkFile
from scheduler.apply.report import ELSEWHERE, NOT_NAMED
from scheduler.apply.run import Run
from scheduler.inputs import OrganisationInput, PersonInput
from scheduler.model import Membership
from scheduler.queries import membership as memberships
from scheduler.queries import people as known
from scheduler.services import particulars, people

Plan = TypeVar("Plan", OrganisationInput, PersonInput)


def put_organisation(run: Run, plan: OrganisationInput, *, convenes: bool) -> None:
    """Let an organisation belong as the file says."""
    plan = plan.model_copy(update={"role": "convenor"}) if convenes else plan
    house = known.organisation(run.session, plan.name, plan.country)
    belongs = (
        memberships.of_organisation(run.session, run.network.id, house.id, run.today)
        if house
        else None
    )
    if house is None or belongs is None:
        people.join_organisation(run.session, run.network.id, plan=plan, by=run.by, since=run.since)
        run.report.add("+", "organisation", plan.name)
        return
    changed = list(particulars.organisation_differences(house, plan))
    if changed and not particulars.may_describe_organisation(run.session, house, run.by):
        run.report.add("!", "organisation", house.name, tuple(changed), ELSEWHERE)
        plan, changed = _only(plan, {"role"}), []
    changed += [name for name in ("role",) if _names(plan, name) and plan.role != belongs.role]
    if changed:
        people.change_organisation(
            run.session, house.id, network_id=run.network.id, plan=plan, by=run.by
        )
    run.report.add("~" if changed else "=", "organisation", house.name, tuple(changed))


def put_person(run: Run, plan: PersonInput) -> None:
    """Let a person belong as the file says; somebody known by the address is that person."""
    person = known.find(run.session, plan.email)
    belongs = (
        memberships.of_person(run.session, run.network.id, person.id, run.today) if person else None
    )
    if person is None or belongs is None:
        joined = people.add(run.session, run.network.id, plan=plan, by=run.by, since=run.since)
        run.report.add("+", "person", joined.person.public_name if joined.person else plan.name)
        return
    changed = list(particulars.differences(person, plan))
    if changed and not particulars.may_describe(run.session, person, run.by):
        run.report.add("!", "person", person.public_name, tuple(changed), ELSEWHERE)
        plan, changed = _only(plan, {"role", "organisation", "duty"}), []
    changed += _place_differences(run, belongs, plan)
    if changed:
        people.change(run.session, person.id, network_id=run.network.id, plan=plan, by=run.by)
    run.report.add("~" if changed else "=", "person", person.public_name, tuple(changed))


def note_unnamed(run: Run, file: NetworkFile) -> None:
    """Say which organisations and people of the network the file does not name."""
    houses = {(entry.plan.name.casefold(), entry.plan.country) for entry in file.organisations}
    addresses = {known.key_of(entry.plan.email) for entry in file.people}
    for belongs in memberships.organisations(run.session, run.network.id, run.today):
        house = belongs.organisation
        if house and (house.name_key, house.country) not in houses:
            run.report.add("·", "organisation", house.name, (), NOT_NAMED)
    for belongs in memberships.members(run.session, run.network.id, run.today):
        if belongs.person and belongs.person.email_key not in addresses:
            run.report.add("·", "person", belongs.person.public_name, (), NOT_NAMED)


def _place_differences(run: Run, belongs: Membership, plan: PersonInput) -> list[str]:
    changed = []
    if _names(plan, "organisation") and plan.organisation:
        house = memberships.organisation(run.session, run.network.id, plan.organisation, run.today)
        changed += ["organisation"] if house.id != belongs.organisation_id else []
    elif _names(plan, "organisation") and belongs.organisation_id is not None:
        changed.append("organisation")
    if _names(plan, "role") and plan.role != belongs.role:
        changed.append("role")
    if _names(plan, "duty") and plan.duty != belongs.duty:
        changed.append("duty")
    return changed


def _names(plan: OrganisationInput | PersonInput, field: str) -> bool:
    return field in plan.model_fields_set


def _only(plan: Plan, fields: set[str]) -> Plan:
    """Give the plan with these fields alone named; the others keep their values, unsaid."""
    named = plan.model_fields_set & fields
    return type(plan).model_construct(_fields_set=named, **dict(plan))
