"""Pages of series: lay out a rhythm with its dates in view, change it, fix it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from scheduler import clock
from scheduler.errors import InvalidInputs, Refused
from scheduler.model import Network, Series
from scheduler.queries import series as series_page
from scheduler.queries.series import SeriesDate
from scheduler.services import series as series_service
from web import choices, sentences
from web.forms.series import SeriesForm
from web.reader import gettext, reader
from web.rules import allow
from web.session import current_actor, reading, transaction

bp = Blueprint("series", __name__)


@dataclass(frozen=True, kw_only=True)
class Dates:
    """The dates that a form means, those left out among them, or why there are none."""

    dates: list[SeriesDate]
    left_out: set[str]
    sentence: str = ""
    refusal: str = ""

    @property
    def count(self) -> int:
        """How many meetings there will be."""
        return len(self._held)

    @property
    def clashes(self) -> int:
        """How many of them have another meeting at the same time."""
        return sum(bool(one.clashes) for one in self._held)

    @property
    def _held(self) -> list[SeriesDate]:
        return [one for one in self.dates if one.start.date().isoformat() not in self.left_out]


@bp.get("/networks/<network>/series/new")
@allow("series:plan")
def new(network: UUID) -> ResponseReturnValue:
    """Ask for a rhythm."""
    with reading() as session:
        home = session.get_one(Network, network)
        form = SeriesForm.empty(clock.today(home.time_zone))
        return _form(session, home, form)


@bp.post("/networks/<network>/series/new")
@allow("series:plan")
def create(network: UUID) -> ResponseReturnValue:
    """Lay out the rhythm as preliminary meetings."""
    form = SeriesForm.typed()
    try:
        with transaction() as session:
            made = series_service.create(session, network, plan=form.input, by=current_actor())
    except Refused as refused:
        form.refuse(refused)
        with reading() as session:
            return _form(session, session.get_one(Network, network), form)
    flash(gettext("The dates of “%(title)s” are laid out. Nobody is told yet.", title=made.title))
    return redirect(f"/series/{made.id}", 303)


@bp.post("/networks/<network>/series/dates")
@allow("series:plan")
def dates(network: UUID) -> ResponseReturnValue:
    """Show which dates the rhythm gives; writes nothing."""
    with reading() as session:
        home = session.get_one(Network, network)
        return _shown(session, home, SeriesForm.typed())


@bp.get("/series/<series>")
@allow("series:read")
def show(series: UUID) -> ResponseReturnValue:
    """Show a series with its dates and what it does by itself."""
    with reading() as session:
        page = series_page.page(session, series)
    return render_template(
        "series/show.html",
        page=page,
        rhythm=sentences.rhythm(page.series),
        calling=sentences.calling(page.series),
    )


@bp.get("/series/<series>/change")
@allow("series:plan")
def again(series: UUID) -> ResponseReturnValue:
    """Show the rhythm of a preliminary series, to be changed."""
    with reading() as session:
        page = series_page.page(session, series)
        if page.series.fixed:
            return redirect(f"/series/{series}", 303)
        return _form(session, page.network, SeriesForm.of(page.series), page.series)


@bp.post("/series/<series>/change")
@allow("series:plan")
def relay(series: UUID) -> ResponseReturnValue:
    """Lay the rhythm out anew."""
    form = SeriesForm.typed()
    try:
        with transaction() as session:
            series_service.relay(session, series, plan=form.input, by=current_actor())
    except Refused as refused:
        form.refuse(refused)
        with reading() as session:
            page = series_page.page(session, series)
            return _form(session, page.network, form, page.series)
    flash(gettext("The dates are laid out anew. Nobody is told yet."))
    return redirect(f"/series/{series}", 303)


@bp.post("/series/<series>/dates")
@allow("series:plan")
def dates_again(series: UUID) -> ResponseReturnValue:
    """Show which dates the changed rhythm gives; writes nothing."""
    with reading() as session:
        page = series_page.page(session, series)
        return _shown(session, page.network, SeriesForm.typed(), page.series)


@bp.get("/series/<series>/fix")
@allow("series:plan")
def fixing(series: UUID) -> ResponseReturnValue:
    """Show what will be called when, and what goes out at once."""
    with reading() as session:
        page = series_page.fixing(session, series)
    if page.series.fixed:
        return redirect(f"/series/{series}", 303)
    return render_template("series/fix.html", page=page, calling=sentences.calling(page.series))


@bp.post("/series/<series>/fix")
@allow("series:plan")
def fix(series: UUID) -> ResponseReturnValue:
    """Make the dates hold."""
    with transaction() as session:
        made = series_service.fix(session, series, by=current_actor())
    flash(gettext("The dates of “%(title)s” hold now.", title=made.title))
    return redirect(f"/series/{series}", 303)


def _shown(
    session: Session, network: Network, form: SeriesForm, series: Series | None = None
) -> ResponseReturnValue:
    partial = request.headers.get("HX-Request-Type") == "partial"
    if partial:
        found = _dates(session, network, form, series)
        return render_template("series/_dates.html", found=found, partial=True)
    try:
        form.sketch  # noqa: B018  # asked for its refusals
    except Refused as refused:
        form.refuse(refused)
    return _form(session, network, form, series)


def _form(
    session: Session, network: Network, form: SeriesForm, series: Series | None = None
) -> ResponseReturnValue:
    base = f"/series/{series.id}" if series else f"/networks/{network.slug}/series"
    page = render_template(
        "series/form.html",
        network=network,
        series=series,
        form=form,
        found=_dates(session, network, form, series),
        partial=False,
        save=f"{base}/change" if series else f"{base}/new",
        show=f"{base}/dates",
        **_lists(),
    )
    return page, form.status


def _dates(session: Session, network: Network, form: SeriesForm, series: Series | None) -> Dates:
    left_out = set(form.values("except"))
    try:
        plan = form.sketch
        apart = series.id if series else None
        dates = series_page.preview(session, network, plan=plan, apart_from=apart)
    except Refused as refused:
        return Dates(dates=[], left_out=left_out, refusal=_why(form, refused))
    said = sentences.rule(plan.rule.model_dump()) if plan.rule else ""
    return Dates(dates=dates, left_out=left_out, sentence=said)


def _lists() -> dict[str, Any]:
    return {
        "kinds": choices.options(choices.MEETING_KINDS),
        "weekdays": sentences.weekdays(),
        "months": sentences.months(),
        "nths": choices.options(sentences.NTH),
    }


def _why(form: SeriesForm, refused: Refused) -> str:
    """Say why there are no dates; what is not filled in yet is no fault."""
    if not isinstance(refused, InvalidInputs):
        return reader().refusal(refused)
    return " ".join(reader().refusal(one) for one in refused.errors if form.value(one.field))
