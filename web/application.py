"""Where is everything tied together? `create_app`, and nowhere else."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from scheduler.config import Settings
from scheduler.database import Database
from web import errors, filters, headers, incoming, instance, reader, rules, statics
from web.documents.files import can_write
from web.live.hub import EXTENSION, Live
from web.session import Parts, asker, visitor
from web.views import BLUEPRINTS

TEMPLATES = Path(__file__).parents[1] / "templates" / "web"
LARGEST = 2 * 1024 * 1024  # bytes that a request may have


def create_app(settings: Settings, database: Database | None = None) -> Flask:
    """Make the web application; raises RuntimeError when a view has no rule."""
    app = errors.Quiet(__name__, template_folder=str(TEMPLATES), static_folder=None)
    app.config.update(_flask_settings(settings))
    app.extensions["kallelse"] = Parts(
        settings=settings,
        database=database or Database(settings.database),
        keys=instance.keys(settings),
    )
    app.extensions[EXTENSION] = Live(app.extensions["kallelse"].database, settings.streams)
    _dress_templates(app, settings)
    for part in (rules, errors, filters):
        part.install(app)
    headers.install(app, settings)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    rules.check(app)
    _stack(app, settings)
    return app


def _flask_settings(settings: Settings) -> dict[str, object]:
    host = "__Host-" if settings.secure else ""
    return {
        "SECRET_KEY": f"pages:{settings.secret_key}",
        "SECRET_KEY_FALLBACKS": [f"pages:{key}" for key in settings.secret_key_old.split()],
        "SESSION_COOKIE_NAME": f"{host}kallelse-page",
        "SESSION_COOKIE_SECURE": settings.secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
        "MAX_CONTENT_LENGTH": LARGEST,
        "MAX_FORM_MEMORY_SIZE": LARGEST,
        "MAX_FORM_PARTS": 5_000,
    }


def _dress_templates(app: Flask, settings: Settings) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        _=reader.gettext,
        gettext=reader.gettext,
        ngettext=reader.ngettext,
        reader=reader.reader,
        scheme=reader.scheme,
        asset=statics.address,
        asker=asker,
        visitor=visitor,
        undecided_mail=incoming.count,
        can_write=can_write,
        hms=filters.hms,
        demo=settings.demo,
    )


def _stack(app: Flask, settings: Settings) -> None:
    wsgi = statics.serve(app.wsgi_app, headers.of(settings))
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        wsgi = ProxyFix(wsgi, x_for=hops, x_proto=hops, x_host=0)
    app.wsgi_app = wsgi  # type: ignore[method-assign]  # as Flask's own documentation does
