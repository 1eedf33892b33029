"""How is it shown what a file would make of a scenario?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from scheduler.exercise.msel.preview import Preview
from scheduler.model import ImportMapping as Row
from web.api.out.base import Out
from web.api.problems import Remark, remarks


class ImportColumn(BaseModel):
    """One column of a sheet and the field that it feeds ("": kept as it is)."""

    model_config = ConfigDict(extra="forbid")

    sheet: str
    column: str
    heading: str
    field: str


class ImportChange(BaseModel):
    """One part of the scenario that would be other than it is; list "": its head.

    `fields` are by name, each with what it said `before` and would say `after`.
    """

    model_config = ConfigDict(extra="forbid")

    list: str
    key: str
    kind: Literal["added", "removed", "changed"]
    title: str
    fields: dict[str, dict[str, Any]]


class ImportPreview(Out):
    """What a file would make; nothing is written. `ok`: it can be imported as it is.

    `needs_start`: it has times of day, so say ?start=. `groups` are audiences that would come to
    be. `changes` are there when it goes into a scenario that is there (?scenario=).
    """

    ok: bool
    needs_start: bool
    counts: dict[str, int]
    groups: list[str]
    mapping: list[ImportColumn]
    changes: list[ImportChange]
    messages: list[Remark]

    @classmethod
    def of(cls, found: Preview) -> ImportPreview:
        """Show a preview."""
        return cls(
            ok=found.content is not None,
            needs_start=found.needs_start,
            counts=dict(found.counts),
            groups=list(found.groups),
            mapping=[
                ImportColumn(
                    sheet=one.sheet, column=one.column, heading=one.heading, field=one.field
                )
                for one in found.mapping
            ],
            changes=[
                ImportChange(
                    list=one.list,
                    key=one.key,
                    kind=one.kind,
                    title=one.title,
                    fields={
                        field.name: {"before": field.before, "after": field.after}
                        for field in one.fields
                    },
                )
                for one in found.changes
            ],
            messages=remarks(found.messages),
        )


class ImportMapping(Out):
    """What columns of a kind of list are taken for: from heading to field, "" kept as it is."""

    name: str
    columns: dict[str, str]


class ImportMappings(Out):
    """All that a network has kept of what columns are taken for; can be sent back as it is."""

    items: list[ImportMapping]

    @classmethod
    def of(cls, rows: Sequence[Row]) -> ImportMappings:
        """Show them."""
        return cls(items=[ImportMapping.copy_of(row) for row in rows])
