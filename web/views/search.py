"""Search: everything that was written and that the reader may see, by its words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import MAXYEAR, MINYEAR
from functools import partial
from typing import get_args
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from scheduler.clock import now
from scheduler.errors import N_
from scheduler.model import Network
from scheduler.model.search import FoundKind
from scheduler.queries import entitled
from scheduler.queries import search as query
from scheduler.queries.paging import NoSuchPlace
from scheduler.queries.search import Found
from web.rules import allow
from web.session import current_actor, reading

bp = Blueprint("search", __name__)

KINDS: Mapping[str, str] = {
    "meeting": N_("Meeting"),
    "agenda": N_("Point on an agenda"),
    "round": N_("Report in a round"),
    "note": N_("Notes"),
    "decision": N_("Decision"),
    "action": N_("Action"),
    "document": N_("Paper"),
    "area": N_("Action area"),
}
YEARS = 10  # as far back as the list of years goes


@bp.get("/search")
@allow("search:use")
def show() -> ResponseReturnValue:
    """Show what the words find; without words, how to ask."""
    asked = {name: request.args.get(name, "").strip() for name in ("q", "kind", "network", "year")}
    with reading() as session:
        reader = entitled.reader(session, current_actor())
        networks = query.searchable(session, reader)
        after = request.args.get("after", "")
        ask = partial(
            query.find,
            session,
            reader,
            asked["q"],
            network_id=_network(networks, asked["network"]),
            kind=_kind(asked["kind"]),
            year=_year(asked["year"]),
        )
        try:
            found = ask(after=after)
        except NoSuchPlace:  # an old or broken link: begin with the first
            found = ask()
    return render_template(
        "search/show.html",
        asked=asked,
        found=found,
        later=bool(after),
        more=_more(asked, found),
        kinds=KINDS,
        networks=networks,
        years=range(now().year + 1, now().year - YEARS, -1),
    )


def _more(asked: Mapping[str, str], found: Found) -> str:
    said = {name: value for name, value in asked.items() if value}
    return "/search?" + urlencode(said | {"after": found.next}) if found.next else ""


def _network(networks: list[Network], slug: str) -> UUID | None:
    return next((one.id for one in networks if one.slug == slug), None)


def _kind(word: str) -> FoundKind | None:
    return next((kind for kind in get_args(FoundKind) if kind == word), None)


def _year(text: str) -> int | None:
    if not (text.isascii() and text.isdecimal() and len(text) == 4):
        return None
    return int(text) if MINYEAR <= int(text) <= MAXYEAR else None
