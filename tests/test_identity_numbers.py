"""Is every personal identity number found in a text, and little else?

The numbers are made by the rules written a second time, forward: from a birthday to its digits.
"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.identity_numbers import found

BETWEEN = st.sampled_from(["-", "", " ", "\u00a0", "\u2011", "\u2013", " - "])
SPACE = st.sampled_from(["", " ", "\u00a0"])
SHUT = st.sampled_from([".", ",", ";", ":", "!", "?", ")", "]", '"', "”", "*", "_", "/", "…", ""])
OPEN = st.sampled_from(["(", "[", '"', "”", "*", "_", "/", ":", "- ", "pnr ", ""])


def births(first, last):
    return st.dates(date(first, 1, 1), date(last, 12, 31))


def product(digits, weights):
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))


@st.composite
def swedish(draw):
    birth = draw(births(1880, 2031))
    day = birth.day + draw(st.sampled_from([0, 60]))
    nine = f"{birth:%y%m}{day:02}{draw(st.integers(0, 999)):03}"
    doubled = "".join(str(int(digit) * 2) for digit in nine[::2])
    check = -(sum(map(int, doubled)) + sum(map(int, nine[1::2]))) % 10
    century = draw(st.sampled_from(["", f"{birth.year // 100}"]))
    mark = draw(st.one_of(BETWEEN, st.just("+")))
    return f"{century}{nine[:6]}{mark}{nine[6:]}{check}"


def norwegian_checks(nine, *, relaxed):
    """Give the pairs of control digits that the nine may have, as the register documents them."""
    pairs = []
    for first in range(10):
        rest = (product(nine, (3, 7, 6, 1, 8, 9, 4, 5, 2)) + first) % 11
        if rest not in ({0, 1, 2, 3} if relaxed else {0}):
            continue
        second = 11 - product(nine + str(first), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
        if second != 10:
            pairs.append(f"{first}{second % 11}")
    return pairs


@st.composite
def norwegian(draw):
    birth = draw(births(1890, 2031))
    day, month = draw(st.sampled_from([(0, 0), (40, 0), (0, 40)]))
    six = f"{birth.day + day:02}{birth.month + month:02}{birth:%y}"
    relaxed = draw(st.booleans())
    for serial in range(draw(st.integers(0, 900)), 1000):
        pairs = norwegian_checks(f"{six}{serial:03}", relaxed=relaxed)
        if pairs:  # a number that has none is never given out
            return f"{six}{draw(SPACE)}{serial:03}{draw(st.sampled_from(pairs))}"
    raise AssertionError


@st.composite
def danish(draw):
    birth = draw(births(1858, 2057))
    if birth.year < 1900:
        sevenths = "5678"
    elif birth.year < 2000:
        sevenths = "0123" if birth.year < 1937 else "012349"
    else:
        sevenths = "456789" if birth.year < 2037 else "5678"
    tail = draw(st.sampled_from(sevenths)) + f"{draw(st.integers(0, 999)):03}"
    return f"{birth:%d%m%y}{draw(BETWEEN)}{tail}"


@st.composite
def finnish(draw):
    birth = draw(births(1850, 2031))
    signs = {18: "+", 19: "-UVWXY", 20: "ABCDEF"}[birth.year // 100]
    number = f"{draw(st.integers(2, 999)):03}"
    check = "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(f"{birth:%d%m%y}" + number) % 31]
    written = f"{birth:%d%m%y}{draw(st.sampled_from(signs))}{number}{check}"
    return draw(st.sampled_from([written, written.lower()]))


@st.composite
def icelandic(draw):
    birth = draw(births(1890, 2031))
    century = {18: "8", 19: "9", 20: "0"}[birth.year // 100]
    for serial in range(draw(st.integers(20, 90)), 100):
        eight = f"{birth:%d%m%y}{serial:02}"
        check = 11 - product(eight, (3, 2, 7, 6, 5, 4, 3, 2)) % 11
        if check != 10:
            return f"{eight[:6]}{draw(BETWEEN)}{eight[6:]}{check % 11}{century}"
    raise AssertionError


NUMBERS = st.one_of(swedish(), norwegian(), danish(), finnish(), icelandic())


@pytest.mark.parametrize(
    "country",
    [swedish(), norwegian(), danish(), finnish(), icelandic()],
    ids=["SE", "NO", "DK", "FI", "IS"],
)
def test_every_number_of_a_country_is_found(country):
    @given(country)
    def check(number):
        assert found(number) == [number]

    check()


@given(st.lists(st.tuples(OPEN, NUMBERS, SHUT), min_size=1, max_size=4))
def test_numbers_are_found_in_sentences_beside_any_mark_and_in_the_order_typed(said):
    text = ", samt ".join(f"enligt {before}{number}{after}" for before, number, after in said)
    assert found(f"Läget den 4 februari: {text} vid skolan.") == [number for _, number, _ in said]


@pytest.mark.parametrize(
    "number",
    [
        "811218-9876",
        "19811218-9876",
        "198112189876",
        "811218 9876",
        "811218+9876",
        "18811218+9876",
        "701063-2391",
        "197010632391",
        "131052-308T",
        "131052-308t",
        "131052A308T",
        "120174-3399",
        "1201743399",
        "120174 3399",
        "070761-4285",
    ],
)
def test_a_number_as_its_register_shows_it_is_found(number):
    assert found(f"Gäller {number}.") == [number]


def test_a_coordination_number_of_somebody_whose_birth_is_unknown_is_found():
    assert found("850060-0005, 850860-0007") == ["850060-0005", "850860-0007"]


LOOK_ALIKES = """
070-123 45 67 | 070 123 45 67 | 08-123 456 78 | +46 70 123 45 67 | +46701234567 | 0046701234567
+47 22 12 34 56 | 221 23 456 | +45 12 34 56 78 | 12345678 | +358 40 123 4567 | +354 555 1234
555-1234 | 112 | 11414 | 020-22 90 60 | 2027-02-04 | 20270204 | 270204 | 04.02.2027 | 4/2 2027
2027-02-04 09:00 | 2027-02-04T09:00 | 20270204T090000Z | 4.2.–11.2.2027 | 14.00-16.00 | 14:00-16:00
0900-1200 | v. 5 | 2027/123-4 | 2027/12345-6 | KS 2027-00123 | Dnr 2027-000123-4 | 12/2027 | § 14-18
A123456/2027 | 702 10 | 0150 Oslo | 556036-0793 | 212000-1355 | 969620-3379 | 802002-4280
974 760 673 | 974760673 | 25052943 | 1234567-8 | 500101-2039 | 681290-2889
SE45 5000 0000 0583 9825 7466 | SE4550000000058398257466 | NO93 8601 1117 947 | NO9386011117947
DK5000400440116243 | FI21 1234 5600 0007 85 | IS14 0159 2600 7654 5510 7303 39
5123-4567 | 1234 5678 9012 3456 | 1234 56 78903 | 550e8400-e29b-41d4-a716-446655440000
811218-9875 | 811318-9876 | 131052-308U | 320174-3399 | 29021900 | 010190 12345 | 0101901234567
""".replace("\n", " | ").split(" | ")


def test_there_are_at_least_sixty_look_alikes():
    assert len({text for text in LOOK_ALIKES if text}) >= 60


@pytest.mark.parametrize("text", [text for text in LOOK_ALIKES if text])
def test_what_only_looks_like_a_number_is_left_alone(text):
    assert found(f"Se {text}, enligt ovan.") == []


def test_a_date_that_never_was_is_nobodys_birthday():
    assert found("300290-1234 310490-1234 001290-1234 290201-4234") == []
