"""How are letters signed, so that whoever gets them can see that they are ours?

DKIM (RFC 6376), rsa-sha256, relaxed/relaxed. The same mail always gets the same signature: its
time is the mail's own Date, and RSA with PKCS #1 v1.5 has no chance in it.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)

from scheduler.calendar.address import wire
from scheduler.config import SettingsWrong

if TYPE_CHECKING:
    from scheduler.config import Settings

Sign = Callable[[bytes], bytes]

LEAST_BITS: Final = 1024  # RFC 8301 3.2
ADVISED_BITS: Final = 2048
SIGNED: Final = (
    *("From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"),
    *("Reply-To", "List-Unsubscribe", "List-Unsubscribe-Post"),  # where they are (RFC 8058 4)
)
_WIDTH: Final = 72
_FILE: Final = "KALLELSE_DKIM_KEY_FILE"
_SELECTOR: Final = "KALLELSE_DKIM_SELECTOR"
_FIELD: Final = re.compile(rb"^([!-9;-~]+)[ \t]*:((?:.|\r\n[ \t])*)(?:\r\n|\Z)", re.MULTILINE)


def signer(settings: Settings) -> Sign | None:
    """Give what signs a finished mail, None when nothing is to be; raises SettingsWrong."""
    key = private_key(settings)
    if key is None:
        return None
    return partial(_signed, key=key, domain=domain(settings), selector=settings.dkim_selector)


def faults(settings: Settings) -> list[str]:
    """Give what keeps letters from being signed as the settings say: a line for each fault."""
    try:
        private_key(settings)
    except SettingsWrong as wrong:
        return wrong.errors
    return []


def domain(settings: Settings) -> str:
    """Give the domain that signs, and that letters come from, in ASCII."""
    return wire(f"x@{settings.mail_domain}").partition("@")[2]


def public_text(key: RSAPrivateKey) -> str:
    """Give a key's public half as DNS has it (RFC 6376 3.6.1)."""
    return _b64(key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def private_key(settings: Settings) -> RSAPrivateKey | None:
    """Give the key to sign with, None when none is set; raises SettingsWrong."""
    if not settings.dkim_selector and not settings.dkim_key_file:
        return None
    if not settings.dkim_key_file:
        raise SettingsWrong([f"{_FILE} is not set, but {_SELECTOR} is: set both or none"])
    if not settings.dkim_selector:
        raise SettingsWrong([f"{_SELECTOR} is not set, but {_FILE} is: set both or none"])
    path = settings.dir / settings.dkim_key_file
    make = f"openssl genrsa -out {path} {ADVISED_BITS}"
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except OSError as why:
        raise SettingsWrong([f"{_FILE}: {path}: {why.strerror}"]) from why
    except (TypeError, ValueError) as why:
        raise SettingsWrong([f"{_FILE}: {path} is no private key in PEM: {make}"]) from why
    if not isinstance(key, RSAPrivateKey):
        raise SettingsWrong([f"{_FILE}: {path} is no RSA key: {make}"])
    if key.key_size < LEAST_BITS:
        few = f"has {key.key_size} bits, and fewer than {LEAST_BITS} are not believed"
        raise SettingsWrong([f"{_FILE}: {path} {few}: {make}"])
    return key


def _signed(raw: bytes, *, key: RSAPrivateKey, domain: str, selector: str) -> bytes:
    """Give the mail with one DKIM-Signature before its header."""
    head, _, body = raw.partition(b"\r\n\r\n")
    fields = {name.lower(): value for name, value in _FIELD.findall(head)}
    names = [name for name in SIGNED if name.lower().encode() in fields]
    tags = [
        *("v=1; a=rsa-sha256; c=relaxed/relaxed;", f"d={domain};", f"s={selector};"),
        *_time(fields.get(b"date", b"")),
        f"h={':'.join([*names, 'From'])};",  # From once more: nobody can add another
        f"bh={_b64(sha256(_relaxed_body(body)).digest())};",
        "b=",
    ]
    ours = "\r\n ".join(tags)
    signed = [_relaxed(name, fields[name.lower().encode()]) + b"\r\n" for name in names]
    text = b"".join([*signed, _relaxed("DKIM-Signature", ours.encode("ascii"))])
    signature = _b64(key.sign(text, PKCS1v15(), SHA256()))
    lines = [signature[at : at + _WIDTH] for at in range(0, len(signature), _WIDTH)]
    folded = "\r\n ".join(lines)
    return f"DKIM-Signature: {ours}{folded}\r\n".encode("ascii") + raw


def _time(date: bytes) -> list[str]:
    """Give the tag of the time of signing: when the mail was written, whenever it is signed."""
    try:
        moment = parsedate_to_datetime(date.decode("ascii").strip())
    except ValueError:
        return []
    return [f"t={int(moment.timestamp())};"]


def _relaxed(name: str, value: bytes) -> bytes:
    """Give a field in the form that relays may not change (RFC 6376 3.4.2)."""
    unfolded = re.sub(rb"[ \t]+", b" ", value.replace(b"\r\n", b""))
    return name.lower().encode("ascii") + b":" + unfolded.strip(b" ")


def _relaxed_body(body: bytes) -> bytes:
    """Give a body in the form that relays may not change (RFC 6376 3.4.4)."""
    lines = re.sub(rb"[ \t]+", b" ", body).split(b"\r\n")
    text = b"\r\n".join(line.rstrip(b" ") for line in lines).rstrip(b"\r\n")
    return text + b"\r\n" if text else b""


def _b64(raw: bytes) -> str:
    return b64encode(raw).decode("ascii")
