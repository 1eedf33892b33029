"""Does one folder, and one database, have one service?"""

import os
import subprocess
import sys

import pytest

from web.lock import AlreadyRunning, is_running, service_lock, worker_lock

HOLDS = """
import sys, time
from pathlib import Path
from scheduler.config import Settings
from web.lock import service_lock
held = service_lock(Settings(dir=Path(sys.argv[1]))).acquire(patience=0)
print("held", flush=True)
time.sleep(60)
"""


def test_a_second_service_on_the_folder_is_refused_with_who_holds_it(settings):
    with service_lock(settings).acquire(patience=0):
        with pytest.raises(AlreadyRunning) as refused:
            service_lock(settings).acquire(patience=0)
        assert refused.value.params == {"path": "service.lock", "pid": str(os.getpid())}
        assert is_running(settings)
    assert not is_running(settings)


def test_two_folders_with_one_database_are_refused_too(settings, tmp_path):
    url = f"sqlite:///{tmp_path / 'shared' / 'kallelse.db'}"
    one, other = (
        settings.model_copy(update={"dir": tmp_path / name, "database_url": url})
        for name in ("one", "other")
    )
    with service_lock(one).acquire(patience=0), pytest.raises(AlreadyRunning) as refused:
        service_lock(other).acquire(patience=0)
    assert refused.value.params["path"] == "kallelse.db.service.lock"


def test_a_serving_process_without_its_parent_is_waited_for(settings):
    with worker_lock(settings).acquire(patience=0):
        assert is_running(settings)
        with pytest.raises(AlreadyRunning):
            service_lock(settings).acquire(patience=0.3)
    service_lock(settings).acquire(patience=0).release()


def test_a_killed_process_holds_nothing(settings):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(settings.dir)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    assert is_running(settings)
    process.kill()
    process.wait()
    process.stdout.close()
    assert not is_running(settings)
