"""Which addresses would a letter carry? The personal links of an invitation, made as letters do."""

from __future__ import annotations

from uuid import UUID

from scheduler.model import Action, Invitation, Run
from scheduler.tokens import Purpose
from tests.story.service import Service
from web import instance


def token(service: Service, purpose: Purpose, invitation: str) -> str:
    """Give the token of one purpose for an invitation."""
    keys = instance.keys(instance.load(service.folder))
    with service.database() as database, database.reading() as session:
        row = session.get_one(Invitation, UUID(invitation))
        return keys.token(purpose, row.id, row.generation)


def of_callout(service: Service, call: str) -> str:
    """Give the token by which somebody who is called for an exercise answers."""
    keys = instance.keys(instance.load(service.folder))
    return keys.token("callout", UUID(call), 0)


def of_action(service: Service, action: str) -> str:
    """Give the token by which an action's owner tells how it goes."""
    keys = instance.keys(instance.load(service.folder))
    with service.database() as database, database.reading() as session:
        row = session.get_one(Action, UUID(action))
        return keys.token("action", row.id, row.generation)


def of_screen(service: Service, run: str) -> str:
    """Give the token of the screen in a run's room."""
    keys = instance.keys(instance.load(service.folder))
    with service.database() as database, database.reading() as session:
        row = session.get_one(Run, UUID(run))
        return keys.token("screen", row.id, row.screen_generation)
