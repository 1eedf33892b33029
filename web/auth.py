"""How does a browser become somebody, and stop being it?"""

from __future__ import annotations

import hmac
from ipaddress import IPv4Address, ip_address, ip_network
from urllib.parse import urlsplit

from flask import g, request, session
from werkzeug.wrappers import Response

from scheduler.services.sessions import LIFE
from web.session import cookie_name, parts


def begin(answer: Response, token: str) -> Response:
    """Give the browser its session; what it held before (marks of forms) is not taken along."""
    session.clear()
    answer.set_cookie(
        cookie_name(),
        token,
        max_age=int(LIFE.total_seconds()),
        secure=parts().settings.secure,
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return answer


def end(answer: Response) -> Response:
    """Take the session from the browser."""
    session.clear()
    g.visitor = g.asker = None
    answer.delete_cookie(
        cookie_name(),
        secure=parts().settings.secure,
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return answer


def origin() -> str:
    """Give a keyed hash of the network that the request comes from (IPv6: its /64)."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        place = "nowhere"
    else:
        bits = 32 if isinstance(address, IPv4Address) else 64
        place = str(ip_network(f"{address}/{bits}", strict=False))
    key = parts().settings.secret_key.encode()
    return hmac.digest(key, b"origin:" + place.encode(), "sha256").hex()


def local(target: str) -> str:
    """Give `target` when it is an address of ours, else the home page."""
    plain = target.startswith("/") and not target.startswith(("//", "/\\"))
    clean = all(char.isprintable() and char not in " \\" for char in target)
    found = urlsplit(target) if plain and clean else None
    return target if found and not found.scheme and not found.netloc else "/"
