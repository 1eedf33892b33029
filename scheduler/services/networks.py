"""What can be done with a network?"""

from __future__ import annotations

import re
import unicodedata
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.dispatch import record
from scheduler.errors import N_, NotFound, Refused
from scheduler.events import NetworkChanged, NetworkCreated
from scheduler.inputs import NetworkInput
from scheduler.model import Network

FIELDS = (
    "slug",
    "name",
    "purpose",
    "language",
    "time_zone",
    "countries",
    "proposal_days",
    "brief_days",
    "comment_days",
    "silence_approves",
)
_RESERVED = frozenset({"new"})  # what the addresses of pages need for themselves
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "ð": "d", "þ": "th"})  # NFKD leaves these whole


class ShortNameTaken(Refused):
    """Two networks cannot have one address."""

    message = N_("Another network has the short name “%(slug)s”. Choose another one.")


def create(session: Session, *, plan: NetworkInput, by: Actor, demo: bool = False) -> Network:
    """Begin a network."""
    by.must("network:create")
    network = Network(
        slug=_given_slug(session, plan.slug) if plan.slug else _free_slug(session, plan.name),
        name=plan.name,
        purpose=plan.purpose,
        language=plan.language,
        time_zone=plan.time_zone,
        countries=list(plan.countries),
        proposal_days=plan.proposal_days,
        brief_days=plan.brief_days,
        comment_days=plan.comment_days,
        silence_approves=plan.silence_approves,
        demo=demo,
    )
    session.add(network)
    session.flush()
    record(session, NetworkCreated(by=by.name, subject=network.id, network_id=network.id))
    return network


def change(session: Session, network_id: UUID, *, plan: NetworkInput, by: Actor) -> Network:
    """Change what the plan names about a network; what it leaves out stays."""
    network = session.get(Network, network_id)
    if network is None:
        raise NotFound
    by.must("network:edit", network_id)
    changed = differences(network, plan)
    if "slug" in changed:
        _given_slug(session, plan.slug)
    for name, value in changed.items():
        setattr(network, name, value)
    if changed:
        record(session, NetworkChanged(by=by.name, subject=network.id, network_id=network.id))
    return network


def differences(network: Network, plan: NetworkInput) -> dict[str, object]:
    """Give what the plan names and the network has otherwise."""
    named = {name: getattr(plan, name) for name in FIELDS if name in plan.model_fields_set}
    if not plan.slug:
        named.pop("slug", None)
    return {name: value for name, value in named.items() if getattr(network, name) != value}


def _given_slug(session: Session, slug: str) -> str:
    if _taken(session, slug):
        raise ShortNameTaken(field="slug", slug=slug)
    return slug


def _free_slug(session: Session, name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    words = re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode())
    slug = words[:50].strip("-") or "network"
    free, number = slug, 1
    while _taken(session, free):
        number += 1
        free = f"{slug}-{number}"
    return free


def _taken(session: Session, slug: str) -> bool:
    known = session.scalar(select(Network.id).where(Network.slug == slug))
    return slug in _RESERVED or known is not None
