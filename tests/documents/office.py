"""What do other programs read in our files? LibreOffice, poppler, and the libraries themselves."""

from __future__ import annotations

import fcntl
import html as markup
import json
import re
import shutil
import subprocess
import tempfile
import unicodedata
from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
from docx.oxml.ns import qn

PATIENCE = 180  # seconds, on a busy machine
TEXT = "txt:Text (encoded):UTF8"
# The first sheet's cells as they look, each in quotes, in UTF-8.
CELLS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false"


def words(text: str) -> list[str]:
    """Give the words of a text, without marks and spaces."""
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text))


def letters(text: str) -> str:
    """Give a text's letters and digits in their order, wherever lines are broken."""
    return "".join(words(text))


def converted(files: Mapping[str, bytes], to: str) -> dict[str, bytes]:
    """Let LibreOffice open files and write each anew; one LibreOffice at a time on a machine."""
    with tempfile.TemporaryDirectory() as folder:
        inside, outside = Path(folder) / "in", Path(folder) / "out"
        inside.mkdir()
        for name, content in files.items():
            (inside / name).write_bytes(content)
        with (Path(tempfile.gettempdir()) / "kallelse-office.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            subprocess.run(
                [
                    str(shutil.which("soffice")),
                    f"-env:UserInstallation=file://{folder}/profile",
                    "--headless",
                    "--convert-to",
                    to,
                    "--outdir",
                    str(outside),
                    *(str(inside / name) for name in files),
                ],
                check=True,
                capture_output=True,
                timeout=PATIENCE,
            )
        ending = to.partition(":")[0]
        return {name: (outside / f"{Path(name).stem}.{ending}").read_bytes() for name in files}


def of_pdf(content: bytes, *arguments: str) -> str:
    """Give what `pdfinfo` says about a file."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        asked = ["pdfinfo", *arguments, file.name]
        done = subprocess.run(asked, check=True, capture_output=True, timeout=PATIENCE)
    return done.stdout.decode()


def spoken(content: bytes) -> str:
    """Give a tagged PDF's text in the order in which a screen reader speaks it."""
    said = of_pdf(content, "-struct-text")
    return " ".join(re.findall(r'^\s*"(.*)"$', said, re.MULTILINE))


def printed(content: bytes) -> str:
    """Give a PDF's text as it stands on paper, without the line at the foot of each page."""
    crop = ["-x", "0", "-y", "0", "-W", "595", "-H", "780"]
    asked = ["pdftotext", *crop, "-", "-"]
    done = subprocess.run(asked, input=content, check=True, capture_output=True, timeout=PATIENCE)
    return done.stdout.decode()


def of_docx(content: bytes) -> str:
    """Give a Word file's text paragraph by paragraph, tables in their place; no list numbers."""
    body = docx.Document(BytesIO(content)).element.body
    return "\n".join(_paragraph(one) for one in body.iter(qn("w:p")))


def of_xlsx(content: bytes) -> str:
    """Give a spreadsheet's cells, a line each."""
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    return "\n".join(str(cell.value or "") for row in sheet.iter_rows() for cell in row)


def of_markdown(content: bytes) -> str:
    """Give Markdown's text without its escapes."""
    return re.sub(r"\\(.)", r"\1", content.decode())


def of_html(content: bytes) -> str:
    """Give the text of a page's body; a mark within a word parts nothing."""
    body = content.decode().partition("<main>")[2].partition("</main>")[0]
    for inline in ("strong", "em", "s", "code"):
        body = body.replace(f"<{inline}>", "").replace(f"</{inline}>", "")
    return markup.unescape(re.sub(r"<[^>]*>", " ", body))


def of_json(content: bytes, *, numbers: bool = True) -> str:
    """Give the text of the document within minutes as JSON."""
    found = json.loads(content)["document"]
    return "\n".join([found["title"], *_said(found["blocks"], numbers=numbers)])


def _paragraph(one: Any) -> str:
    marks = {qn("w:t"): lambda part: part.text or "", qn("w:br"): lambda _: "\n"}
    return "".join(marks[part.tag](part) for part in one.iter() if part.tag in marks)


def _said(blocks: Iterable[Any], *, numbers: bool) -> Iterable[str]:
    for block in blocks:
        match block["kind"]:
            case "list":
                for place, item in enumerate(block["items"]):
                    if numbers and block["start"] is not None:
                        yield str(block["start"] + place)
                    yield from _said(item, numbers=numbers)
            case "quote":
                yield from _said(block["blocks"], numbers=numbers)
            case "table":
                yield from (cell for row in (block["head"], *block["rows"]) for cell in row)
            case "fields":
                yield from (cell for line in block["lines"] for cell in line)
            case _:
                yield block["text"]
