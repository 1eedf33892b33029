"""Is what others wrote exactly what they released, and do our pages keep to the page rules?"""

import hashlib
import re
import tomllib
from pathlib import Path

import pytest

from scheduler.config import Settings

ROOT = Path(__file__).parent.parent
RECORDS = {
    ROOT / "web/static/vendor.toml": ROOT / "web/static/vendor",
    ROOT / "tests/vendor/vendor.toml": ROOT / "tests/vendor",
}


@pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.parent.name)
def test_every_vendored_file_is_recorded_and_has_its_recorded_bytes(record):
    packages = tomllib.loads(record.read_text())["package"]
    recorded = {name: sha for package in packages for name, sha in package["files"].items()}
    folder = RECORDS[record]
    found = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path != record
    }
    assert found == recorded


@pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.parent.name)
def test_every_vendored_package_says_its_version_licence_and_origin(record):
    for package in tomllib.loads(record.read_text())["package"]:
        assert package["licence"] in {"0BSD", "MIT", "MPL-2.0"}
        assert package["origin"].startswith(f"npm package {package['name']} {package['version']}:")
        assert any(Path(name).name == "LICENSE" for name in package["files"])


# What a strict Content-Security-Policy forbids, and what would make htmx evaluate text.
FORBIDDEN = {
    "hx-on": r"\bhx-on\b",
    "a js: value": r"""["'{ ]js:""",
    "a trigger filter": r"""hx-trigger=(["'])[^"']*\[""",
    "an inline style": r"""<[^>]*\sstyle\s*=""",
    "a style element": r"<style\b",
    "an inline script": r"<script\b(?![^>]*\ssrc=)",
    "an event attribute": r"""<[^>]*\son[a-z]+\s*=""",
}


def forbidden_in(text):
    """Name what in `text` (a template or a script of ours) the page rules forbid."""
    return [name for name, pattern in FORBIDDEN.items() if re.search(pattern, text)]


def page_sources():
    """Give every template of the pages and every script of ours; letters may carry styles."""
    templates = (ROOT / "templates/web").rglob("*.html")
    scripts = [p for p in (ROOT / "web/static").rglob("*.js") if "vendor" not in p.parts]
    return sorted([*templates, *scripts])


def test_no_page_or_script_needs_what_the_content_security_policy_forbids():
    found = {str(p.relative_to(ROOT)): forbidden_in(p.read_text()) for p in page_sources()}
    assert {name: what for name, what in found.items() if what} == {}


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ('<button hx-on:click="go()">', "hx-on"),
        ("<div hx-vals='js:{a: 1}'>", "a js: value"),
        ('<div hx-trigger="click[ctrlKey]">', "a trigger filter"),
        ('<p class="x" style="color: red">', "an inline style"),
        ("<style>p {}</style>", "a style element"),
        ("<script>go()</script>", "an inline script"),
        ('<body onload="go()">', "an event attribute"),
    ],
)
def test_the_page_rules_find_what_they_forbid(source, name):
    assert forbidden_in(source) == [name]


@pytest.mark.parametrize(
    "source",
    [
        "<script src=\"{{ url_for('static', filename='app.js') }}\" defer></script>",
        '<ol class="timeline" data-style="plain" hx-trigger="change delay:300ms">',
    ],
)
def test_the_page_rules_let_plain_pages_be(source):
    assert forbidden_in(source) == []


def test_the_example_of_settings_has_every_setting_with_its_default():
    lines = (ROOT / "instance/kallelse.example.toml").read_text().splitlines()
    settings = [line.removeprefix("# ") for line in lines if re.match(r"# [a-z_]+ = ", line)]
    defaults = {name: field.default for name, field in Settings.model_fields.items()}
    del defaults["dir"]  # said with --dir
    assert tomllib.loads("\n".join(settings)) == defaults
