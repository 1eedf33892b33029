"""The situation round: filled in before by a link, during the meeting on one page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from scheduler.errors import Conflict, NotFound, Refused
from scheduler.inputs import RoundInput
from scheduler.model import AgendaItem
from scheduler.queries import entitled, head, rounds_link
from scheduler.queries import rounds as query
from scheduler.queries.rounds import Round, Slot
from scheduler.queries.rounds_link import OwnPage
from scheduler.services import rounds
from scheduler.text import clean_text
from web.forms import Form
from web.reader import use_language
from web.rules import allow, by_token
from web.session import current_actor, parts, reading, transaction

bp = Blueprint("rounds", __name__)


@dataclass
class Typed:
    """What was typed into one slot and could not be saved; none: every slot shows what stands."""

    item_id: UUID | None = None
    organisation_id: UUID | None = None
    form: Form[RoundInput] = field(default_factory=lambda: Form(RoundInput))
    clash: bool = False

    def into(self, slot: Slot) -> bool:
        """Tell whether it was typed into this slot."""
        return (self.item_id, self.organisation_id) == (slot.item_id, slot.organisation_id)


@bp.get("/round/<token>")
@by_token("the link names one person's call to one meeting, for whose organisation they report")
def own(token: str) -> ResponseReturnValue:
    """Show what the organisation reports in the open rounds; changes nothing."""
    return _own_page(token, Typed())


@bp.post("/round/<token>")
@by_token("the link names one person's call to one meeting, for whose organisation they report")
def report(token: str) -> ResponseReturnValue:
    """Fill the organisation's own slot."""
    item = _posted_item()
    form = Form.from_request(RoundInput)
    house = None
    try:
        with transaction() as session:
            page = rounds_link.by_token(session, parts().keys, token)
            house = page.organisation_id
            mine = [one.slot for one in page.slots if one.slot.item_id == item]
            if house is None or not mine:
                raise NotFound  # the link is about this meeting's open rounds alone
            _quieten(form, mine[0])
            rounds.write(
                session,
                item,
                house,
                plan=form.input,
                seen=_seen(),
                via="link",
                by=page.by,
            )
    except Refused as refused:
        form.refuse(refused)
        return _own_page(token, Typed(item, house, form, isinstance(refused, Conflict)))
    return redirect(f"/round/{token}#round-{item}", 303)


@bp.get("/meetings/<meeting>/round")
@allow("agenda:read")
def show(meeting: UUID) -> ResponseReturnValue:
    """Show the rounds that the reader may see, slot by slot in the order of speaking."""
    return _page(meeting, Typed())


@bp.post("/items/<item>/round/<uuid:organisation>")
@allow("agenda:read")
def fill(item: UUID, organisation: UUID) -> ResponseReturnValue:
    """Fill a slot: one's own, or for those who write the agenda anybody's."""
    form = Form.from_request(RoundInput)
    actor = current_actor()
    meeting = _meeting_of(item)
    try:
        with transaction() as session:
            standing = query.of_item(session, item, entitled.reader(session, actor))
            _quieten(form, standing.slot(organisation))
            rounds.write(
                session,
                item,
                organisation,
                plan=form.input,
                seen=_seen(),
                via="page",
                by=actor,
            )
    except Refused as refused:
        form.refuse(refused)
        return _page(meeting, Typed(item, organisation, form, isinstance(refused, Conflict)))
    return redirect(f"/meetings/{meeting}/round#slot-{item}-{organisation}", 303)


@bp.post("/items/<item>/round/order")
@allow("agenda:write")
def rearrange(item: UUID) -> ResponseReturnValue:
    """Let one organisation speak a place earlier or later: `do` is up:<id> or down:<id>."""
    verb, _, wanted = request.form.get("do", "").partition(":")
    with transaction() as session:
        found = query.of_item(session, item, entitled.reader(session, current_actor()))
        order = [slot.organisation_id for slot in found.slots]
        at = next((place for place, one in enumerate(order) if str(one) == wanted), None)
        if at is None or verb not in {"up", "down"}:
            raise NotFound
        moved = order.pop(at)
        order.insert(max(at + (1 if verb == "down" else -1), 0), moved)
        rounds.order(session, item, order, by=current_actor())
    return redirect(f"/meetings/{found.meeting_id}/round#slot-{item}-{moved}", 303)


def _own_page(token: str, typed: Typed) -> ResponseReturnValue:
    with reading() as session:
        page: OwnPage = rounds_link.by_token(session, parts().keys, token)
    use_language(page.language)
    return render_template(
        "rounds/own.html", page=page, typed=typed, token=token
    ), typed.form.status


def _page(meeting: UUID, typed: Typed) -> ResponseReturnValue:
    actor = current_actor()
    with reading() as session:
        reader = entitled.reader(session, actor)
        found = query.of_meeting(session, meeting, reader)
        where = head.of(head.load(session, meeting))
    writes, own = actor.may("agenda:write", where.network_id), reader.seats.get(meeting)
    page = render_template(
        "rounds/show.html",
        meeting=where,
        rounds=found,
        own=own or frozenset(),
        writes=writes,
        typed=typed,
        numbered=_numbered(found, None if writes else own or frozenset()),
    )
    return page, typed.form.status


def _numbered(found: list[Round], houses: Collection[UUID] | None) -> list[Slot]:
    """Give the slots in which a personal identity number stands, to those who can mend them."""
    return [
        slot
        for one in found
        if not one.closed
        for slot in one.slots
        if slot.identity_numbers and (houses is None or slot.organisation_id in houses)
    ]


def _quieten(form: Form[RoundInput], slot: Slot | None) -> None:
    """Let "nothing to report" take the place of a text that stood there and was left as it was."""
    unchanged = slot is not None and clean_text(form.value("text")) == slot.text
    if unchanged and form.checked("nothing_to_report"):
        form.data["text"] = ""


def _meeting_of(item: UUID) -> UUID:
    with reading() as session:
        return session.get_one(AgendaItem, item).meeting_id


def _posted_item() -> UUID:
    try:
        return UUID(request.form.get("item", ""))
    except ValueError:
        abort(404)


def _seen() -> int:
    text = request.form.get("seen", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0
