"""How does the service ask another machine over HTTP? In one way, from this file alone.

A form is posted and JSON comes back (RFC 6749 3.2). Only https (plain http on this machine), no
redirect is followed, no wait is longer than ten seconds in all, however slowly a server drips.
"""

from __future__ import annotations

import json
import ssl
from collections.abc import Mapping
from http.client import HTTPException
from ipaddress import ip_address
from queue import Empty, SimpleQueue
from threading import Thread
from typing import IO, Any, Final
from urllib.error import HTTPError
from urllib.parse import SplitResult, urlencode, urlsplit
from urllib.request import (
    BaseHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    build_opener,
)

from scheduler.ports import Unreachable
from scheduler.text import clean_line

SECONDS: Final = 10.0
MOST_BYTES: Final = 64 * 1024


class _Stay(HTTPRedirectHandler):
    """Follows nobody: what we send is for the address that the operator wrote."""

    def redirect_request(self, *_: Any) -> None:
        """Give no new request: the answer that points elsewhere is the answer."""


def post_form(url: str, fields: Mapping[str, str]) -> dict[str, Any]:
    """Post a form and give the JSON object that is answered; raises Unreachable in words.

    The words hold no field's value, whatever the server says.
    """
    place = _fit_to_ask(url)
    outcome: SimpleQueue[dict[str, Any] | Unreachable] = SimpleQueue()
    asking = Thread(target=lambda: outcome.put(_asked(place, url, fields)), daemon=True)
    asking.start()  # a thread: looking up a name and reading a header have no other end
    try:
        found = outcome.get(timeout=SECONDS)
    except Empty:
        raise Unreachable(f"{place.hostname} did not answer in {SECONDS:.0f} seconds") from None
    if isinstance(found, Unreachable):
        raise found
    return found


def may_ask(url: str) -> bool:
    """Tell whether a form may be posted to this address at all."""
    try:
        _fit_to_ask(url)
    except Unreachable:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Tell whether a host's name means this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _fit_to_ask(url: str) -> SplitResult:
    try:
        place = urlsplit(url)
        host, _ = place.hostname or "", place.port
    except ValueError:
        raise Unreachable("not asked: the address to ask is no URL") from None
    plain = place.scheme == "http" and is_loopback(host)
    if not host or place.username is not None or not (place.scheme == "https" or plain):
        raise Unreachable("not asked: the address to ask must begin with https://")
    return place


def _asked(place: SplitResult, url: str, fields: Mapping[str, str]) -> dict[str, Any] | Unreachable:
    request = Request(  # noqa: S310  # https, or http on this machine: _fit_to_ask
        url, urlencode(fields).encode("ascii"), {"Accept": "application/json"}, method="POST"
    )
    try:
        with _opener(place).open(request, timeout=SECONDS) as answer:
            return _read(answer, place)
    except HTTPError as refusal:
        with refusal:
            words = _without(fields, _refusal(refusal))
        return Unreachable(f"{place.hostname} answered {refusal.code}{words}")
    except Unreachable as failure:
        return failure
    except (OSError, HTTPException, ValueError) as failure:
        reason = getattr(failure, "reason", failure)
        said = getattr(reason, "strerror", None) or type(reason).__name__
        return Unreachable(clean_line(f"{place.hostname}: {said}")[:300])


def _opener(place: SplitResult) -> OpenerDirector:
    handlers: list[BaseHandler] = [_Stay(), HTTPSHandler(context=ssl.create_default_context())]
    if is_loopback(place.hostname or ""):
        handlers.append(ProxyHandler({}))  # a proxy has another loopback than we
    return build_opener(*handlers)


def _read(answer: IO[bytes], place: SplitResult) -> dict[str, Any]:
    raw = answer.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise Unreachable(f"{place.hostname} answered more than {MOST_BYTES // 1024} KiB")
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Unreachable(f"{place.hostname} did not answer with a JSON object")
    return found


def _refusal(answer: HTTPError) -> str:
    """Give the code and the words of an error (RFC 6749 5.2), as far as there are any."""
    try:
        found = json.loads(answer.read(MOST_BYTES))
    except (OSError, HTTPException, ValueError, RecursionError):
        return ""
    if not isinstance(found, dict):
        return ""
    told = [found.get("error"), found.get("error_description")]
    return "".join(f": {clean_line(words)}" for words in told if isinstance(words, str))


def _without(fields: Mapping[str, str], words: str) -> str:
    for value in sorted(fields.values(), key=len, reverse=True):
        if len(value) > 3:
            words = words.replace(value, "…")
    return words[:300]
