"""How does each language write what people read?"""

import datetime as dt

import pytest

from scheduler.errors import InvalidInput, Refused
from scheduler.language import LETTERS, Language, best_match, language, read_catalogue
from scheduler.writing import WRITINGS

START = dt.datetime(2027, 2, 4, 9, 0)  # noqa: DTZ001  # wall time, as the calls take it
THURSDAY = START.date()
NOON_UTC = dt.datetime(2027, 7, 1, 12, 0, tzinfo=dt.UTC)

CATALOGUE = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "The meeting %(title)s is on %(day)s."
msgstr "Mötet %(title)s är %(day)s."

msgid "%(n)d person has not answered %(title)s."
msgid_plural "%(n)d people have not answered %(title)s."
msgstr[0] "%(n)d person har inte svarat på %(title)s."
msgstr[1] "%(n)d personer har inte svarat på %(title)s."

#, fuzzy
msgid "Only guessed"
msgstr "Bara gissat"

msgid "That cannot be done."
msgstr "Det går inte."
"""


@pytest.fixture
def swedish(tmp_path):
    path = tmp_path / "kallelse.po"
    path.write_text(CATALOGUE, encoding="utf-8")
    return Language("sv", WRITINGS["sv"], read_catalogue(path))


def of_each(say):
    return {code: say(language(code)) for code in LETTERS}


def test_a_date_is_written_as_each_country_writes_it():
    assert of_each(lambda x: x.date(THURSDAY)) == {
        "sv": "torsdag 4 februari 2027",
        "nb": "torsdag 4. februar 2027",
        "da": "torsdag den 4. februar 2027",
        "en": "Thursday 4 February 2027",
    }


def test_a_short_date_is_written_as_each_country_writes_it():
    assert of_each(lambda x: x.short_date(THURSDAY)) == {
        "sv": "to 4 feb",
        "nb": "tor. 4. feb.",
        "da": "tors. 4. feb.",
        "en": "Thu 4 Feb",
    }


def test_a_month_is_named_alone():
    assert of_each(lambda x: x.month(dt.date(2027, 5, 1))) == {
        "sv": "maj",
        "nb": "mai",
        "da": "maj",
        "en": "May",
    }


def test_a_week_is_the_iso_week_even_where_the_year_has_53():
    assert of_each(lambda x: x.week(dt.date(2027, 1, 1))) == {
        "sv": "v. 53",
        "nb": "uke 53",
        "da": "uge 53",
        "en": "week 53",
    }


def test_a_time_has_a_full_stop_in_scandinavia_and_a_colon_in_britain():
    assert of_each(lambda x: x.time(dt.time(9, 5))) == {
        "sv": "09.05",
        "nb": "09.05",
        "da": "09.05",
        "en": "09:05",
    }


def test_an_aware_datetime_is_written_with_the_wall_time_it_carries():
    assert language("sv").time(NOON_UTC) == "12.00"


def test_a_date_line_says_weekday_date_week_and_times():
    assert of_each(lambda x: x.date_line(START, START + dt.timedelta(hours=3))) == {
        "sv": "torsdag 4 februari 2027 · v. 5 · 09.00–12.00",
        "nb": "torsdag 4. februar 2027 · uke 5 · 09.00–12.00",
        "da": "torsdag den 4. februar 2027 · uge 5 · 09.00–12.00",
        "en": "Thursday 4 February 2027 · week 5 · 09:00–12:00",
    }


def test_a_date_line_across_midnight_names_both_days():
    start = dt.datetime(2026, 12, 31, 22, 0)  # noqa: DTZ001
    assert of_each(lambda x: x.date_line(start, start + dt.timedelta(hours=3))) == {
        "sv": "torsdag 31 december 2026 · v. 53 · 22.00 – fredag 1 januari 2027 kl. 01.00",
        "nb": "torsdag 31. desember 2026 · uke 53 · 22.00 – fredag 1. januar 2027 kl. 01.00",
        "da": (
            "torsdag den 31. december 2026 · uge 53 · 22.00 – fredag den 1. januar 2027 kl. 01.00"
        ),
        "en": "Thursday 31 December 2026 · week 53 · 22:00 – Friday 1 January 2027 at 01:00",
    }


def test_a_moment_is_what_the_clocks_of_the_zone_show():
    assert of_each(lambda x: x.moment(NOON_UTC, "Europe/Helsinki")) == {
        "sv": "torsdag 1 juli 2027 kl. 15.00",
        "nb": "torsdag 1. juli 2027 kl. 15.00",
        "da": "torsdag den 1. juli 2027 kl. 15.00",
        "en": "Thursday 1 July 2027 at 15:00",
    }
    assert language("en").moment(NOON_UTC, "Atlantic/Reykjavik") == "Thursday 1 July 2027 at 12:00"


def test_a_nordic_clock_is_named_after_its_country():
    assert of_each(lambda x: x.zone_name("Atlantic/Reykjavik", NOON_UTC)) == {
        "sv": "isländsk tid",
        "nb": "islandsk tid",
        "da": "islandsk tid",
        "en": "Icelandic time",
    }
    assert language("sv").zone_name("Europe/Helsinki", NOON_UTC) == "finsk tid"


def test_every_language_names_the_same_nordic_clocks():
    named = of_each(lambda x: sorted(x.writing.zones))
    assert named == dict.fromkeys(LETTERS, named["sv"])


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("Europe/London", "tid i London (UTC+1)"),
        ("America/New_York", "tid i New York (UTC−4)"),
        ("Asia/Kolkata", "tid i Kolkata (UTC+5:30)"),
        ("Etc/GMT-3", "UTC+3"),
        ("UTC", "UTC"),
    ],
)
def test_a_far_clock_is_named_after_its_city_with_the_offset_of_that_day(zone, name):
    assert language("sv").zone_name(zone, NOON_UTC) == name


def test_an_offset_follows_the_season():
    winter = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
    assert language("en").zone_name("Europe/London", winter) == "London time (UTC)"
    assert language("en").zone_name("Europe/London", NOON_UTC) == "London time (UTC+1)"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("sv", ["för 2 dagar sedan", "i går", "i dag", "i morgon", "om 3 dagar"]),
        ("nb", ["for 2 dager siden", "i går", "i dag", "i morgen", "om 3 dager"]),
        ("da", ["for 2 dage siden", "i går", "i dag", "i morgen", "om 3 dage"]),
        ("en", ["2 days ago", "yesterday", "today", "tomorrow", "in 3 days"]),
    ],
)
def test_a_near_day_is_said_as_people_say_it(code, words):
    days = [THURSDAY + dt.timedelta(days=n) for n in (-2, -1, 0, 1, 3)]
    assert [language(code).relative_days(day, THURSDAY) for day in days] == words


def test_a_number_has_the_marks_of_the_language():
    assert of_each(lambda x: x.number(12345.5)) == {
        "sv": "12\N{NO-BREAK SPACE}345,5",
        "nb": "12\N{NO-BREAK SPACE}345,5",
        "da": "12.345,5",
        "en": "12,345.5",
    }


def test_a_list_is_joined_with_the_word_for_and():
    assert of_each(lambda x: x.list_(["Kumla", "Laxå", "Nora"])) == {
        "sv": "Kumla, Laxå och Nora",
        "nb": "Kumla, Laxå og Nora",
        "da": "Kumla, Laxå og Nora",
        "en": "Kumla, Laxå and Nora",
    }
    assert language("sv").list_([]) == ""


def test_a_text_is_translated_with_its_dates_in_the_language(swedish):
    text = "The meeting %(title)s is on %(day)s."
    assert swedish.gettext(text, title="100 % säkert", day=THURSDAY) == (
        "Mötet 100 % säkert är torsdag 4 februari 2027."
    )


def test_a_text_with_a_moment_a_time_and_a_list_writes_each_out():
    said = language("nb").gettext(
        "%(when)s, %(time)s, %(who)s", when=START, time=dt.time(9), who=["Oslo", "Bodø"]
    )
    assert said == "torsdag 4. februar 2027 kl. 09.00, 09.00, Oslo og Bodø"


def test_a_text_that_counts_takes_the_right_form(swedish):
    forms = (
        "%(n)d person has not answered %(title)s.",
        "%(n)d people have not answered %(title)s.",
    )
    assert [swedish.ngettext(*forms, n, title="Övning") for n in (1, 2)] == [
        "1 person har inte svarat på Övning.",
        "2 personer har inte svarat på Övning.",
    ]
    assert [language("en").ngettext(*forms, n, title="A") for n in (0, 1)] == [
        "0 people have not answered A.",
        "1 person has not answered A.",
    ]


def test_a_text_nobody_has_translated_or_only_guessed_stays_english(swedish):
    assert swedish.gettext("Nobody knows") == "Nobody knows"
    assert swedish.gettext("Only guessed") == "Only guessed"


def test_an_empty_text_stays_empty(swedish):
    assert swedish.gettext("") == ""


def test_a_per_cent_sign_is_only_a_sign_when_nothing_is_filled_in(swedish):
    assert swedish.gettext("50 % have answered") == "50 % have answered"


def test_a_missing_catalogue_translates_nothing(tmp_path):
    assert read_catalogue(tmp_path / "none.po").gettext("Save") == "Save"


def test_a_refusal_is_said_in_the_readers_language(swedish):
    assert swedish.refusal(Refused()) == "Det går inte."
    late = InvalidInput("The meeting %(title)s is on %(day)s.", title="Rådet", day=THURSDAY)
    assert swedish.refusal(late) == "Mötet Rådet är torsdag 4 februari 2027."


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("sv", "sv"),
        ("sv-FI", "sv"),
        ("SV_se", "sv"),
        ("nn", "nb"),
        ("no", "nb"),
        ("nb-NO", "nb"),
        ("en-US", "en"),
        ("fi", "en"),
        ("", "en"),
        ("../../etc/passwd", "en"),
    ],
)
def test_a_code_gives_the_nearest_language_or_english(asked, given):
    assert language(asked).code == given


def test_a_language_is_read_once():
    assert language("sv-SE") is language("sv")


@pytest.mark.parametrize(
    ("header", "choices", "chosen"),
    [
        ("sv-SE,sv;q=0.9,en;q=0.8", LETTERS, "sv"),
        ("de, sv;q=0.3, nn-NO;q=0.9", LETTERS, "nb"),
        ("en;q=0.5, da; q=0.7", LETTERS, "da"),
        ("sv;q=0, en;q=0.1", ("sv", "en"), "en"),
        ("sv;q=nan, en;q=0.1", ("sv", "en"), "en"),
        ("sv;q=high", ("sv", "en"), "en"),
        ("fi, *", ("sv", "en"), "en"),
        ("", ("sv", "en"), "en"),
        ("fi", ("sv", "nb"), "sv"),
    ],
)
def test_a_browsers_wish_is_matched_by_weight(header, choices, chosen):
    assert best_match(header, choices) == chosen
