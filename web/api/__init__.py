"""What can programs ask for? The API's first version, below /api/v1.

Each module declares the endpoints of one subject; importing them here makes them known.
"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from web import rules
from web.api import (
    actions,
    agenda,
    approval,
    areas,
    briefs,
    callouts,
    changes,
    commissions,
    decisions,
    documents,
    evaluation,
    exercise_numbers,
    exercise_reports,
    exercises,
    feeds,
    incoming,
    invitations,
    live,
    log,
    meetings,
    minutes,
    networks,
    numbers,
    openapi,
    packs,
    papers,
    proposals,
    recording,
    rounds,
    runs,
    scenario_import,
    scenarios,
    search,
    series,
    taking,
)
from web.api.endpoint import ENDPOINTS, PREFIX
from web.session import parts

SUBJECTS = (
    networks,
    series,
    meetings,
    changes,
    invitations,
    incoming,
    agenda,
    proposals,
    minutes,
    taking,
    rounds,
    approval,
    documents,
    actions,
    decisions,
    areas,
    commissions,
    briefs,
    packs,
    papers,
    scenarios,
    scenario_import,
    exercises,
    evaluation,
    runs,
    recording,
    exercise_reports,
    search,
    numbers,
    exercise_numbers,
    callouts,
    feeds,
    live,
    log,
)

bp = Blueprint("api", __name__, url_prefix=PREFIX)


@bp.get("/openapi.json")
@rules.public("it describes addresses and holds no data")
def description() -> Response:
    """Give the API's description."""
    return jsonify(openapi.document(parts().settings.base_url))


for _endpoint in ENDPOINTS:
    _endpoint.install(bp)
