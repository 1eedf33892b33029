"""How do the catalogues follow the texts? `python -m scheduler.translations.refresh [--check]`.

Finds every marked text (babel.cfg says where), puts new ones into each catalogue, drops what is no
longer said, and tells what has no translation yet. Entries are sorted and name files without line
numbers, so that a catalogue changes only where a text did. A language that pages are in has every
text; the others have what people read who have no account.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from scheduler.language import LETTERS, PAGES, SOURCE, catalogue_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Message

ROOT = Path(__file__).parents[2]
KEYWORDS = {"_": None, "gettext": None, "N_": None, "ngettext": (1, 2)}
NOISE = tuple(
    f'"{name}: '.encode()
    for name in (
        "Project-Id-Version",
        "Report-Msgid-Bugs-To",
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Last-Translator",
        "Language-Team",
        "Generated-By",
    )
)
ROOMS = ("scheduler", "web", "templates")
# Where the texts stand that reach people who have no account, in the language of their letters.
OPEN = (
    "scheduler/",
    "templates/mail/",
    "templates/web/_base.html",
    "templates/web/_parts/",
    "templates/web/_plain.html",
    "templates/web/briefs/_parts.html",
    "templates/web/briefs/link.html",
    "templates/web/errors/",
    "templates/web/feeds/_parts.html",
    "templates/web/minutes/_comments.html",
    "templates/web/minutes/_read.html",
    "templates/web/minutes/comment_link.html",
    "templates/web/minutes/link.html",
    "templates/web/own_page/",
    "templates/web/callouts/link.html",
    "templates/web/packs/_parts.html",
    "templates/web/packs/own.html",
    "templates/web/play/",
    "templates/web/proposals/",
    "templates/web/public/",
    "templates/web/reply/",
    "templates/web/reports/",
    "templates/web/rounds/_parts.html",
    "templates/web/rounds/_slot.html",
    "templates/web/rounds/own.html",
    "templates/web/screen/",
    "web/api/problems.py",
    "web/errors.py",
    "web/rules.py",
    "web/session.py",
)


def main() -> int:
    """Refresh each catalogue, or with --check only say what a refresh would find."""
    check = sys.argv[1:] == ["--check"]
    said = extract(ROOT)
    faults = [fault for code in LETTERS if code != SOURCE for fault in _refresh(code, said, check)]
    sys.stdout.write("".join(f"{fault}\n" for fault in faults))
    return 1 if check and faults else 0


def extract(root: Path) -> Catalog:
    """Gather every marked text below `root`, with the files that say it."""
    with (root / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)  # type: ignore[no-untyped-call]
    found = extract_from_dir(
        root,
        methods,
        options,
        KEYWORDS,
        # Babel's own filter would leave out templates/web/_parts.
        directory_filter=lambda folder: Path(folder).relative_to(root).parts[0] in ROOMS,
    )
    said = Catalog(charset="utf-8")
    for file, _, text, _, _ in found:
        said.add(text, locations=[(Path(file).as_posix(), 0)])
    return said


def refreshed(path: Path, code: str, said: Catalog) -> Catalog:
    """Give the catalogue at `path` with exactly the texts of `said`, keeping its translations."""
    catalogue = Catalog(locale=code, header_comment="# Kallelse", charset="utf-8", fuzzy=False)
    if path.exists():
        with path.open("rb") as source:
            catalogue = read_po(source, locale=code)
    catalogue.update(said, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    return catalogue


def faults_of(catalogue: Catalog) -> Iterator[str]:
    """Name each text whose translation is missing, or has placeholders that are not the text's."""
    for message in catalogue:
        if not message.id:
            continue
        text = message.id if isinstance(message.id, str) else message.id[0]
        forms = (message.string,) if isinstance(message.string, str) else message.string or ("",)
        if not all(forms) or message.fuzzy:
            if _wanted(message, catalogue):
                yield f"{catalogue.locale}: not translated: {text}"
            continue
        for error in message.check(catalogue):
            yield f"{catalogue.locale}: {error}: {text}"


def written(catalogue: Catalog) -> bytes:
    """Give the catalogue as the bytes of its file, without what changes though no text did."""
    target = io.BytesIO()
    write_po(
        target, catalogue, width=100, sort_output=True, ignore_obsolete=True, include_lineno=False
    )
    lines = target.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(NOISE))


def _wanted(message: Message, catalogue: Catalog) -> bool:
    pages = str(catalogue.locale) in PAGES
    return pages or any(place.startswith(OPEN) for place, _ in message.locations)


def _refresh(code: str, said: Catalog, check: bool) -> Iterator[str]:  # noqa: FBT001
    path = catalogue_path(code)
    catalogue = refreshed(path, code, said)
    content = written(catalogue)
    if not check:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    elif not path.exists() or path.read_bytes() != content:
        yield f"{code}: the catalogue is behind the texts: run scheduler.translations.refresh"
    yield from faults_of(catalogue)


if __name__ == "__main__":
    sys.exit(main())
