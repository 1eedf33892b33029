"""What has a network been commissioned to do, by whom, and when does it report back?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from scheduler import clock
from scheduler.errors import NotFound
from scheduler.model import Area, Commission, Network, Organisation
from scheduler.queries.membership import alphabetical


@dataclass(frozen=True, slots=True, kw_only=True)
class CommissionLine:
    """One commission; `bodies` are (id, name) by name; `late`: open past its date."""

    id: UUID
    network_id: UUID
    title: str
    text: str
    giver: str
    document: str
    bodies: tuple[tuple[UUID, str], ...]
    report_back: date | None
    late: bool
    area_id: UUID | None
    area: str
    state: str
    outcome: str
    version: int
    created_at: datetime
    closed_at: datetime | None

    @property
    def document_link(self) -> str:
        """The document's address, if that is what was written."""
        is_link = self.document.startswith(("https://", "http://")) and " " not in self.document
        return self.document if is_link else ""


def of_network(session: Session, network_id: UUID, today: date) -> list[CommissionLine]:
    """Give a network's commissions: the late, the other open ones by date, then the closed."""
    found = _lines(session, today, Commission.network_id == network_id)
    return sorted(found, key=lambda one: (one.state == "closed", one.report_back or date.max))


def one(session: Session, commission_id: UUID) -> CommissionLine:
    """Give one commission by its network's day; raises NotFound."""
    row = session.get(Commission, commission_id)
    if row is None:
        raise NotFound
    today = clock.today(session.get_one(Network, row.network_id).time_zone)
    return _lines(session, today, Commission.id == row.id)[0]


def _lines(session: Session, today: date, which: ColumnElement[bool]) -> list[CommissionLine]:
    rows = session.execute(
        select(Commission, Area.name)
        .outerjoin(Area, Area.id == Commission.area_id)
        .where(which)
        .order_by(Commission.created_at, Commission.id)
    ).all()
    wanted = {UUID(body) for row, _ in rows for body in row.bodies}
    houses = {
        house.id: house.name
        for house in session.scalars(select(Organisation).where(Organisation.id.in_(wanted)))
    }
    return [_line(row, area or "", today, houses) for row, area in rows]


def _line(row: Commission, area: str, today: date, houses: dict[UUID, str]) -> CommissionLine:
    bodies = [(UUID(body), houses[UUID(body)]) for body in row.bodies if UUID(body) in houses]
    overdue = row.report_back is not None and row.report_back < today
    return CommissionLine(
        id=row.id,
        network_id=row.network_id,
        title=row.title,
        text=row.text,
        giver=row.giver,
        document=row.document,
        bodies=tuple(sorted(bodies, key=lambda body: alphabetical(body[1]))),
        report_back=row.report_back,
        late=overdue and row.state == "open",
        area_id=row.area_id,
        area=area,
        state=row.state,
        outcome=row.outcome,
        version=row.version,
        created_at=row.created_at,
        closed_at=row.closed_at,
    )
