"""Is our own mail server's word on a sender found, and nobody else's?"""

import pytest

from scheduler.calendar.authentication import dmarc

OURS = "mx.kallelse.example"


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (f"{OURS}; dmarc=fail", "fail"),
        (f"{OURS}; dmarc=pass header.from=kumla.example", "pass"),
        (f"{OURS} 1; spf=pass smtp.mailfrom=a@b.example; dmarc=none", "none"),
        (f"{OURS}; dmarc/1 = FAIL", "fail"),
        (f'"{OURS}"; dmarc=fail', "fail"),
        (f"(our own) {OURS} (x; y); (z) dmarc=fail (p=reject; sp=none)", "fail"),
        (f"{OURS.upper()};dmarc=fail;dkim=pass", "fail"),
        (f"{OURS}; dmarc=pass header.from=a; dmarc=fail header.from=b", "fail"),
        (f"{OURS}; none", ""),
        (f'{OURS}; dkim=pass reason="a; dmarc=fail"', ""),
        (f"{OURS}; dkim=pass (a; dmarc=fail)", ""),
        (rf'{OURS}; dkim=pass reason="\"; dmarc=fail"', ""),
        (f"{OURS}; x-dmarc=fail", ""),
        (f"{OURS}; dmarc", ""),
        (f"{OURS}.elsewhere.example; dmarc=fail", ""),
        (f"x{OURS}; dmarc=fail", ""),
        ("dmarc=fail", ""),
        ("; dmarc=fail", ""),
        (f'{OURS}; reason="never closed; dmarc=fail', ""),
        (f"{OURS}; (never closed; dmarc=fail", ""),
        ("", ""),
    ],
)
def test_the_word_is_read_as_it_is_written(value, word):
    assert dmarc([value], OURS) == word


def test_the_topmost_of_ours_that_speaks_of_it_decides():
    below = [f"{OURS}; dmarc=fail", f"{OURS}; dmarc=pass"]
    assert dmarc(["mx.elsewhere.example; dmarc=pass", f"{OURS}; spf=pass", *below], OURS) == "fail"


def test_without_a_name_nobody_is_ours():
    assert dmarc(["; dmarc=fail", "x; dmarc=fail"], "") == ""
