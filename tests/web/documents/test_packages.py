"""What does a registry get of a meeting, and does it hold?"""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import zipfile
from collections import Counter

import pytest

from scheduler.actor import SYSTEM
from scheduler.services import attachments
from tests.documents import a_meeting, office
from tests.documents.a_meeting import ANNA
from tests.web.browser import text_of
from tests.web.documents.reading import WORDS, planted, status
from web.documents import pdf


@pytest.fixture
def package(as_, database, published):
    """The package, unpacked: name → content."""
    a_meeting.attach(database, published, "Underlag till mötet.pdf")
    a_meeting.attach(database, published, "../../etc/Underlag till mötet.pdf", b"%PDF-1.7 ett till")
    gone = a_meeting.attach(database, published, "Borttaget.pdf")
    with database.transaction() as session:
        attachments.remove(session, gone, by=SYSTEM)
    first, second = (
        as_("secretary" if again else "coordinator").get(
            f"/meetings/{published}/minutes/package.zip"
        )
        for again in range(2)
    )
    assert first.status_code == 200
    assert first.data == second.data
    with zipfile.ZipFile(io.BytesIO(first.data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_a_package_holds_all_that_is_kept_of_a_meeting(package):
    assert sorted(package) == [
        "README.txt",
        "agenda.pdf",
        "attachments/01 Underlag till mötet.pdf",
        "attachments/02 Underlag till mötet.pdf",
        "manifest.json",
        "manifest.sha256",
        "meeting.ics",
        "minutes.json",
        "minutes.pdf",
        "versions.json",
    ]
    assert planted(set(office.words(office.spoken(package["minutes.pdf"])))) == list(WORDS)
    papers = {content for name, content in package.items() if name.startswith("attachments/")}
    assert papers == {a_meeting.PDF, b"%PDF-1.7 ett till"}
    assert b"BEGIN:VEVENT" in package["meeting.ics"]
    assert "2027/118" in package["README.txt"].decode()


def test_the_sums_of_a_package_hold(package, tmp_path):
    for name, content in package.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    checked = subprocess.run(
        ["sha256sum", "--strict", "-c", "manifest.sha256"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
        env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
    )
    assert Counter(line.rpartition(b": ")[2] for line in checked.stdout.splitlines()) == {b"OK": 9}
    listed = {one["name"]: one["sha256"] for one in json.loads(package["manifest.json"])["files"]}
    assert listed == {
        name: hashlib.sha256(content).hexdigest()
        for name, content in package.items()
        if not name.startswith("manifest.")
    }


def test_the_chain_of_versions_in_a_package_is_whole(package):
    versions = json.loads(package["versions.json"])
    assert [one["number"] for one in versions] == list(range(1, len(versions) + 1))
    assert [one["previous"] for one in versions] == [
        "0" * 64,
        *(one["hash"] for one in versions[:-1]),
    ]
    assert versions[-1]["hash"] == json.loads(package["minutes.json"])["hash"]


def test_a_package_is_the_keepers_alone(as_, published):
    asked = {
        who: as_(who).get(f"/meetings/{published}/minutes/package.zip").status_code
        for who in (ANNA, "facilitator", "observer")
    }
    assert asked == {ANNA: 403, "facilitator": 403, "observer": 403}


def test_without_pango_everything_else_goes_on(as_, published, monkeypatch):
    monkeypatch.setattr(pdf, "missing", lambda: "Pango")
    browser = as_("secretary")
    browser.set_cookie("kallelse-language", "en")
    refused = browser.get(f"/meetings/{published}/minutes.pdf")
    assert refused.status_code == 501
    assert "install Pango" in text_of(refused)
    assert status(browser, published, form="docx") == 200
    sheet = browser.get(f"/meetings/{published}/attendance-sheet").text
    assert "attendance-sheet.pdf" not in sheet
    assert "attendance-sheet.docx" in sheet
    packed = browser.get(f"/meetings/{published}/minutes/package.zip")
    with zipfile.ZipFile(io.BytesIO(packed.data)) as found:
        assert {"minutes.docx", "agenda.docx"} <= set(found.namelist())
