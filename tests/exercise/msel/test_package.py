"""Does a package hold a scenario whole, and is one that lies refused in words?"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile

import pytest
from hypothesis import given, settings

from scheduler.errors import Refused
from scheduler.exercise.msel import package
from scheduler.exercise.ready import ready
from tests.exercise.contents import any_content, sound

PAPER = b"%PDF-1.7 karta"
SHA = hashlib.sha256(PAPER).hexdigest()


def with_paper():
    """A scenario with a paper."""
    paper = {"name": "Karta.pdf", "sha256": SHA, "media_type": "application/pdf", "size": 14}
    return sound(papers=[paper])


def parts_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def zipped(parts, folder="", comment=b""):
    """Make a zip of (name, content); a name may stand twice."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts:
            packed.writestr(f"{folder}{name}", content)
        packed.comment = comment
    return written.getvalue()


def read(content):
    return package.read(package.unpacked(content))


def changed(name, change):
    """Give the package with one part changed."""
    parts = parts_of(package.write(with_paper(), {SHA: PAPER}))
    parts[name] = change(parts[name])
    return zipped(parts.items())


def with_manifest(**said):
    """Give the package with other words in its manifest."""
    return changed("manifest.json", lambda old: json.dumps({**json.loads(old), **said}))


def test_a_scenario_comes_home_whole_with_its_papers():
    brought = read(package.write(with_paper(), {SHA: PAPER}))
    assert (brought.content, brought.papers) == (with_paper(), {SHA: PAPER})


def test_the_same_scenario_makes_the_same_bytes():
    content = ready("C", "sv")
    made = package.write(content, {})
    assert package.write(read(made).content, {}) == made


@settings(max_examples=50, deadline=None)
@given(any_content())
def test_any_scenario_comes_home_whole(content):
    assert read(package.write(content, {})).content == content


def test_a_package_zipped_anew_is_known_by_what_is_in_it():
    parts = parts_of(package.write(with_paper(), {SHA: PAPER}))
    again = zipped(
        [("__MACOSX/._a", b"x"), *((f"Mitt scenario/{name}", one) for name, one in parts.items())],
        comment=b"anything",
    )
    assert read(again).content == with_paper()


def test_a_paper_that_is_not_kept_is_said_to_be_missing():
    made = package.write(with_paper(), {})
    assert json.loads(parts_of(made)["manifest.json"])["missing"] == [SHA]
    assert read(made).papers == {}


def test_json_that_is_no_scenario_names_each_place():
    brought = package.scenario({"title": "x" * 300, "language": "sv", "injects": [{"key": "a"}]})
    assert brought.content is None
    assert [(one.sheet, one.level) for one in brought.messages] == [
        ("title", "error"),
        ("injects.0.title", "error"),
    ]


def test_json_as_the_api_gives_it_is_a_scenario():
    said = {"id": "1", "content": sound().model_dump(mode="json")}
    assert package.scenario(said).content == sound()


MANIFEST, CONTENT = "manifest.json", "content.json"


@pytest.mark.parametrize(
    ("content", "refused"),
    [
        (b"no zip", package.NotAPackage),
        (zipped([("a.txt", b"x")]), package.NotAPackage),
        (zipped([(MANIFEST, b"{")]), package.NotAPackage),
        (zipped([(MANIFEST, b"[" * 100_000)]), package.NotAPackage),
        (zipped([(MANIFEST, b'{"format": "other"}'), (CONTENT, b"{}")]), package.NotAPackage),
        (with_manifest(version=2), package.NewerPackage),
        (with_manifest(papers=["x"]), package.NotAPackage),
        (with_manifest(papers={"../etc": 1}), package.NotAPackage),
        (with_manifest(papers={}), package.NotAPackage),
        (with_manifest(papers={SHA: 14, "0" * 64: 1}), package.WrongHash),
        (with_manifest(content="0" * 64), package.WrongHash),
        (changed(CONTENT, lambda old: old + b" "), package.WrongHash),
        (changed(f"papers/{SHA}", lambda _: b"x" * 14), package.WrongHash),
        (zipped([("../a", b"x")]), package.OddName),
        (zipped([("/etc/passwd", b"x")]), package.OddName),
        (zipped([("C:/a", b"x")]), package.OddName),
        (zipped([("a\\b", b"x")]), package.OddName),
        (zipped([("a/./b", b"x")]), package.OddName),
        (zipped([(f"{n}.txt", b"") for n in range(1_001)]), package.PackageTooLarge),
        (
            zipped([(MANIFEST, b" " * (package.MOST_JSON + 1)), (CONTENT, b"")]),
            package.PackageTooLarge,
        ),
        (package.write(sound(), {})[:-40], package.NotAPackage),
    ],
)
def test_a_package_that_is_none_is_refused(content, refused):
    with pytest.raises(refused) as no:
        read(content)
    assert no.value.field == "file"


def test_a_name_that_stands_twice_is_refused():
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = zipped([(MANIFEST, b"a"), (MANIFEST, b"b")])
    with pytest.raises(package.OddName):
        read(content)


def test_a_zip_that_unpacks_to_more_than_is_taken_is_refused(monkeypatch):
    monkeypatch.setattr(package, "MOST_UNPACKED", 1_000_000)
    with pytest.raises(package.PackageTooLarge):
        package.unpacked(zipped([("a", b" " * 900_000), ("b", b" " * 900_000)]))


def test_any_cut_package_is_refused_in_words():
    whole = package.write(with_paper(), {SHA: PAPER})
    for end in range(0, len(whole) - 1, 97):
        with pytest.raises(Refused):
            read(whole[:end])
