"""A browser without a screen: keeps cookies, marks the forms it sends, tells a page's text."""

from __future__ import annotations

import html
import re
from typing import Any

from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

MARK = "the mark of this browser"


class Browser(FlaskClient):
    """Flask's test client, with `send` for forms; `post` stays bare, as an attacker's is."""

    def send(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        """Send a form as a page of ours would: with its mark and from our origin."""
        with self.session_transaction() as session:
            session.setdefault("csrf_token", MARK)
            signer = URLSafeTimedSerializer(str(self.application.secret_key), salt="wtf-csrf-token")
            token = signer.dumps(session["csrf_token"])
        return self.post(path, data={"csrf_token": token, **(data or {})}, **more)


def text_of(response: TestResponse) -> str:
    """Give what stands on a page, without markup, spaces folded."""
    body = re.sub(r"(?s)<(head|script|style).*?</\1>", " ", response.get_data(as_text=True))
    return " ".join(html.unescape(re.sub(r"(?s)<[^>]+>", " ", body)).split())
