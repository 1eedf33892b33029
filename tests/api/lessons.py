"""What has an exercise of the world shown, and which later one could show what has mended?"""

from __future__ import annotations

from typing import Any

from tests.api.client import Api


def lessons(admin: Api, slug: str, made: dict[str, Any]) -> dict[str, Any]:
    """Make a finding, a corrective action that is done, and a later exercise that was run."""
    words = {"kind": "improvement", "text": f"Lärdom {slug}"}
    at = f"/exercises/{made['reported']['id']}/findings"
    finding, mended = (admin.post(at, words) for _ in range(2))
    promise = {"text": f"Lista {slug}", "organisation": made["house"]["id"]}
    action = admin.post(f"/findings/{mended['id']}/actions", promise)
    admin.patch(f"/actions/{action['id']}", {"state": "done"})
    return {"finding": finding, "corrective": action, "retest": _later(admin, slug, made)}


def _later(admin: Api, slug: str, made: dict[str, Any]) -> Any:
    body = {"title": f"Övningsdag {slug}", "start": "2027-06-03T09:00"}
    meeting = admin.post(f"/networks/{slug}/meetings", body)
    script = {"scenario": made["script"]["id"]}
    exercise = admin.post(f"/meetings/{meeting['id']}/exercise", script)
    run = admin.post(f"/exercises/{exercise['id']}/runs", {"label": f"Bord {slug}"})
    for step in ("start", "end"):
        admin.post(f"/runs/{run['id']}/{step}", status=200)
    return exercise
