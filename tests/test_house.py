"""Does the code keep to the house rules that no linter knows?"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LONGEST_FILE = 300
LONGEST_FUNCTION = 50

NOT_OURS = {".git", ".venv", "node_modules", "vendor", "__pycache__", "build", "instance"}
WRITTEN = {".py", ".html", ".css", ".js", ".md", ".txt", ".toml", ".yaml", ".in", ".lock", ".po"}

# Written so that no pattern matches its own line here.
PROMISES = re.compile(
    r"\bTO[D]O\b|\bFIX[M]E\b|\bXX[X]\b|\bHA[C]K\b"
    r"|pragma: no[ ]cover|pytest\.mark\.ski[p]|\bx[f]ail\b|pytest\.ski[p]"
)
PLACES = re.compile(
    r"registry\.npm|npmjs\.(?:com|org)|pypi\.org|python[h]osted"
    r"|/work/(?:main|shared)|/tmp/[b]ash|/opt/(?:wheels|pypi)"
)
ASKS_THE_TIME = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today"}
ASKS_THE_ENVIRONMENT = {"os.environ", "os.getenv", "os.environb"}


def is_ours(path: Path) -> bool:
    """Say whether we wrote `path`: caches, other people's work and the instance are not ours."""
    folders = path.relative_to(ROOT).parts[:-1]
    return not any(part in NOT_OURS or part.endswith(("_cache", ".egg-info")) for part in folders)


def ours(*suffixes: str) -> list[Path]:
    """Give every file of ours whose name ends in one of `suffixes`."""
    return sorted(
        path
        for path in ROOT.rglob("*")
        if path.suffix in suffixes and path.is_file() and is_ours(path)
    )


def name(path: Path) -> str:
    """Write `path` as seen from the root."""
    return path.relative_to(ROOT).as_posix()


def functions(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Give each function's name and its length in lines, signature and docstring counted."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def asked(tree: ast.Module) -> set[str]:
    """Give what `tree` asks of the machine's clock and environment, as `module.name`."""
    dotted = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "os":
            dotted |= {f"os.{alias.name}" for alias in node.names}
    last_two = {".".join(text.split(".")[-2:]) for text in dotted}
    return last_two & (ASKS_THE_TIME | ASKS_THE_ENVIRONMENT)


def test_no_file_is_longer_than_three_hundred_lines():
    lengths = {
        name(path): len(path.read_text().splitlines())
        for path in ours(".py", ".html", ".css", ".js")
        if "versions" not in path.parts
    }
    assert {file: lines for file, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_no_function_is_longer_than_fifty_lines():
    long = {
        f"{name(path)}: {function}": lines
        for path in ours(".py")
        if "versions" not in path.parts
        for function, lines in functions(ast.parse(path.read_text()))
        if lines > LONGEST_FUNCTION
    }
    assert long == {}


def test_every_module_says_what_it_answers():
    silent = [
        name(path)
        for path in ours(".py")
        if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


def test_nothing_is_promised_skipped_or_left_uncounted():
    texts = [path for path in ours(*WRITTEN) if PROMISES.search(path.read_text())]
    assert [name(path) for path in texts] == []


def test_no_file_names_a_package_registry_or_a_place_on_somebodys_machine():
    texts = [path for path in ours(*WRITTEN) if PLACES.search(path.read_text())]
    scripts = [p for p in (ROOT / "kallelse", ROOT / ".ci/run") if PLACES.search(p.read_text())]
    assert [name(path) for path in texts + scripts] == []


def test_only_clock_asks_the_time_and_only_config_the_environment():
    asking = {
        name(path): sorted(asked(ast.parse(path.read_text())))
        for path in ours(".py")
        if path.relative_to(ROOT).parts[0] != "tests"
    }
    assert {file: what for file, what in asking.items() if what} == {
        "scheduler/clock.py": ["datetime.now"],
        "scheduler/config.py": ["os.environ"],
    }


@pytest.mark.parametrize(
    "line",
    ["# TO" + "DO later", "@pytest.mark.sk" + "ip", "x = 1  # pragma: no " + "cover", "x" + "fail"],
)
def test_a_promise_is_found(line):
    assert PROMISES.search(line)


@pytest.mark.parametrize("line", ["https://py" + "pi.org/simple", "cd /work" + "/main"])
def test_a_place_is_found(line):
    assert PLACES.search(line)


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("import datetime\nx = datetime.datetime.now()", {"datetime.now"}),
        ("from datetime import date\nx = date.today", {"date.today"}),
        ("from os import environ", {"os.environ"}),
        ("import os\nx = os.environ['A']", {"os.environ"}),
        ("from scheduler import clock\nx = clock.now()", set()),
    ],
)
def test_asking_the_machine_is_found_however_it_is_written(line, what):
    assert asked(ast.parse(line)) == what


def test_a_function_is_measured_with_its_signature_and_docstring():
    assert list(functions(ast.parse('def f():\n    """Do."""\n    return 1\n'))) == [("f", 3)]
