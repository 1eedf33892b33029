"""What is a page made of, and which forms does it hold? As a browser's parser sees it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote_plus

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

Shape = Counter[tuple[str, tuple[str, ...]]]
# What Markdown in notes may become; all else in there is counted with the page.
_NOTES: Mapping[str, set[str]] = {"a": {"href", "rel"}} | {
    tag: set() for tag in ("br", "em", "p", "strong")
}
_BREAKS = "wbr"  # where a long word may be broken
_LINKS = {"href", "src", "action", "formaction", "cite", "poster", "hx-get", "hx-post"}


@dataclass
class Form:
    """One form: where it goes, the fields it would send, its buttons and its free texts."""

    method: str
    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    shaped: list[str] = field(default_factory=list)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)


class Page(HTMLParser):
    """Elements with the names of their attributes, links, and forms."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.shape: Shape = Counter()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.words: list[str] = []
        self._by_id: dict[str, Form] = {}
        self._at: Form | None = None
        self._area = ""
        self._list = ""
        self._notes = 0  # how deep inside notes
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """Count an element, and keep what it adds to a form."""
        has = {name: value or "" for name, value in attrs}
        if tag == "div" and (self._notes or "notes" in has.get("class", "").split()):
            self._notes += 1
        typed = self._notes and tag in _NOTES and not has.keys() - _NOTES[tag]
        if not typed and (tag, has) != (_BREAKS, {}):
            self.shape[(tag, tuple(sorted(has)))] += 1
        self.links += [value for name, value in has.items() if name in _LINKS]
        if "srcdoc" in has:  # a page in the page
            inner = Page(has["srcdoc"])
            self.shape += inner.shape
            self.links += inner.links
        if tag == "form":
            self._at = Form(has.get("method", "get").lower(), has.get("action", ""))
            self.forms.append(self._at)
            self._by_id[has.get("id", "")] = self._at
        form = self._by_id.get(has["form"]) if "form" in has else self._at
        if form is not None:
            self._add(form, tag, has)

    def handle_endtag(self, tag: str) -> None:
        """Leave a form, a text area, a list or notes."""
        self._notes -= tag == "div" and self._notes > 0
        if tag == "form":
            self._at = None
        elif tag == "textarea":
            if self._at and self._area:  # HTML 13.2.6.4.7: the first line break is no text
                self._at.fields[self._area] = [self._at.fields[self._area][0].removeprefix("\n")]
            self._area = ""
        elif tag == "select":
            self._list = ""

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        self.words.append(data)
        if self._area and self._at:
            self._at.fields[self._area][0] += data

    def _add(self, form: Form, tag: str, has: Mapping[str, str]) -> None:
        name, kind = has.get("name", ""), has.get("type", "text")
        if tag == "button":
            form.buttons.append((name, has.get("value", ""), has.get("formaction", "")))
        elif tag == "option":
            if "selected" in has or not form.fields.get(self._list):
                form.fields[self._list] = [has.get("value", "")]
        elif not name or tag not in {"input", "textarea", "select"}:
            return
        elif tag == "select":
            self._list = name
            form.shaped.append(name)
        elif kind in {"checkbox", "radio"}:
            form.shaped.append(name)
            if "checked" in has:
                form.fields.setdefault(name, []).append(has.get("value", "on"))
        else:
            form.fields[name] = [has.get("value", "")]
            any_text = tag == "textarea" or kind == "text"
            (form.texts if any_text else form.shaped).append(name)
            self._area = name if tag == "textarea" else ""


def post(
    browser: FlaskClient, path: str, fields: Mapping[str, Any], **headers: str
) -> TestResponse:
    """Send a form's fields as bytes that no browser would: half characters are sent too."""
    pairs = [
        f"{quote_plus(name)}={quote_plus(value, errors='surrogatepass')}"
        for name, values in fields.items()
        for value in ([values] if isinstance(values, str) else values)
    ]
    kind = "application/x-www-form-urlencoded"
    return browser.post(path, data="&".join(pairs), content_type=kind, headers=headers)
