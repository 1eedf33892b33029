"""Which files has the tour's coordinator put aside to be imported? A sound one and a bad one."""

from __future__ import annotations

from uuid import UUID

from scheduler.actor import Actor
from scheduler.services import scenario_import
from scheduler.services.scenario_import import File
from tests.exercise.msel.sheets import csv_of, xlsx
from tests.story.place import Place

HEADS = ("Nr", "Tid", "Rubrik", "Till", "Budget", "Kanal")


def uploads(place: Place, long: str) -> dict[str, list[str]]:
    """Put the files aside; a list comes again with headings of its own."""
    service, network = place.service, UUID(place.id)
    mapping = {"name": long, "columns": {"Budget": "note"}}
    service.api("PUT", f"/networks/{place.slug}/import-mappings", {"items": [mapping]})
    sound = csv_of(HEADS, ("1", "09:30", "Ett rykte", f"{long}; Polisen", "5 tkr", "Mejl"))
    bad = xlsx(HEADS, ("1", "snart", long * 9, long, "", "Duva"), ("1", "T+5", "", "", "", ""))
    person = UUID(place.people["Eva"])
    roles = {network: frozenset({"coordinator"})}
    eva = Actor(kind="person", id=person, person_id=person, roles=roles)
    with service.database() as database, database.transaction() as session:
        made = [
            scenario_import.put_aside(session, network, file=file, by=eva).id
            for file in (File(f"{long}.csv", sound), File("Spelplan.xlsx", bad))
        ]
    return {"upload": [str(one) for one in made]}
