"""Who may sign in, and which programs may ask?"""

from __future__ import annotations

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler import clock
from scheduler.actor import ROLES, SYSTEM
from scheduler.errors import N_, Refused
from scheduler.inputs import PersonInput, parse
from scheduler.inputs.access import AccountInput
from scheduler.model import Network, Person
from scheduler.queries import membership
from scheduler.services import accounts, people
from web.commands.context import Instance, pass_instance


class NoSuchNetwork(Refused):
    """No network has this short name."""

    message = N_("There is no network called “%(slug)s”. There are: %(known)s.")


class OtherRole(Refused):
    """The person has another role in the network."""

    message = N_("%(email)s is %(role)s in this network already. Change it on the members' page.")


network_option = click.option("--network", "slug", metavar="SLUG", help="The network's short name.")


@click.group()
def user() -> None:
    """People who may sign in."""


@click.group()
def token() -> None:
    """Keys for programs that use the API."""


@user.command("add")
@click.argument("email")
@click.option("--role", required=True, type=click.Choice(["administrator", *ROLES]))
@click.option("--name", default="", help="The person's name, if nobody knows it here yet.")
@network_option
@pass_instance
def add_user(here: Instance, email: str, role: str, name: str, slug: str | None) -> None:
    """Let EMAIL sign in; prints a one-time link to hand over."""
    _fits(role, slug)
    with here.database() as database, database.transaction() as session:
        if slug is not None:
            _join(session, slug, email=email, role=role, name=name)
        plan = parse(
            AccountInput,
            {"email": email, "name": name, "administrator": role == "administrator"},
        )
        _, link = accounts.open_account(session, plan=plan, by=SYSTEM)
    click.echo(f"{here.settings.base_url}/sign-in/{link}")


@token.command("add")
@click.option(
    "--role",
    required=True,
    type=click.Choice(["administrator", "coordinator", "facilitator", "member"]),
)
@click.option("--name", default="", help="What the key is for.")
@network_option
@pass_instance
def add_token(here: Instance, role: str, name: str, slug: str | None) -> None:
    """Make a key for a program; prints it alone, this once."""
    _fits(role, slug)
    with here.database() as database, database.transaction() as session:
        network_id = find_network(session, slug).id if slug is not None else None
        _, secret = accounts.make_token(
            session, role=role, network_id=network_id, name=name, by=SYSTEM
        )
    click.echo(secret)


def find_network(session: Session, slug: str) -> Network:
    """Give a network by its short name, or refuse with those there are."""
    network = session.scalar(select(Network).where(Network.slug == slug))
    if network is None:
        known = sorted(session.scalars(select(Network.slug))) or ["—"]
        raise NoSuchNetwork(field="--network", slug=slug, known=", ".join(known))
    return network


def _fits(role: str, slug: str | None) -> None:
    if role == "administrator" and slug is not None:
        raise click.UsageError("An administrator has every network: leave out --network.")
    if role != "administrator" and slug is None:
        raise click.UsageError(f"The role {role} belongs to a network: add --network SLUG.")


def _join(session: Session, slug: str, *, email: str, role: str, name: str) -> None:
    network = find_network(session, slug)
    plan = parse(PersonInput, {"name": name or email, "email": email, "role": role})
    person = session.scalar(select(Person).where(Person.email_key == plan.email.casefold()))
    day = clock.today(network.time_zone)
    held = membership.of_person(session, network.id, person.id, day) if person else None
    if held is None:
        people.add(session, network.id, plan=plan, by=SYSTEM)
    elif held.role != role:
        raise OtherRole(field="--role", email=email, role=held.role)
