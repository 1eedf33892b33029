"""Do others find our signatures right, and whatever was changed wrong?"""

from __future__ import annotations

import re
import subprocess
from base64 import b64decode
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from scheduler.calendar.address import Mailbox
from scheduler.calendar.message import Mail, compose
from scheduler.config import Settings, SettingsWrong
from tests.smtp import DROP, TO, Rude
from tests.web.mail.conftest import written
from tests.web.mail.passing import called, passes
from web import dkim, instance

DATE = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)  # a signature from the future is none


def mail(subject: str = "Länsnätverket, 4 februari", text: str = "Hej\n\n .\n..\n  \n\n") -> bytes:
    return compose(
        Mail(
            message_id="<1.abc@kallelse.example>",
            sender=Mailbox(name="Länsstyrelsen i Örebro", address="svar+abc@kallelse.example"),
            to=Mailbox(name="Anna Ek", address="anna@kumla.example"),
            subject=subject,
            text=text,
            html="<p>Hej\t  igen</p>",
            date=DATE,
            headers={"X-Kallelse-Letter": "1"},
        )
    )


@pytest.fixture
def sign(signing: Settings) -> dkim.Sign:
    made = dkim.signer(signing)
    assert made is not None
    return made


@pytest.mark.parametrize(
    "raw",
    [
        mail(),
        mail(subject="å" * 300),
        mail(subject="a  b"),
        mail(text="x" * 2000),
        mail(text=""),
        b"From: a@kallelse.example\r\nsubject:x\r\n y\r\n\r\n",
        b"From: a@kallelse.example\r\n\r\nHej \t \t du\r\n \r\n\r\n",
        b"From:  a@kallelse.example \r\nDate: yesterday\r\n\r\nno break at the end",
    ],
    ids=["usual", "long subject", "two spaces", "long line", "empty", "bare", "spaces", "unended"],
)
def test_a_verifier_that_is_not_ours_finds_our_signature_right(sign, verified, raw):
    assert verified(sign(raw))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"\r\nTo: Anna", b"\r\n\tTo: Anna"),
        (b"\r\nFrom: ", b"\r\nFrom: <evil@x.example>\r\nFrom: "),
        (b"anna@kumla.example", b"evil@kumla.example"),
        (b"\r\n\r\n--=_", b"\r\n\r\nmore\r\n--=_"),
        (b"Hej", b"Nej"),
        (b" t=", b" t=1"),
        (b"d=kallelse.example", b"d=x.example"),
    ],
)
def test_what_was_changed_is_found_wrong(sign, verified, old, new):
    signed = sign(mail())
    assert old in signed
    assert not verified(signed.replace(old, new, 1))


def test_what_relays_may_change_is_still_right(sign, verified):
    signed = sign(mail())
    changed = signed.replace(b"\r\nTo: ", b"\r\nX-Relay: a\r\nTO:   ") + b"\r\n"
    assert changed != signed
    assert verified(b"Received: from us\r\n" + changed)


def test_the_same_mail_is_signed_the_same_and_only_one_header_stands_before_it(sign, signing):
    again = dkim.signer(signing)
    assert again is not None
    raw = mail()
    assert sign(raw) == again(raw)
    assert sign(raw).endswith(b"\r\n" + raw)
    head = sign(raw).removesuffix(raw).decode("ascii")
    tags = dict(tag.strip().split("=", 1) for tag in head.partition(":")[2].split(";"))
    assert {name: tags[name] for name in ("v", "a", "c", "d", "s", "t", "h")} == {
        "v": "1",
        "a": "rsa-sha256",
        "c": "relaxed/relaxed",
        "d": "kallelse.example",
        "s": "k1",
        "t": str(int(DATE.timestamp())),
        "h": "From:To:Subject:Date:Message-ID:MIME-Version:Content-Type:From",
    }
    assert max(map(len, head.splitlines())) <= 78


