"""Does mail leave encrypted to the right server, or not at all?"""

from __future__ import annotations

from pathlib import Path

import pytest
from aiosmtpd.smtp import AuthResult

from scheduler.ports import Temporary
from tests.smtp import FROM, RAW, TO, Box, Certificates, certificates, free_port, outcome, taking


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return certificates(tmp_path_factory.mktemp("ours"))


@pytest.fixture(scope="module")
def misnamed(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return certificates(tmp_path_factory.mktemp("misnamed"), host="mail.elsewhere.example")


def _trusting(made: Certificates) -> dict[str, str]:
    return {"smtp_ca_file": str(made.authority)}


def test_starttls_with_a_certificate_that_we_trust_sends_encrypted(sender_to, ours):
    box, port = Box(), free_port()
    with taking(box, port, tls_context=ours.context(), require_starttls=True):
        sender = sender_to(port, smtp_security="starttls", **_trusting(ours))
        assert outcome(sender) == (None, "250 2.0.0 taken")
        sender.close()
    assert (box.mails, box.encrypted) == ([(FROM, TO, RAW)], [True])


def test_tls_from_the_first_word_sends_encrypted(sender_to, ours):
    box, port = Box(), free_port()
    with taking(box, port, ssl_context=ours.context()):
        sender = sender_to(port, smtp_security="tls", **_trusting(ours))
        assert outcome(sender) == (None, "250 2.0.0 taken")
        sender.close()
    assert box.mails == [(FROM, TO, RAW)]


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("fault", ["nobody we trust signed it", "it is another server's"])
def test_a_certificate_that_is_not_the_server_s_gets_nothing(
    sender_to, ours, misnamed, security, fault
):
    shown = ours if fault.startswith("nobody") else misnamed
    trusted = {} if shown is ours else _trusting(misnamed)
    how = {"ssl_context" if security == "tls" else "tls_context": shown.context()}
    box, port = Box(), free_port()
    with taking(box, port, **how):
        kind, words = outcome(sender_to(port, smtp_security=security, **trusted))
    assert (kind, box.mails) == (Temporary, [])
    assert "certificate verify failed" in words


def test_a_server_without_starttls_gets_nothing(sender_to):
    box, port = Box(), free_port()
    with taking(box, port):
        kind, words = outcome(sender_to(port, smtp_security="starttls"))
    assert (kind, box.mails) == (Temporary, [])
    assert words == "STARTTLS extension not supported by server."


def test_an_authority_file_that_is_not_there_stops_mail_and_says_so(sender_to, tmp_path: Path):
    box, port = Box(), free_port()
    with taking(box, port):
        missing = str(tmp_path / "missing.pem")
        sender = sender_to(port, smtp_security="starttls", smtp_ca_file=missing)
        assert outcome(sender) == (Temporary, "No such file or directory")
    assert box.mails == []


def test_a_login_goes_over_the_encrypted_line(sender_to, ours):
    seen: list[tuple[bool, bytes, bytes]] = []

    def knows(server, session, envelope, mechanism, login) -> AuthResult:
        seen.append((session.ssl is not None, login.login, login.password))
        return AuthResult(success=True)

    box, port = Box(), free_port()
    options = {"tls_context": ours.context(), "auth_required": True, "authenticator": knows}
    with taking(box, port, **options):
        login = {"smtp_user": "kallelse", "smtp_password": "hemligt"}
        sender = sender_to(port, smtp_security="starttls", **login, **_trusting(ours))
        assert outcome(sender) == (None, "250 2.0.0 taken")
        sender.close()
    assert seen == [(True, b"kallelse", b"hemligt")]
