"""Who may open which address?

Every view says it with one decorator; one that says nothing stops the service at its start. The
guard runs before the view: it refuses foreign origins and forged forms, asks strangers to sign in,
finds the network of what the address names, and asks the policy. Views get the address's names
(those of web/places.py) as UUIDs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeVar
from urllib.parse import urlsplit

from flask import Flask, current_app, request
from flask_wtf.csrf import CSRFProtect, validate_csrf
from wtforms.validators import ValidationError

from scheduler.actor import POLICY, Actor, NotAllowed
from scheduler.errors import N_, NotFound, Refused
from web.places import NAMES, locate
from web.session import NotSignedIn, asker, is_api, parts, reading

V = TypeVar("V", bound=Callable[..., Any])
Kind = Literal["allow", "signed in", "public", "by token"]
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_MARK = "kallelse_rule"


class ForeignOrigin(Refused):
    """A change that another site asked the reader's browser for."""

    message = N_("This was asked for by another site than this one. Open our page and do it there.")
    status = 403


class FormTooOld(Refused):
    """A form without the mark of this browser, or with that of an earlier visit."""

    message = N_("This form is from an earlier visit. Check it and send it again.")
    status = 400


@dataclass(frozen=True, slots=True)
class Rule:
    """One view's rule: a verb of the policy, or why none is needed."""

    kind: Kind
    words: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.words}"


class Row(NamedTuple):
    """One line of the table of routes."""

    endpoint: str
    address: str
    methods: str
    rule: str


def allow(verb: str) -> Callable[[V], V]:
    """Say that who asks must be allowed `verb` in the network of what the address names."""
    if verb not in POLICY:
        raise ValueError(f"the policy has no verb {verb!r}")
    return _marked(Rule("allow", verb))


def signed_in(reason: str) -> Callable[[V], V]:
    """Say that everybody who is signed in may, and why."""
    return _marked(Rule("signed in", reason))


def public(reason: str) -> Callable[[V], V]:
    """Say that everybody may, and why."""
    return _marked(Rule("public", reason))


def by_token(reason: str) -> Callable[[V], V]:
    """Say that a secret in the request is the authority: no session, no mark in forms."""
    return _marked(Rule("by token", reason))


def install(app: Flask) -> None:
    """Put the guard before every view."""
    app.config.update(
        WTF_CSRF_CHECK_DEFAULT=False,  # the guard asks, in its own order
        WTF_CSRF_TIME_LIMIT=None,  # as long as the browser's visit
    )
    CSRFProtect(app)
    app.before_request(guard)


def check(app: Flask) -> None:
    """Refuse to start with a view that has no rule."""
    silent = sorted(row.endpoint for row in table(app) if not row.rule)
    if silent:
        raise RuntimeError(f"these views have no rule (web/rules.py): {', '.join(silent)}")


def table(app: Flask) -> list[Row]:
    """Give every route with its rule, by address."""
    rows = []
    for route in app.url_map.iter_rules():
        rule = rule_of(app, route.endpoint)
        methods = ", ".join(sorted((route.methods or set()) - {"HEAD", "OPTIONS"}))
        rows.append(Row(route.endpoint, route.rule, methods, str(rule) if rule else ""))
    return sorted(rows, key=lambda row: (row.address, row.methods))


def rule_of(app: Flask, endpoint: str) -> Rule | None:
    """Give a view's rule."""
    return getattr(app.view_functions.get(endpoint), _MARK, None)


def guard() -> None:
    """Refuse what may not reach its view."""
    if request.url_rule is None or request.method == "OPTIONS":
        return  # no view will run
    rule = rule_of(current_app, request.url_rule.endpoint)
    if rule is None:
        raise NotFound
    if request.method not in _SAFE and not is_api():  # the API takes nothing a browser adds itself
        _refuse_foreign()
    if rule.kind in {"allow", "signed in"}:
        _ask_policy(rule)
    if request.method not in _SAFE and rule.kind != "by token" and not is_api():
        _refuse_forged()


def _ask_policy(rule: Rule) -> None:
    actor = asker()
    if actor is None:
        raise NotSignedIn
    if rule.kind == "allow":
        _ask_for_place(actor, rule.words)


def _ask_for_place(actor: Actor, verb: str) -> None:
    named = {name: value for name, value in (request.view_args or {}).items() if name in NAMES}
    if not named:
        actor.must(verb)
        return
    with reading() as session:
        places = {name: locate(session, name, value) for name, value in named.items()}
    request.view_args = (request.view_args or {}) | {n: place.id for n, place in places.items()}
    networks = frozenset.intersection(*(place.networks for place in places.values()))
    if actor.administrator or any(actor.may(verb, network) for network in networks):
        return
    known = any(actor.roles.get(network) for network in networks)
    raise NotAllowed if known else NotFound  # to strangers it does not exist


def _refuse_foreign() -> None:
    # Browsers that send no referrer send "Origin: null"; Sec-Fetch-Site then tells (Fetch 3.1).
    origin = request.headers.get("Origin", "null")
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        raise ForeignOrigin
    if origin != "null" and urlsplit(origin)[:2] not in _own_origins():
        raise ForeignOrigin


def _own_origins() -> set[tuple[str, str]]:
    base = urlsplit(parts().settings.base_url)
    return {(base.scheme, base.netloc), (request.scheme, request.host)}


def _refuse_forged() -> None:
    given = request.form.get("csrf_token") or request.headers.get("X-CSRFToken")
    try:
        validate_csrf(given)
    except ValidationError:
        raise FormTooOld from None


def _marked(rule: Rule) -> Callable[[V], V]:
    def mark(view: V) -> V:
        setattr(view, _MARK, rule)
        return view

    return mark
