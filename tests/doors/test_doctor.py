"""Does `doctor` see whether the mailbox for answers can be opened, and touch nothing in it?"""

from __future__ import annotations

import pytest

from tests.doors.dovecot import PASSWORD, STRANGE
from tests.smtp import HOST
from web import checks


@pytest.fixture
def mailbox(dovecot, settings):
    wanted = {
        "imap_host": HOST,
        "imap_port": dovecot.tls_port,
        "imap_ca_file": str(dovecot.authority),
        "imap_user": dovecot.user,
        "imap_password": PASSWORD,
    }
    return settings.model_copy(update=wanted)


def test_a_mailbox_that_can_be_opened_is_well_and_nothing_in_it_is_touched(dovecot, mailbox):
    dovecot.deliver(STRANGE)
    [found] = checks.answers(mailbox)
    assert (found.name, found.state) == ("imap", "ok")
    assert found.text == f"configured: {HOST}:{dovecot.tls_port} (tls)"
    assert dovecot.flags() == [()]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"imap_password": "wrong"}, "its server refuses the user, the password or the token"),
        ({"imap_folder": "Nowhere"}, "it has no folder as KALLELSE_IMAP_FOLDER says"),
        ({"imap_ca_file": ""}, "the server's certificate is not trusted: "),
        ({"imap_auth": "xoauth2"}, "there is no token to sign in with: no access token"),
    ],
)
def test_a_mailbox_that_cannot_be_opened_is_told_with_what_mends_it(mailbox, changed, words):
    [found] = checks.answers(mailbox.model_copy(update=changed))
    assert (found.state, bool(found.mend)) == ("wrong", True)
    assert found.text.partition(": the mailbox ")[2].startswith(f"cannot be watched: {words}")
