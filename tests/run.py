"""Does everything hold? Every gate and every test, as `./kallelse test` runs them."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from os import geteuid
from pathlib import Path

ROOT = Path(__file__).parent.parent

GATES: dict[str, list[str]] = {
    "ruff check": ["-m", "ruff", "check", "."],
    "ruff format": ["-m", "ruff", "format", "--check", "."],
    "mypy": ["-m", "mypy"],
    "lint-imports": ["-c", "from importlinter import cli; cli.lint_imports_command()"],
}

SYSTEM_PYTHON = "/usr/bin/python3"

APART = ("tests/story", "tests/doors", "tests/hostile")  # about half of the time

CHROMIUM_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)

SERVERS = {"dovecot": "dovecot-imapd", "postfix": "postfix"}  # name: package
OFFICE = ("libreoffice-writer-nogui", "libreoffice-calc-nogui")  # opens what we write
PANGO = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-dejavu-core")
STARTS_NOTHING = ("RUNLEVEL=1", "SYSTEMD_OFFLINE=1")  # the tests start servers of their own


def chromium() -> str | None:
    """Give the path of the Chromium (or Chrome) that the browser tests drive."""
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def missing() -> list[str]:
    """Name the packages of the system that the tests need and that are not there."""
    browser = [] if chromium() else ["chromium", "fonts-dejavu-core"]
    commands = [name for name in ("openssl",) if shutil.which(name) is None]
    servers = [package for name, package in SERVERS.items() if server(name) is None]
    if geteuid() != 0 and "postfix" in servers:
        servers.remove("postfix")  # only root can start it: elsewhere the tests do without
    files = [] if shutil.which("soffice") else [*OFFICE]
    files += [] if shutil.which("pdftotext") else ["poppler-utils"]
    files += [] if writes_pdf() else [*PANGO]
    return browser + commands + servers + files + ([] if knows_dkim() else ["python3-dkim"])


def server(name: str) -> str | None:
    """Give the path of a server, which not every PATH leads to."""
    return shutil.which(name) or shutil.which(f"/usr/sbin/{name}")


def knows_dkim() -> bool:
    """Tell whether the system's Python can verify signatures: a verifier that is not ours."""
    try:
        asked = [SYSTEM_PYTHON, "-c", "import dkim"]
        return subprocess.run(asked, check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def writes_pdf() -> bool:
    """Tell whether PDF files can be written: whether the system has what that asks for."""
    asked = [sys.executable, "-c", "import weasyprint"]
    return subprocess.run(asked, check=False, capture_output=True).returncode == 0


def install(packages: Sequence[str]) -> None:
    """Install packages with apt where that is ours to do; otherwise end, saying what is missing."""
    named = " ".join(packages)
    if geteuid() != 0 or shutil.which("apt-get") is None:
        typed = f"sudo apt-get install -y {named}"
        sys.exit(f"kallelse: the tests need what is not installed. Install it:  {typed}")
    tell(f"installing {named}")
    settings = ["env", "DEBIAN_FRONTEND=noninteractive", *STARTS_NOTHING]
    for step in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        subprocess.run([*settings, "apt-get", *step], stdin=subprocess.DEVNULL, check=False)
    if missing():
        sys.exit(f"kallelse: the tests need {' '.join(missing())}; apt-get gave none.")


def tell(text: str) -> None:
    """Say `text` on standard error, at once."""
    print(f"kallelse: {text}", file=sys.stderr, flush=True)  # noqa: T201  # a program's voice


def passes(arguments: Sequence[str]) -> bool:
    """Run this Python with `arguments` in the root; True if it ends with 0."""
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, check=False).returncode == 0


def all_pass() -> bool:
    """Run every test, in two processes side by side; what the second says comes when both end."""
    with tempfile.TemporaryFile() as said:
        second = subprocess.Popen(
            [sys.executable, "-m", "pytest", *APART], cwd=ROOT, stdout=said, stderr=said
        )
        first = passes(["-m", "pytest", "tests", *(f"--ignore={folder}" for folder in APART)])
        tell(f"the tests of {', '.join(APART)}, which ran beside these:")
        whole = second.wait() == 0
        said.seek(0)
        shutil.copyfileobj(said, sys.stdout.buffer)
        sys.stdout.flush()
    return first and whole


def main(pytest_arguments: Sequence[str]) -> int:
    """Run the gates, then the tests; a pytest summary is the last line. 1 if anything failed.

    With arguments pytest runs once, with them.
    """
    if needed := missing():
        install(needed)
    failed = []
    for name, command in GATES.items():
        tell(name)
        if not passes(command):
            failed.append(name)
    tell(f"these gates failed: {', '.join(failed)}" if failed else "all gates passed")
    chosen = ["-m", "pytest", *pytest_arguments]
    tested = passes(chosen) if pytest_arguments else all_pass()
    return 0 if tested and not failed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