def test_openssl_finds_the_signature_right_by_the_text_that_the_rfc_says(sign, key, tmp_path):
    raw = (
        b"From: a@kallelse.example\r\nTo:  b@kumla.example\r\nSubject: x\r\n  y\r\n"
        b"\r\nHej  du \r\n\r\n"
    )
    head = sign(raw).removesuffix(raw)
    own, _, signature = head.rpartition(b"b=")
    assert b64decode(own.partition(b"bh=")[2].partition(b";")[0]) == sha256(b"Hej du\r\n").digest()
    text = (
        b"from:a@kallelse.example\r\nto:b@kumla.example\r\nsubject:x y\r\ndkim-signature:"
        + b" ".join(own.partition(b":")[2].split())
        + b" b="
    )
    (tmp_path / "text").write_bytes(text)
    (tmp_path / "signature").write_bytes(b64decode(b"".join(signature.split())))
    (tmp_path / "public.pem").write_bytes(
        subprocess.run(
            ["openssl", "pkey", "-in", key, "-pubout"], check=True, capture_output=True
        ).stdout
    )
    verify = "openssl dgst -sha256 -verify public.pem -signature signature text"
    done = subprocess.run(verify.split(), cwd=tmp_path, capture_output=True, check=False)
    assert done.stdout == b"Verified OK\n", done.stderr


def test_a_letter_leaves_signed_and_is_the_same_mail_when_it_is_repeated(
    database, engine_with, time, key, verified
):
    time.to(DATE)
    called(database, TO)
    with Rude(dot=[DROP, b"250 taken"]) as server:
        engine = engine_with(server.port, dkim_selector="k1", dkim_key_file=str(key))
        assert len(list(passes(engine, database, time))) == 2
    first, second = (re.sub(rb"(?m)^\.\.", b".", raw) for raw in server.mails)
    assert first == second
    assert verified(first)


def test_nothing_is_signed_unless_it_is_set(settings):
    assert dkim.signer(settings) is None


def test_a_domain_with_letters_of_its_own_signs_in_the_form_that_dns_has(signing):
    settings = signing.model_copy(update={"mail_domain": "län.example"})
    made = dkim.signer(settings)
    assert made is not None
    assert b"d=xn--ln-via.example;" in made(mail())


def test_a_key_that_cannot_sign_is_told_at_once_with_what_makes_one(settings, tmp_path):
    (tmp_path / "text.pem").write_text("not a key", encoding="ascii")
    written(ec.generate_private_key(ec.SECP256R1()), tmp_path / "curve.pem")
    weak = "openssl genrsa -traditional -out weak.pem 768"
    subprocess.run(weak.split(), cwd=tmp_path, check=True, capture_output=True)
    said = {
        name: wrong(settings, dkim_selector="k1", dkim_key_file=f"{name}.pem")
        for name in ("missing", "text", "curve", "weak")
    }
    told = {name: f"KALLELSE_DKIM_KEY_FILE: {tmp_path}/{name}.pem" for name in said}
    make = f"openssl genrsa -out {tmp_path}"
    assert said == {
        "missing": f"{told['missing']}: No such file or directory",
        "text": f"{told['text']} is no private key in PEM: {make}/text.pem 2048",
        "curve": f"{told['curve']} is no RSA key: {make}/curve.pem 2048",
        "weak": f"{told['weak']} has 768 bits, and fewer than 1024 are not believed: "
        f"{make}/weak.pem 2048",
    }


def test_half_of_the_setting_is_told_whole(settings):
    assert wrong(settings, dkim_selector="k1") == (
        "KALLELSE_DKIM_KEY_FILE is not set, but KALLELSE_DKIM_SELECTOR is: set both or none"
    )
    assert wrong(settings, dkim_key_file="a.pem") == (
        "KALLELSE_DKIM_SELECTOR is not set, but KALLELSE_DKIM_KEY_FILE is: set both or none"
    )


def test_an_instance_with_a_wrong_key_does_not_start(tmp_path, monkeypatch):
    monkeypatch.setenv("KALLELSE_SECRET_KEY", "0123456789abcdefghijklmnopqrstuvwxyz")
    monkeypatch.setenv("KALLELSE_DKIM_SELECTOR", "k1")
    with pytest.raises(SettingsWrong, match="KALLELSE_DKIM_KEY_FILE is not set"):
        instance.load(tmp_path)


def wrong(settings: Settings, **wanted: str) -> str:
    with pytest.raises(SettingsWrong) as told:
        dkim.signer(settings.model_copy(update=wanted))
    [line] = told.value.errors
    return line
