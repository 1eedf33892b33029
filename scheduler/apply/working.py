"""How does a network come to work on the areas that the file names?"""

from __future__ import annotations

from sqlalchemy import select

from scheduler.apply.reading import NetworkFile
from scheduler.apply.report import NOT_NAMED
from scheduler.apply.run import Run
from scheduler.inputs.areas import AreaInput, AreaPatch
from scheduler.model import Area
from scheduler.services import areas


def put_area(run: Run, plan: AreaInput) -> None:
    """Write an area as the file says; what it leaves out, and the order, stay."""
    known = next((one for one in _areas(run) if one.name.casefold() == plan.name.casefold()), None)
    if known is None:
        areas.add(run.session, run.network.id, plan=plan, by=run.by)
        run.report.add("+", "area", plan.name)
        return
    before = _described(known)
    said = {name: value for name, value in plan if name in plan.model_fields_set}
    areas.change(run.session, known.id, plan=AreaPatch(**said), by=run.by)
    after = _described(known)
    changed = tuple(name for name, value in after.items() if before[name] != value)
    run.report.add("~" if changed else "=", "area", known.name, changed)


def note_unnamed(run: Run, file: NetworkFile) -> None:
    """Say which areas of the network the file does not name."""
    named = {entry.plan.name.casefold() for entry in file.areas}
    for area in _areas(run):
        if area.name.casefold() not in named and area.closed_at is None:
            run.report.add("·", "area", area.name, (), NOT_NAMED)


def _areas(run: Run) -> list[Area]:
    own = select(Area).where(Area.network_id == run.network.id).order_by(Area.position)
    return list(run.session.scalars(own))


def _described(area: Area) -> dict[str, object]:
    """Give what a file says of an area, by its names there."""
    having = {
        part: {one.organisation_id for one in area.parts if one.part == part}
        for part in ("owner", "participates", "informed")
    }
    return {"name": area.name, "text": area.text, **having}
