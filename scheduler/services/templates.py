"""What can be done with standing points: they are written as a whole, in order."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.clock import now
from scheduler.dispatch import record
from scheduler.errors import NotFound
from scheduler.events import TemplateChanged
from scheduler.inputs import AgendaItemInput, TemplateInput
from scheduler.model import AgendaTemplate, Network, Series
from scheduler.queries import templates
from scheduler.services import agenda


def put(session: Session, network_id: UUID, *, plan: TemplateInput, by: Actor) -> AgendaTemplate:
    """Write the standing points of a network, or with `plan.series` of that series alone."""
    network = session.get(Network, network_id, with_for_update=True)
    if network is None:
        raise NotFound
    by.must("agenda:write", network.id)
    _refuse_foreign_series(session, network, plan.series)
    agenda.refuse_strangers(session, network.id, plan.items)
    items = [_kept(point) for point in plan.items]
    template = templates.own(session, network.id, plan.series)
    if template is None:
        template = AgendaTemplate(network_id=network.id, series_id=plan.series, items=[])
        session.add(template)
    if template.items != items:
        template.items, template.changed_at = items, now()
        session.flush()
        record(session, TemplateChanged(by=by.name, subject=template.id, network_id=network.id))
    session.flush()
    return template


def _refuse_foreign_series(session: Session, network: Network, series_id: UUID | None) -> None:
    if series_id is not None:
        series = session.get(Series, series_id)
        if series is None or series.network_id != network.id:
            raise NotFound


def _kept(point: AgendaItemInput) -> dict[str, Any]:
    said = point.model_dump(mode="json", by_alias=True, exclude={"id"})
    if point.item_class == "spoken":
        said["text"] = ""  # what is only spoken leaves no more than its title
    if point.item_class == "open":
        said["audience"] = []
    return said
