"""How are agendas, standing points and proposed points shown?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from pydantic import Field

from scheduler.model.agenda import ItemClass, ItemKind, Outcome, ProposalState
from scheduler.queries.agenda import AgendaView, Point
from scheduler.queries.proposals import ProposalLine
from web.api.out.base import Id, Instant, MaybeId, Out

HIDDEN_TITLE = "—"  # a point has a title, also one that is sent back by whoever may not read it


class TemplateItem(Out):
    """One standing point; `audience`: ids of the organisations that it is for, empty: all."""

    title: str
    kind: ItemKind
    item_class: ItemClass = Field(alias="class")
    audience: list[Id]
    minutes: int | None
    presenter: str
    text: str
    area: MaybeId


class AgendaTemplate(Out):
    """The standing points of a network, or of a series; can be sent back as they are."""

    series: MaybeId
    items: list[TemplateItem]

    @classmethod
    def of(cls, items: Sequence[Mapping[str, Any]], series: UUID | None) -> AgendaTemplate:
        """Show standing points."""
        return cls(series=series, items=[TemplateItem.model_validate(one) for one in items])


class AgendaItem(TemplateItem):
    """One point; `hidden`: it is there, and not for whoever asks.

    `source` says what put it there by itself ("": a person), `origin` is the same point at the
    meeting before, `outcome` what the meeting made of it.
    """

    id: Id
    source: str
    origin: MaybeId
    outcome: Outcome
    outcome_reason: str
    hidden: bool

    @classmethod
    def of(cls, point: Point) -> AgendaItem:
        """Show a point."""
        title = HIDDEN_TITLE if point.hidden else point.title
        return cls.copy_of(point, title=title, area=point.area_id, origin=point.origin_id)


class Agenda(Out):
    """The whole agenda, in order; can be sent back as it is."""

    items: list[AgendaItem]

    @classmethod
    def of(cls, view: AgendaView) -> Agenda:
        """Show an agenda."""
        return cls(items=[AgendaItem.of(point) for point in view.points])


class Proposal(Out):
    """A point that somebody who is called asks for; `item` is the point that it became."""

    id: Id
    meeting: Id
    person: Id
    name: str
    organisation: str
    title: str
    text: str
    minutes: int | None
    state: ProposalState
    answer: str
    item: MaybeId
    created_at: Instant
    decided_at: Instant | None

    @classmethod
    def of(cls, line: ProposalLine) -> Proposal:
        """Show a proposed point."""
        return cls.copy_of(
            line,
            title=line.title or HIDDEN_TITLE,
            meeting=line.meeting_id,
            person=line.person_id,
            name=line.person,
            item=line.item_id,
        )
