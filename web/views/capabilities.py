"""What a network wants to be able to do: written as one list of rows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from scheduler.errors import Conflict, Refused
from scheduler.inputs.scenario import CapabilitiesInput
from scheduler.model import Network
from scheduler.queries import capabilities as query
from scheduler.services import capabilities
from web.forms import Form
from web.forms.scenario import EMPTY_ROWS, mark
from web.reader import gettext
from web.rules import allow
from web.session import current_actor, reading, transaction

bp = Blueprint("capabilities", __name__)


@bp.get("/networks/<network>/capabilities")
@allow("scenarios:write")
def show(network: UUID) -> ResponseReturnValue:
    """Show the capabilities, ready to be written."""
    rows = _rows(network)
    return _page(network, Form(CapabilitiesInput, {"items": rows}), mark(rows))


@bp.post("/networks/<network>/capabilities")
@allow("scenarios:write")
def save(network: UUID) -> ResponseReturnValue:
    """Save the capabilities; a row that was emptied is taken away."""
    form, seen = Form.from_request(CapabilitiesInput), request.form.get("seen", "")
    form.data.setdefault("items", [])
    try:
        if seen != mark(_rows(network)):
            raise Conflict
        with transaction() as session:
            capabilities.put(session, network, plan=form.input, by=current_actor())
    except Refused as refused:
        form.refuse(refused)
        clash = isinstance(refused, Conflict)
        return _page(network, form, mark(_rows(network)) if clash else seen, clash=clash)
    flash(gettext("The capabilities are saved."))
    return redirect(request.path, 303)


def _rows(network: UUID) -> list[dict[str, Any]]:
    with reading() as session:
        rows = query.of_network(session, network)
        return [{"code": one.code, "name": one.name, "text": one.text} for one in rows]


def _page(
    network_id: UUID, form: Form[CapabilitiesInput], seen: str, *, clash: bool = False
) -> ResponseReturnValue:
    stands = _rows(network_id) if clash else []
    form.data["items"] = [*form.data["items"], *({} for _ in range(EMPTY_ROWS + 1))]
    with reading() as session:
        page = render_template(
            "scenarios/capabilities.html",
            network=session.get_one(Network, network_id),
            form=form,
            seen=seen,
            stands=stands,
        )
    return page, form.status
