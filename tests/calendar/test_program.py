"""Is a calendar program known by what it says of itself, and nothing else taken over?"""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.calendar.program import program_of

GECKO = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101"
WEBKIT = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "program"),
    [
        (
            "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17928; Pro)",
            "Outlook",
        ),
        ("Microsoft.Exchange/15.20 (Windows NT 10.0; Win64; x64)", "Outlook"),
        ("Google-Calendar-Importer", "Google Calendar"),
        ("Mozilla/5.0 (compatible; Google-Calendar-Importer)", "Google Calendar"),
        ("iOS/17.5.1 (21F90) dataaccessd/1.0", "Apple Calendar"),
        ("macOS/14.5 (23F79) CalendarAgent/1013", "Apple Calendar"),
        (f"{GECKO} Thunderbird/128.3.0", "Thunderbird"),
        ("DAVx5/4.4.3-ose (2024/10/16; dav4jvm; okhttp/4.12.0) Android/14", "DAVx5"),
        ("ICSx5/2.2.3 (ical4j/3.2.18; ktor/2.3) Android/14", "ICSx5"),
        ("Nextcloud Calendar Subscription Refresh Job", "Nextcloud"),
        ("Evolution/3.52.3", "Evolution"),
        ("vdirsyncer/0.19.3", "vdirsyncer"),
        ("curl/8.5.0", "curl"),
        ("python-requests/2.32.3", "python-requests"),
        (f"{GECKO} Firefox/128.0", "Firefox"),
        (f"{WEBKIT} Chrome/130.0.0.0 Safari/537.36", "Chrome"),
        (f"{WEBKIT} Chrome/130.0.0.0 Safari/537.36 Edg/130.0", "Edge"),
        (f"{WEBKIT} Version/17.5 Safari/605.1.15", "Safari"),
        ("", ""),
        ("   ", ""),
        ("<script>alert(1)</script>", ""),
        ("a<script>", "a"),
        ("räv/1.0", "r"),
        ("x" * 100, "x" * 40),
        ("Kalender\u2028Outlook", "Outlook"),
        (f"{'x' * 500} Outlook", "x" * 40),
    ],
)
def test_a_program_is_named_by_its_family_alone(agent, program):
    assert program_of(agent) == program


@given(st.text(max_size=700))
def test_whatever_is_said_the_name_is_short_and_plain(agent):
    assert re.fullmatch(r"[\w.+ -]{0,40}", program_of(agent), re.ASCII)
