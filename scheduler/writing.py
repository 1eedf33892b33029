"""How does each language write a date, a time and a place's clock?

Month and weekday names come from CLDR (through Babel). What is here is where the Nordic language
councils, and busy readers, differ from CLDR: the full stop in times, short dates, week numbers and
everyday words such as "om 3 dagar".
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Writing:
    """One language's way of writing; patterns are CLDR's, `{…}` are filled with written parts."""

    locale: str
    date: str
    short_date: str
    short_date_ends_with_stop: bool = True
    time: str = "HH.mm"
    moment: str = "{date} kl. {time}"
    week: str
    yesterday: str
    today: str
    tomorrow: str
    ahead: str
    ago: str
    zone: str = "{whose} tid"
    other_zone: str = "tid i {city}"
    zones: dict[str, str]


SWEDISH = Writing(
    locale="sv",
    date="EEEE d MMMM y",
    short_date="EEEEEE d MMM",
    short_date_ends_with_stop=False,
    week="v. {number}",
    yesterday="i går",
    today="i dag",
    tomorrow="i morgon",
    ahead="om {days} dagar",
    ago="för {days} dagar sedan",
    zones={
        "Europe/Stockholm": "svensk",
        "Europe/Oslo": "norsk",
        "Europe/Copenhagen": "dansk",
        "Europe/Helsinki": "finsk",
        "Europe/Mariehamn": "finsk",
        "Atlantic/Reykjavik": "isländsk",
        "Atlantic/Faroe": "färöisk",
        "America/Nuuk": "grönländsk",
    },
)

NORWEGIAN = Writing(
    locale="nb",
    date="EEEE d. MMMM y",
    short_date="EEE d. MMM",
    week="uke {number}",
    yesterday="i går",
    today="i dag",
    tomorrow="i morgen",
    ahead="om {days} dager",
    ago="for {days} dager siden",
    zones={
        "Europe/Stockholm": "svensk",
        "Europe/Oslo": "norsk",
        "Europe/Copenhagen": "dansk",
        "Europe/Helsinki": "finsk",
        "Europe/Mariehamn": "finsk",
        "Atlantic/Reykjavik": "islandsk",
        "Atlantic/Faroe": "færøysk",
        "America/Nuuk": "grønlandsk",
    },
)

DANISH = Writing(
    locale="da",
    date="EEEE 'den' d. MMMM y",
    short_date="EEE d. MMM",
    week="uge {number}",
    yesterday="i går",
    today="i dag",
    tomorrow="i morgen",
    ahead="om {days} dage",
    ago="for {days} dage siden",
    zones={
        "Europe/Stockholm": "svensk",
        "Europe/Oslo": "norsk",
        "Europe/Copenhagen": "dansk",
        "Europe/Helsinki": "finsk",
        "Europe/Mariehamn": "finsk",
        "Atlantic/Reykjavik": "islandsk",
        "Atlantic/Faroe": "færøsk",
        "America/Nuuk": "grønlandsk",
    },
)

ENGLISH = Writing(
    locale="en_GB",
    date="EEEE d MMMM y",
    short_date="EEE d MMM",
    time="HH:mm",
    moment="{date} at {time}",
    week="week {number}",
    yesterday="yesterday",
    today="today",
    tomorrow="tomorrow",
    ahead="in {days} days",
    ago="{days} days ago",
    zone="{whose} time",
    other_zone="{city} time",
    zones={
        "Europe/Stockholm": "Swedish",
        "Europe/Oslo": "Norwegian",
        "Europe/Copenhagen": "Danish",
        "Europe/Helsinki": "Finnish",
        "Europe/Mariehamn": "Finnish",
        "Atlantic/Reykjavik": "Icelandic",
        "Atlantic/Faroe": "Faroese",
        "America/Nuuk": "Greenland",
    },
)

WRITINGS = {"sv": SWEDISH, "nb": NORWEGIAN, "da": DANISH, "en": ENGLISH}
