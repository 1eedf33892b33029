"""Which pages are there? One blueprint per subject, one line each."""

from flask import Blueprint

from web import api
from web.views import (
    agenda,
    feeds,
    health,
    meeting_changes,
    meetings,
    minutes,
    own_page,
    public,
    reply,
    settings,
    sign_in,
)

BLUEPRINTS: list[Blueprint] = [
    agenda.bp,
    api.bp,
    feeds.bp,
    health.bp,
    meeting_changes.bp,
    meetings.bp,
    minutes.bp,
    own_page.bp,
    public.bp,
    reply.bp,
    settings.bp,
    sign_in.bp,
]
