"""Is the service that the settings describe up and ready?"""

from __future__ import annotations

import http.client

from scheduler.config import Settings


def is_ready(settings: Settings) -> bool:
    """Ask the running service whether it is ready."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104
    connection = http.client.HTTPConnection(host, settings.port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
