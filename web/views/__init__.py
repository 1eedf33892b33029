"""Which pages are there? One blueprint per subject, one line each."""

from flask import Blueprint

from web import api
from web.views import (
    actions,
    agenda,
    feeds,
    health,
    home,
    invitations,
    invite,
    mailbox,
    meeting_changes,
    meetings,
    members,
    minutes,
    networks,
    outbox,
    own_page,
    people,
    public,
    reply,
    series,
    settings,
    sign_in,
)

BLUEPRINTS: list[Blueprint] = [
    actions.bp,
    agenda.bp,
    api.bp,
    feeds.bp,
    health.bp,
    home.bp,
    invitations.bp,
    invite.bp,
    mailbox.bp,
    meeting_changes.bp,
    meetings.bp,
    members.bp,
    minutes.bp,
    networks.bp,
    outbox.bp,
    own_page.bp,
    people.bp,
    public.bp,
    reply.bp,
    series.bp,
    settings.bp,
    sign_in.bp,
]
