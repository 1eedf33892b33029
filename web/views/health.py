"""Is the service alive, ready, and how much waits?"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from ipaddress import ip_address
from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from scheduler.clock import now
from scheduler.errors import NotFound
from scheduler.model import DueRow, Letter
from web import migrating
from web.rules import public
from web.session import parts, reading

bp = Blueprint("health", __name__)

QUIET = timedelta(minutes=3)  # the clock looks at least each minute
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP")


@bp.get("/healthz")
@public("says only that the process answers")
def alive() -> ResponseReturnValue:
    """Say that the process answers."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
@public("holds states and ages alone")
def ready() -> ResponseReturnValue:
    """Say whether database, migrations and clock are as they should be."""
    try:
        state = _state()
    except SQLAlchemyError:
        state = {"database": False}
    good = all(value is not False for value in state.values())
    return jsonify({"ready": good, **state}), 200 if good else 503


@bp.get("/metrics")
@public("for the machine itself: answers on loopback alone")
def metrics() -> ResponseReturnValue:
    """Give counts in Prometheus' text format."""
    if not _is_local():
        raise NotFound
    with reading() as session:
        waiting, oldest = _waiting(session)
        letters = session.execute(
            select(Letter.state, func.count()).group_by(Letter.state).order_by(Letter.state)
        ).all()
    lines = [
        "# HELP kallelse_due_waiting Rows of work that wait.",
        "# TYPE kallelse_due_waiting gauge",
        f"kallelse_due_waiting {waiting}",
        "# HELP kallelse_due_oldest_seconds How long the oldest row has been due.",
        "# TYPE kallelse_due_oldest_seconds gauge",
        f"kallelse_due_oldest_seconds {_age(oldest):.0f}",
        "# HELP kallelse_letters Letters by state.",
        "# TYPE kallelse_letters gauge",
        *(f'kallelse_letters{{state="{state}"}} {number}' for state, number in letters),
    ]
    return Response("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4")


def _state() -> dict[str, Any]:
    with reading() as session:
        _, oldest = _waiting(session)
    beat = parts().heartbeat
    return {
        "database": True,
        "migrations": migrating.level(parts().database) == _newest(),
        "clock": None if beat is None else _is_fresh(beat()),
        "oldest_due_seconds": round(_age(oldest)),
    }


def _waiting(session: Session) -> tuple[int, datetime | None]:
    waiting = DueRow.state == "waiting"
    number, oldest = session.execute(
        select(func.count(), func.min(DueRow.due_at)).where(waiting)
    ).one()
    return number, oldest


def _age(oldest: datetime | None) -> float:
    return max(0.0, (now() - oldest).total_seconds()) if oldest else 0.0


def _is_fresh(beat: datetime | None) -> bool:
    return beat is not None and now() - beat < QUIET


def _is_local() -> bool:
    if any(name in request.headers for name in FORWARDED):
        return False  # somebody's request, passed on by a proxy
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


@cache
def _newest() -> str | None:
    return migrating.newest()
