"""What is a person or an organisation called, and who may say so?"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler import clock
from scheduler.actor import Actor
from scheduler.dispatch import record
from scheduler.errors import N_, Refused
from scheduler.events import PersonChanged
from scheduler.inputs import OrganisationInput, PersonInput
from scheduler.model import Account, Organisation, Person
from scheduler.queries import membership as memberships
from scheduler.queries import people
from scheduler.services import bounces

PARTICULARS = ("name", "email", "unit", "title", "language", "time_zone", "protected")


class TakenByAnother(Refused):
    """One address is one person, one name in a country one organisation."""

    message = N_("“%(name)s” is somebody else's already. Choose another one.")


class NotYoursToChange(Refused):
    """What somebody is called in several networks is not one coordinator's to change."""

    message = N_(
        "“%(name)s” also belongs to networks that you do not coordinate. "
        "Ask an administrator to make this change."
    )
    status = 403


class SignsInWithIt(Refused):
    """Sign-in links go to the address: changing it would hand over the account."""

    message = N_("This person signs in with the address. They, or an administrator, can change it.")
    status = 403


def differences(person: Person, plan: PersonInput) -> dict[str, object]:
    """Give what the plan names about the person and is otherwise; None names nothing."""
    named = {name: getattr(plan, name) for name in PARTICULARS if name in plan.model_fields_set}
    return {
        name: value
        for name, value in named.items()
        if value is not None and getattr(person, name) != value
    }


def organisation_differences(
    organisation: Organisation, plan: OrganisationInput
) -> dict[str, object]:
    """Give what the plan names about the organisation and is otherwise."""
    named = {name for name in ("name", "kind", "country") if name in plan.model_fields_set}
    values = {name: getattr(plan, name) for name in sorted(named)}
    return {name: value for name, value in values.items() if getattr(organisation, name) != value}


def may_describe(session: Session, person: Person, by: Actor) -> bool:
    """Tell whether the asker may say what the person is called: in all their networks, or self."""
    if by.administrator or by.person_id == person.id:
        return True
    lasting = memberships.networks_lasting(session, clock.today("UTC"), person_id=person.id)
    return _edits_all(by, lasting)


def may_name(session: Session, person: Person, by: Actor) -> bool:
    """Tell whether the asker may see what the person is called: a protected one's keeper alone."""
    return not person.protected or may_describe(session, person, by)


def may_describe_organisation(session: Session, organisation: Organisation, by: Actor) -> bool:
    """Tell whether the asker may say what the organisation is called: in all its networks."""
    today = clock.today("UTC")
    lasting = memberships.networks_lasting(session, today, organisation_id=organisation.id)
    return by.administrator or _edits_all(by, lasting)


def check(session: Session, person: Person, plan: PersonInput, by: Actor) -> None:
    """Refuse what the asker may not say of the person, and what another is called already."""
    changed = differences(person, plan)
    if changed and not may_describe(session, person, by):
        raise NotYoursToChange(field=next(iter(changed)), name=person.public_name)
    if "email" not in changed:
        return
    if people.find(session, plan.email) not in {None, person}:
        raise TakenByAnother(field="email", name=plan.email)
    account = select(Account.id).where(Account.person_id == person.id, Account.closed_at.is_(None))
    theirs = by.administrator or by.person_id == person.id
    if not theirs and session.scalar(account) is not None:
        raise SignsInWithIt(field="email")


def describe(
    session: Session, network_id: UUID, person: Person, plan: PersonInput, by: Actor
) -> None:
    """Give the person what the plan names of their particulars."""
    changed = differences(person, plan)
    for name, value in changed.items():
        setattr(person, name, value)
    if "email" in changed and person.bounced_at is not None:
        bounces.forget(session, person, by=by)
    person.email_key = people.key_of(person.email)
    if changed:
        record(session, PersonChanged(by=by.name, subject=person.id, network_id=network_id))


def describe_organisation(
    session: Session, organisation: Organisation, plan: OrganisationInput, by: Actor
) -> None:
    """Give the organisation what the plan names, if the asker may."""
    changed = organisation_differences(organisation, plan)
    if changed and not may_describe_organisation(session, organisation, by):
        raise NotYoursToChange(field=next(iter(changed)), name=organisation.name)
    name, country = changed.get("name", organisation.name), changed.get("country")
    other = people.organisation(session, str(name), str(country or organisation.country))
    if other not in {None, organisation}:
        raise TakenByAnother(field="name", name=plan.name)
    for field, value in changed.items():
        setattr(organisation, field, value)
    organisation.name_key = organisation.name.casefold()


def _edits_all(by: Actor, networks: set[UUID]) -> bool:
    return bool(networks) and all(by.may("people:edit", network_id) for network_id in networks)
