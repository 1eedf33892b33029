"""Are addresses written and read so that no one else is meant?"""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.calendar.address import AddressNotSupported, addresses, mailto, uri, wire


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("Anna.Ek@Kumla.EXAMPLE", "Anna.Ek@kumla.example"),
        ("svar+abc@kallelse.example", "svar+abc@kallelse.example"),
        ("o'neill@x.example", "o'neill@x.example"),
        ("a@växjö.example", "a@xn--vxj-qla6g.example"),
        ("a@VÄXJÖ.example", "a@xn--vxj-qla6g.example"),
        ("root@localhost", "root@localhost"),
    ],
)
def test_an_address_is_sent_in_ascii(typed, sent):
    assert wire(typed) == sent


@pytest.mark.parametrize(
    "typed",
    [
        *("", "anna", "@x.example", "a@", "a b@x.example", '"a b"@x.example', ".a@x.example"),
        *("a..b@x.example", "a.@x.example", "a@x..example", "a@-x.example", "a@x.example."),
        *("åsa@x.example", "a@b@x.example", "a@[192.0.2.1]", "a@x.example\r\nBcc: b@x.example"),
        *("a@stra\u00dfe.example", "a@\u200d.example", "x" * 65 + "@x.example"),
        *(
            "a@" + "x" * 64 + ".example",
            "a@" + "x." * 130 + "example",
            "a@" + "ö" * 300,
            "\ud800@x",
        ),
    ],
)
def test_what_mail_cannot_be_sent_to_is_refused(typed):
    with pytest.raises(AddressNotSupported) as refusal:
        wire(typed)
    assert refusal.value.field == "email"
    assert str(refusal.value).encode("utf-8").startswith(b"Mail cannot be sent to ")


def test_an_address_as_uri_has_no_marks_that_mean_something_there():
    assert mailto("a%b?c#d&e@x.example") == "mailto:a%25b%3Fc%23d%26e@x.example"
    assert mailto("svar+abc@x.example") == "mailto:svar+abc@x.example"


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        (
            "https://x.example/a b/å?q=ä b&r=1#ö",
            "https://x.example/a%20b/%C3%A5?q=%C3%A4%20b&r=1#%C3%B6",
        ),
        ("http://127.0.0.1:8000/r/abc", "http://127.0.0.1:8000/r/abc"),
        ("http://[::1]:8000/r/abc", "http://[::1]:8000/r/abc"),
        ("https://x.example/a%20b%zz", "https://x.example/a%20b%25zz"),
        ("HTTPS://Möte.Example", "https://xn--mte-sna.example"),
        ("https://user:secret@x.example/", "https://x.example/"),
        ("https://x.example/\r\nX-EVIL:1", "https://x.example/X-EVIL:1"),
        ("https://x.example/a\u2028\x0bb", "https://x.example/a%E2%80%A8%0Bb"),
        ("javascript:alert(1)", ""),
        ("x.example/rum", ""),
        ("https://", ""),
        ("https://x y.example/", ""),
        ("https://x.example:port/", ""),
        ("https://[::zz]/", ""),
        ("", ""),
    ],
)
def test_a_web_address_is_written_in_ascii_or_not_at_all(typed, written):
    assert uri(typed) == written


@given(text=st.text())
def test_whatever_is_typed_as_a_web_address_gives_printable_ascii(text):
    for typed in (text, f"https://x.example/{text}", f"https://{text}"):
        assert all("!" <= char <= "~" for char in uri(typed))


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("anna@kumla.example", ["anna@kumla.example"]),
        ('"Ek, Anna" <Anna@Kumla.example>', ["anna@kumla.example"]),
        ("Anna (evil@x.example) <anna@kumla.example>", ["anna@kumla.example"]),
        (r"Anna (\) evil@x.example) <anna@kumla.example>", ["anna@kumla.example"]),
        (r'"Anna \" <evil@x.example>" <anna@kumla.example>', ["anna@kumla.example"]),
        ("anna@polis.example, evil@x.example", ["anna@polis.example", "evil@x.example"]),
        ("<anna@polis.example> <evil@x.example>", ["anna@polis.example", "evil@x.example"]),
        ("anna@polis.example evil@x.example", ["anna@polis.example", "evil@x.example"]),
        (
            "Gruppen: anna@polis.example, bo@polis.example;",
            ["anna@polis.example", "bo@polis.example"],
        ),
        ("undisclosed-recipients:;", []),
        ("=?utf-8?q?evil=40x.example?= <anna@kumla.example>", ["anna@kumla.example"]),
        ("<>", []),
        ("", []),
    ],
)
def test_a_headers_addresses_are_all_found(header, found):
    assert addresses(header) == found


@pytest.mark.parametrize(
    "header", ["(" * 10_000, "<" * 10_000, '"' * 9_999, "a@b," * 2_500, "\\" * 10_000]
)
def test_a_hostile_header_is_read_at_once(header):
    begun = time.process_time()
    assert set(addresses(header)) <= {"a@b"}
    assert time.process_time() - begun < 0.1
