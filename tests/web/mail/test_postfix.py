"""Does a letter come through a real relay, signed as it left?"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.doors.postfix import Postfix
from tests.smtp import HOST, Box, free_port, taking
from tests.story.waiting import until
from tests.web.mail.passing import called, states
from web import relay

THERE, ELSEWHERE = "anna@lmtp.example", "bo@nora.example"


class Narrow(Box):
    """A relay that takes mail for one domain, where nobody may start Postfix."""

    async def handle_RCPT(  # noqa: N802  # aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del server, session, options
        if not address.endswith("@lmtp.example"):
            return "554 5.7.1 Relay access denied"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 taken"


class Lmtp(Controller):
    """The mail server behind the relay."""

    def factory(self) -> SMTP:
        return LMTP(self.handler, **self.SMTP_kwargs)


@pytest.fixture
def behind() -> Box:
    """What has come through the relay."""
    return Narrow()


@pytest.fixture
def port(behind: Box, tmp_path: Any) -> Iterator[int]:
    """A relay: Postfix where it can be started, as root."""
    found = free_port()
    if os.geteuid() != 0:
        with taking(behind, found):
            yield found
        return
    sink = Lmtp(behind, hostname=HOST, port=found)
    sink.start()
    postfix = Postfix(tmp_path / "no-command", found)
    postfix.start()
    yield postfix.port
    postfix.stop()
    sink.stop()


def test_a_letter_comes_through_a_real_relay_with_its_signature_whole(
    database, engine_with, time, settings, key, verified, behind, port
):
    time.to(datetime(2026, 1, 5, 9, 0, tzinfo=UTC))
    called(database, THERE, ELSEWHERE)
    engine_with(port, dkim_selector="k1", dkim_key_file=str(key)).settle()
    assert states(database) == {THERE: "sent", ELSEWHERE: "dead"}
    until(lambda: len(behind.mails) == 1, "the letter has come through")
    [(_, recipient, raw)] = behind.mails
    assert recipient == THERE
    assert verified(raw)
    seen = relay.look(settings.model_copy(update={"smtp_host": HOST, "smtp_port": port}))
    assert (seen.tls, seen.signed_in, seen.size > 1_000_000) == ("", False, True)
