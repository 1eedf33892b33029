"""Where may the listener listen, and what is said when it cannot?"""

from __future__ import annotations

import re
import smtplib
import socket
import stat
from contextlib import closing

import pytest

from scheduler import config
from scheduler.config import Settings, SettingsWrong
from tests.conftest import SECRET
from tests.smtp import HOST
from web.doors import place
from web.doors.listener import Listener
from web.doors.place import ListenerTaken, Place

MALFORMED = (
    "KALLELSE_LMTP_LISTEN: must be host:port or unix:/path for LMTP, smtp:host:port for SMTP"
)


def set_to(value: str) -> Settings:
    return Settings(secret_key=SECRET, lmtp_listen=value)


@pytest.mark.parametrize(
    ("setting", "speaks", "shown"),
    [
        ("127.0.0.1:2424", "lmtp", "127.0.0.1:2424"),
        ("smtp:mail.kallelse.example:2525", "smtp", "mail.kallelse.example:2525"),
        ("[::1]:2424", "lmtp", "::1:2424"),
        ("unix:/run/kallelse/lmtp", "lmtp", "/run/kallelse/lmtp"),
    ],
)
def test_a_place_is_read(setting, speaks, shown):
    found = place.of(set_to(setting).lmtp_listen)
    assert (found.speaks, str(found)) == (speaks, shown)


@pytest.mark.parametrize(
    "setting",
    ["2424", "localhost", "unix:run/lmtp", "http://x:1", "x:0", "x:65536", "x:-1", "::1:24"],
)
def test_a_setting_that_is_no_place_is_told_with_the_other_errors(setting, tmp_path):
    environ = {"KALLELSE_LMTP_LISTEN": setting, "KALLELSE_SECRET_KEY": SECRET}
    with pytest.raises(SettingsWrong) as wrong:
        config.load(tmp_path, environ)
    assert wrong.value.errors == [MALFORMED]


def test_a_port_that_is_taken_stops_the_start_with_words():
    with socket.create_server((HOST, 0)) as other:
        taken = set_to(f"{HOST}:{other.getsockname()[1]}")
        with pytest.raises(ListenerTaken) as refused:
            place.check(taken)
    assert str(refused.value) == (
        f"KALLELSE_LMTP_LISTEN: {taken.lmtp_listen} is taken or not allowed "
        "(Address already in use). End what listens there, or choose another place."
    )


@pytest.mark.parametrize("setting", ["192.0.2.1:2424", "unix:/nowhere/at/all"])
def test_a_place_that_is_not_there_stops_the_start_with_words(setting):
    with pytest.raises(ListenerTaken, match=r"KALLELSE_LMTP_LISTEN: .* \(.+\)"):
        place.check(set_to(setting))


def test_a_check_leaves_nothing_behind(tmp_path):
    place.check(set_to(f"unix:{tmp_path}/lmtp"))
    assert list(tmp_path.iterdir()) == []


def test_a_unix_socket_is_for_its_owner_and_group_and_gone_at_the_end(inbox, tmp_path):
    path = tmp_path / "lmtp"
    listener = Listener(inbox, Place("lmtp", path=path))
    listener.start()
    assert stat.S_IMODE(path.stat().st_mode) == 0o660
    with closing(smtplib.LMTP(str(path))) as client:
        assert client.ehlo()[0] == 250
    listener.stop()
    assert not path.exists()


def test_a_socket_that_a_crash_left_behind_is_taken_over(inbox, tmp_path):
    path = tmp_path / "lmtp"
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(path))
    listener = Listener(inbox, Place("lmtp", path=path))
    listener.start()
    with closing(smtplib.LMTP(str(path))) as client:
        assert client.ehlo()[0] == 250
    listener.stop()


def test_a_socket_that_somebody_listens_on_is_left_alone(tmp_path):
    path = tmp_path / "lmtp"
    with socket.socket(socket.AF_UNIX) as other:
        other.bind(str(path))
        other.listen()
        with pytest.raises(ListenerTaken, match="Address already in use"):
            place.check(set_to(f"unix:{path}"))
    assert path.exists()


def test_a_file_that_is_no_socket_is_left_alone(tmp_path):
    path = tmp_path / "lmtp"
    path.write_text("mine", encoding="ascii")
    with pytest.raises(ListenerTaken, match=re.escape("File exists")):
        place.check(set_to(f"unix:{path}"))
    assert path.read_text(encoding="ascii") == "mine"
