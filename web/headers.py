"""What does every answer say about itself, errors included?"""

from __future__ import annotations

from flask import Flask, Response

from scheduler.config import Settings
from scheduler.services.attempts import WINDOW

SOURCES = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
)
TOO_MANY = 429
YEAR = 365 * 24 * 60 * 60


def of(settings: Settings) -> dict[str, str]:
    """Give the headers of every answer, static files' too."""
    headers = {
        "Content-Security-Policy": "; ".join(SOURCES),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }
    if settings.secure:
        headers["Strict-Transport-Security"] = f"max-age={YEAR}; includeSubDomains"
    return headers


def install(app: Flask, settings: Settings) -> None:
    """Put the headers on every answer; what sets no Cache-Control itself is not kept."""
    headers = of(settings)

    def dress(answer: Response) -> Response:
        for name, value in headers.items():
            answer.headers.setdefault(name, value)
        if "Cache-Control" not in answer.headers:
            answer.headers["Cache-Control"] = "no-store"
        if answer.status_code == TOO_MANY:
            answer.headers.setdefault("Retry-After", str(int(WINDOW.total_seconds())))
        answer.vary.update({"Cookie", "HX-Request"})
        return answer

    app.after_request(dress)
