"""What can programs do with rhythms of meetings?"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from scheduler.errors import NotFound
from scheduler.inputs import SeriesInput
from scheduler.model import Network, Series
from scheduler.queries import lists
from scheduler.queries import series as series_query
from scheduler.services import series as series_service
from web.api import out
from web.api.asking import Listing, Nothing
from web.api.endpoint import Call, endpoint


@endpoint(
    "GET",
    "/networks/<network>/series",
    rule="series:read",
    query=Listing,
    returns=out.Page[out.Series],
)
def list_series(call: Call[Listing], network: UUID) -> out.Page[out.Series]:
    """List a network's series, the first made first."""
    found = lists.series(call.session, network, after=call.asked.after, limit=call.asked.limit)
    counts = lists.laid(call.session, [row.id for row in found.rows])
    items = [out.Series.of(row, counts[row.id]) for row in found.rows]
    return out.Page[out.Series](items=items, next=found.next)


@endpoint(
    "POST",
    "/networks/<network>/series",
    rule="series:plan",
    body=SeriesInput,
    returns=out.Series,
    status=201,
)
def create_series(call: Call[SeriesInput], network: UUID) -> out.Series:
    """Lay out a rhythm as preliminary meetings; nothing is sent until it is fixed."""
    row = series_service.create(call.session, network, plan=call.asked, by=call.actor)
    return _shown(call.session, row)


@endpoint(
    "POST",
    "/networks/<network>/series/preview",
    rule="series:plan",
    body=SeriesInput,
    returns=out.Page[out.SeriesDate],
    writes=False,
)
def preview_series(call: Call[SeriesInput], network: UUID) -> out.Page[out.SeriesDate]:
    """Tell which dates a rhythm would make, and what stands on each; writes nothing."""
    home = call.session.get_one(Network, network)
    dates = series_query.preview(call.session, home, plan=call.asked)
    items = [out.SeriesDate.of(day) for day in dates]
    return out.Page[out.SeriesDate](items=items, next=None)


@endpoint("GET", "/series/<series>", rule="series:read", returns=out.Series)
def get_series(call: Call[Nothing], series: UUID) -> out.Series:
    """Show a series; its meetings are listed with the network's, by `series`."""
    row = call.session.get(Series, series)
    if row is None:
        raise NotFound
    return _shown(call.session, row)


@endpoint("POST", "/series/<series>/fix", rule="series:plan", returns=out.Series)
def fix_series(call: Call[Nothing], series: UUID) -> out.Series:
    """Make the dates hold: from now on the series calls itself as its `when` says."""
    return _shown(call.session, series_service.fix(call.session, series, by=call.actor))


def _shown(session: Session, row: Series) -> out.Series:
    session.flush()
    return out.Series.of(row, lists.laid(session, [row.id])[row.id])
