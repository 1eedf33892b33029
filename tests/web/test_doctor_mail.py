"""Does `doctor` try the mail server without sending, and print the DNS records to set?"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.smtp import Box, Rude, certificates, free_port, taking
from tests.web.terminal import Terminal

DOMAIN = 'mail_domain = "kallelse.kommun.example"\nbase_url = "https://natverk.kommun.example"\n'


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    made = Terminal(tmp_path / "instance")
    made.set_up()
    return made


def set_to(terminal: Terminal, text: str) -> None:
    (terminal.folder / "kallelse.toml").write_text(text, encoding="utf-8")


def check(terminal: Terminal, name: str) -> tuple[str, str]:
    """How one check stands, and what it says."""
    [found] = [one for one in terminal.json("doctor")["checks"] if one["name"] == name]
    return found["state"], found["text"]


def records(terminal: Terminal) -> dict[tuple[str, str], str]:
    return {
        (one["name"], one["type"]): one["value"]
        for one in terminal.json("doctor")["dns"]
        if "v=DKIM1" not in one["value"]
    }


def test_the_relay_is_asked_all_but_to_take_a_letter(terminal):
    says = {"ehlo": b"250-x\r\n250-SIZE 35882577\r\n250 AUTH PLAIN", "noop": b"250 ok"}
    login = 'smtp_user = "kallelse"\nsmtp_password = "hemligt"\n'
    with Rude(**says) as server:
        set_to(terminal, f'smtp_port = {server.port}\nsmtp_security = "none"\n{login}')
        found = check(terminal, "smtp")
    assert server.heard == ["ehlo", "auth", "noop", "quit"]
    words = "not encrypted, signed in, mails up to 35 MB"
    assert found == ("ok", f"127.0.0.1:{server.port} (none): {words}")


def test_how_the_relay_encrypts_is_told(terminal, tmp_path):
    made, box, port = certificates(tmp_path), Box(), free_port()
    set_to(terminal, f'smtp_port = {port}\nsmtp_ca_file = "{made.authority}"\n')
    with taking(box, port, tls_context=made.context(), require_starttls=True):
        state, text = check(terminal, "smtp")
    place, _, words = text.partition(": ")
    assert (state, place) == ("ok", f"127.0.0.1:{port} (starttls)")
    assert words == "TLSv1.3, no sign-in, mails up to 33 MB"
    assert box.mails == []


def test_a_relay_that_does_not_take_the_token_is_told_in_its_words(terminal):
    words = {"ehlo": b"250-x\r\n250 AUTH XOAUTH2", "auth": b"535 5.7.3 not for kallelse@x.example"}
    with Rude(**words) as server:
        login = 'smtp_user = "k"\nsmtp_auth = "xoauth2"\noauth_access_token = "a-token"\n'
        set_to(terminal, f'smtp_port = {server.port}\nsmtp_security = "none"\n{login}')
        found = check(terminal, "smtp")
    assert found == ("wrong", f"127.0.0.1:{server.port} (none): 535 5.7.3 not for …")


def test_doors_for_answers_are_named_where_they_are_set(terminal):
    port = free_port()
    doors = f'lmtp_listen = "127.0.0.1:2424"\nimap_host = "127.0.0.1"\nimap_port = {port}\n'
    set_to(terminal, doors)
    assert check(terminal, "lmtp") == ("ok", "configured: 127.0.0.1:2424")
    words = "the mailbox cannot be watched: Connection refused"
    assert check(terminal, "imap") == ("wrong", f"configured: 127.0.0.1:{port} (tls): {words}")


@pytest.mark.parametrize(
    ("more", "spf"),
    [
        ('smtp_host = "relay.kommun.example"\n', "a:relay.kommun.example"),
        ('smtp_host = "smtp.office365.com"\n', "include:spf.protection.outlook.com"),
        ('smtp_host = "192.0.2.25"\n', "ip4:192.0.2.25"),
        ('smtp_host = "2001:db8::25"\n', "ip6:2001:db8::25"),
        ("", "mx a:natverk.kommun.example"),
    ],
)
def test_records_say_who_sends_and_where_answers_go(terminal, monkeypatch, more, spf):
    monkeypatch.setattr("web.checks.CHECKS", ())
    set_to(terminal, DOMAIN + more)
    assert records(terminal) == {
        ("kallelse.kommun.example.", "MX"): "10 natverk.kommun.example.",
        ("kallelse.kommun.example.", "TXT"): f'"v=spf1 {spf} ~all"',
        ("_dmarc.kallelse.kommun.example.", "TXT"): (
            '"v=DMARC1; p=none; rua=mailto:postmaster@kallelse.kommun.example"'
        ),
    }


def test_where_answers_come_to_a_mailbox_of_others_no_mx_is_asked_for(terminal, monkeypatch):
    monkeypatch.setattr("web.checks.CHECKS", ())
    set_to(terminal, f'{DOMAIN}imap_host = "imap.kommun.example"\n')
    assert [kind for _, kind in records(terminal)] == ["TXT", "TXT"]


def test_an_instance_that_is_for_this_machine_alone_needs_no_records(terminal):
    assert terminal.json("doctor")["dns"] == []
    assert "dns " not in terminal.type("doctor").stdout


@pytest.mark.parametrize(("bits", "state"), [(1024, "warning"), (2048, "ok"), (4096, "ok")])
def test_the_record_of_the_key_is_the_key_in_strings_that_dns_can_hold(terminal, bits, state):
    key = terminal.folder / "dkim.pem"
    make = ["openssl", "genrsa", "-out", key, str(bits)]
    subprocess.run(make, check=True, capture_output=True)
    set_to(terminal, f'{DOMAIN}dkim_selector = "k1"\ndkim_key_file = "dkim.pem"\n')
    name = "k1._domainkey.kallelse.kommun.example."
    [record] = [one for one in terminal.json("doctor")["dns"] if one["name"] == name]
    strings = [part.strip('"') for part in record["value"].split('" "')]
    assert max(map(len, strings)) <= 255
    head, _, public = "".join(strings).partition("p=")
    shown = subprocess.run(
        ["openssl", "rsa", "-in", key, "-pubout"], check=True, capture_output=True, text=True
    )
    assert head == "v=DKIM1; k=rsa; "
    assert public == "".join(shown.stdout.splitlines()[1:-1])
    assert check(terminal, "dkim") == (state, f"k1, {bits} bits")


def test_records_are_printed_as_lines_that_can_be_copied(terminal):
    set_to(terminal, DOMAIN)
    lines = terminal.type("doctor").stdout.splitlines()
    dns = [line for line in lines if line.startswith("dns ")]
    assert len(dns) == 3
    assert dns[0] == (
        "dns      kallelse.kommun.example. MX 10 natverk.kommun.example.  →  "
        "answers come to the mail server of this name"
    )
