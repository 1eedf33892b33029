"""Are guessable passwords refused, all others taken, and none kept readable?"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from scheduler import passwords
from scheduler.common_passwords import is_common, lines, words

COMMON = (
    "passwordpassword",
    "Password12345678",
    "P@ssw0rdP@ssw0rd",
    "qwertyuiopåasdf",
    "1q2w3e4r5t6y7u8i",
    "qazwsxedcrfvtgb",
    "!QAZ2wsx#EDC4rfv",
    "zyxwvutsrqponmlk",
    "123456789012345",
    "aaaaaaaaaaaaaaaa",
    "abcabcabcabcabcabc",
    "sommarsommar2024",
    "Sommaren2024!!!!",
    "Välkommen2024!!",
    "Kallelse2027!!!",
    "correcthorsebatterystaple",
    "Correct Horse Battery Staple",
    "DetHärÄrMittLösenord",
    "Du gamla, du fria!",
    "TrustNo1TrustNo1",
    "19850412-19850412",
    "Samverkan Nätverk 2026",
)
UNCOMMON = (
    "trumpet gräslök kvitto",
    "moln 7 banan traktor fiol",
    "Tjugo gula kajaker på väg",
    "kF9#mPz2!vQx7wLt",
    "x7Gq-29zL-pp3W-aaf1",
    "8362 9173 0482 7719 5512",
    "горный ветер поёт тихо",
    "日本語のとても長いパスワードです",
    "🐌🦆🌧️🎺🥔🧦🚲🛶🎻🧲🪁🧭🪣🔔🪜🧵",
)


@pytest.mark.parametrize("password", COMMON)
def test_what_is_guessed_first_is_refused(password):
    with pytest.raises(passwords.PasswordTooCommon):
        passwords.check(password)


@pytest.mark.parametrize("password", UNCOMMON)
def test_what_nobody_guesses_is_taken_in_any_script(password):
    passwords.check(password)


def test_every_common_word_made_long_in_the_usual_ways_is_refused():
    ways = ("{0}{0}{0}{0}{0}", "{0}123456789012", "{0}2024{0}2025{0}", "!!{0}__1985__{0}!!")
    tried = [way.format(word) for word in sorted(words())[::3] for way in ways]
    assert len(tried) > 1_500
    assert [password for password in tried if not is_common(password)] == []


def test_every_common_line_is_refused_with_and_without_spaces():
    assert [line for line in lines() if not is_common(line)] == []


def test_ones_own_name_and_address_are_no_password():
    about = ("Eva Landsbygdssamordnare", "eva@kristinehamn.example")
    for password in ("EvaLandsbygdssamordnare1", "eva@kristinehamn.example", "evakristinehamn2026"):
        with pytest.raises(passwords.PasswordTooCommon):
            passwords.check(password, about=about)


def test_fourteen_characters_are_too_few_and_two_hundred_and_fifty_six_are_not_too_many():
    with pytest.raises(passwords.PasswordTooShort):
        passwords.check("trumpet gräslö")
    long = "trumpet gräslök kvitto " * 12
    passwords.check(long[:64])
    passwords.check(long[:128])
    passwords.check(long[:256])
    with pytest.raises(passwords.PasswordTooLong):
        passwords.check(long[:257])


def test_a_password_proves_itself_and_no_other():
    stored = passwords.hashed("trumpet gräslök kvitto")
    assert passwords.proves("trumpet gräslök kvitto", stored)
    assert not passwords.proves("trumpet gräslök kvittO", stored)
    assert not passwords.proves("", stored)


def test_letters_typed_as_one_or_as_two_signs_are_the_same():
    stored = passwords.hashed("trumpet gr\u00e4sl\u00f6k kvitto")
    assert passwords.proves("trumpet gra\u0308slo\u0308k kvitto", stored)


def test_nothing_proves_a_password_that_is_not_there():
    assert not passwords.proves("", "")
    assert not passwords.proves("anything at all here", "")
    assert not passwords.proves("anything at all here", "no hash")


def test_it_is_argon2id_with_what_was_decided():
    stored = passwords.hashed("trumpet gräslök kvitto")
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.hashed("trumpet gräslök kvitto") != stored


def test_not_more_than_four_are_computed_at_once(monkeypatch):
    running, most = [], []

    class Slow:
        def hash(self, _):
            running.append(1)
            most.append(len(running))
            time.sleep(0.02)
            running.pop()
            return ""

    monkeypatch.setattr(passwords, "_HASHER", Slow())
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(passwords.hashed, ["x"] * 32))
    assert max(most) == 4
