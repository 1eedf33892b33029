"""Where does the listener for mail listen? `host:port`, `unix:/path`, or `smtp:` before either."""

from __future__ import annotations

import os
import socket
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from scheduler.config import LISTEN, Settings
from scheduler.errors import N_, Refused

QUEUE = 50  # connections that may wait to be greeted


class ListenerTaken(Refused):
    """The listener for mail cannot listen where the setting says."""

    message = N_(
        "KALLELSE_LMTP_LISTEN: %(place)s is taken or not allowed (%(why)s). "
        "End what listens there, or choose another place."
    )


@dataclass(frozen=True)
class Place:
    """An address on the network or a socket in the file system; what is spoken there."""

    speaks: str  # "lmtp" or "smtp"
    host: str = ""
    port: int = 0
    path: Path | None = None

    def __str__(self) -> str:
        return str(self.path) if self.path else f"{self.host}:{self.port}"

    def bind(self) -> socket.socket:
        """Listen there, or raise ListenerTaken; a unix socket is for its owner and group."""
        try:
            return _bind_path(self.path) if self.path else _bind_address(self.host, self.port)
        except OSError as why:
            said = why.strerror or str(why) or type(why).__name__
            raise ListenerTaken(place=str(self), why=said) from None

    def leave(self) -> None:
        """Take the socket's file away."""
        if self.path:
            self.path.unlink(missing_ok=True)


def of(setting: str) -> Place:
    """Read the setting, whose shape `Settings` has checked."""
    found = LISTEN.fullmatch(setting)
    if found is None:
        raise ValueError("a place to listen was not checked")
    speaks = "smtp" if found["smtp"] else "lmtp"
    if found["path"]:
        return Place(speaks, path=Path(found["path"]))
    return Place(speaks, host=found["host"].strip("[]"), port=int(found["port"]))


def check(settings: Settings) -> None:
    """Refuse in words, before anything is started, when the listener could not listen."""
    if settings.lmtp_listen:
        place = of(settings.lmtp_listen)
        place.bind().close()
        place.leave()


def _bind_address(host: str, port: int) -> socket.socket:
    kind = socket.SOCK_STREAM
    family, *_, address = socket.getaddrinfo(host, port, type=kind, flags=socket.AI_PASSIVE)[0]
    return _listening(socket.socket(family, kind), address)


def _bind_path(path: Path) -> socket.socket:
    _remove_stale(path)
    bound = _listening(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM), str(path))
    path.chmod(0o660)
    return bound


def _listening(opened: socket.socket, address: object) -> socket.socket:
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind(address)  # type: ignore[arg-type]  # an address of the socket's family
        opened.listen(QUEUE)
    except BaseException:
        opened.close()
        raise
    return opened


def _remove_stale(path: Path) -> None:
    """Take away a socket on which nobody listens any more: a crash leaves it behind."""
    with suppress(FileNotFoundError):
        if not stat.S_ISSOCK(path.lstat().st_mode):
            raise FileExistsError(17, os.strerror(17))
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            probe.settimeout(1)
            try:
                probe.connect(str(path))
            except ConnectionRefusedError:
                path.unlink()
