"""Does `./kallelse` set itself up anywhere, once, and pass on what it was given?

Real shell, real virtual environments; the lock is empty, so that no package is fetched.
"""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

TELLS_WHAT_IT_GOT = '''"""What did the launcher pass on?"""
import os, sys
print(sys.argv[1:], os.getcwd(), os.environ["KALLELSE_ROOT"], sep="|")
sys.exit(3)
'''


# No package may be fetched, whichever installer there is.
OFFLINE = ("env", "PIP_NO_INDEX=1", "UV_OFFLINE=1")


def start(launcher: Path, *arguments: str, cwd: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*OFFLINE, str(launcher), *arguments],
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


@pytest.fixture(scope="module")
def first_start(tmp_path_factory):
    """Make a small house, whose path has a space and a letter that is not ASCII, and start it."""
    folder = tmp_path_factory.mktemp("first") / "hus på landet"
    (folder / "web").mkdir(parents=True)
    (folder / "web/cli.py").write_text(TELLS_WHAT_IT_GOT)
    (folder / "requirements.lock").write_text("")
    shutil.copy(ROOT / "kallelse", folder)
    return folder, finish(start(folder / "kallelse", "x", cwd=folder))


@pytest.fixture
def clone(first_start, tmp_path):
    """Give a house of one's own that has been started once."""
    return shutil.copytree(first_start[0], tmp_path / "hus på landet", symlinks=True)


def test_the_first_start_makes_an_environment_and_the_second_is_silent(first_start):
    folder, first = first_start
    second = finish(start(folder / "kallelse", "x", cwd=folder))

    assert first[:2] == second[:2] == (3, f"['x']|{folder}|{folder}\n")
    assert "This happens once" in first[2]
    assert second[2] == ""


def test_it_passes_arguments_folder_and_exit_code_on_through_a_symbolic_link(clone, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    link = elsewhere / "k"
    link.symlink_to("../hus på landet/kallelse")

    code, out, _ = finish(start(link, "apply", "my file.yaml", "", cwd=elsewhere))

    assert (code, out) == (3, f"['apply', 'my file.yaml', '']|{elsewhere}|{clone}\n")


def test_a_folder_called_web_where_one_stands_is_not_mistaken_for_ours(clone, tmp_path):
    (tmp_path / "web").mkdir()
    (tmp_path / "web/cli.py").write_text("raise SystemExit(99)")
    assert finish(start(clone / "kallelse", cwd=tmp_path))[0] == 3


def test_a_changed_lock_makes_it_anew(clone):
    (clone / ".venv/left-over").touch()
    (clone / "requirements.lock").write_text("# nothing, differently\n")

    assert "This happens once" in finish(start(clone / "kallelse", cwd=clone))[2]
    assert not (clone / ".venv/left-over").exists()


def test_two_starts_at_once_make_one_environment_and_both_run(clone):
    (clone / ".venv/kallelse.lock").unlink()  # half made: never counts
    both = [start(clone / "kallelse", name, cwd=clone) for name in ("one", "two")]
    ended = [finish(process) for process in both]

    assert [code for code, _, _ in ended] == [3, 3]
    assert [out.split("|")[0] for _, out, _ in ended] == ["['one']", "['two']"]
    assert sum("This happens once" in err for _, _, err in ended) == 1
    assert not (clone / ".venv.lock").exists()


def test_a_start_that_was_killed_is_taken_over(clone):
    gone = subprocess.Popen(["true"])
    gone.wait()
    (clone / ".venv/kallelse.lock").unlink()
    (clone / ".venv.lock").mkdir()
    (clone / ".venv.lock/pid").write_text(str(gone.pid))

    assert finish(start(clone / "kallelse", cwd=clone))[0] == 3
    assert not (clone / ".venv.lock").exists()


def test_a_package_that_cannot_be_had_ends_the_start_and_leaves_nothing_that_counts(clone):
    (clone / "requirements.lock").write_text(f"no-such==1 --hash=sha256:{'0' * 64}\n")
    code, out, err = finish(start(clone / "kallelse", cwd=clone))

    assert (code, out) == (1, "")
    assert err.splitlines()[-1].endswith("the lines above say why.")
    assert not (clone / ".venv/kallelse.lock").exists()
    assert not (clone / ".venv.lock").exists()
