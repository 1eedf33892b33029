"""What can be chosen in forms, and how is each choice called?

The values are the inputs' own words; a choice that is missing here cannot be made in a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from zoneinfo import available_timezones

from scheduler.errors import N_
from web.reader import gettext

NEAR = (
    "Europe/Stockholm",
    "Europe/Oslo",
    "Europe/Copenhagen",
    "Europe/Helsinki",
    "Atlantic/Reykjavik",
    "Atlantic/Faroe",
    "America/Nuuk",
    "Europe/Mariehamn",
)
LANGUAGES = (  # each in its own words
    ("sv", "Svenska"),
    ("nb", "Norsk bokmål"),
    ("da", "Dansk"),
    ("fi", "Suomi"),
    ("is", "Íslenska"),
    ("en", "English"),
)
ROLES: Mapping[str, str] = {
    "member": N_("Member"),
    "observer": N_("Observer"),
    "secretary": N_("Secretary"),
    "facilitator": N_("Facilitator"),
    "coordinator": N_("Coordinator"),
    "convenor": N_("Convenor"),
}
ORGANISATION_ROLES: Mapping[str, str] = {**ROLES, "member": N_("Member organisation")}
ORGANISATION_KINDS: Mapping[str, str] = {
    "municipality": N_("Municipality"),
    "police": N_("Police"),
    "county_board": N_("County administrative board"),
    "region": N_("Region"),
    "school": N_("School"),
    "social_services": N_("Social services"),
    "correctional": N_("Prison and probation service"),
    "agency": N_("Government agency"),
    "ngo": N_("Voluntary organisation"),
    "faith": N_("Faith community"),
    "housing": N_("Property company"),
    "university": N_("University"),
    "funder": N_("Funder"),
    "network": N_("Network"),
    "other": N_("Other"),
}
COUNTRIES: Mapping[str, str] = {
    "SE": N_("Sweden"),
    "NO": N_("Norway"),
    "DK": N_("Denmark"),
    "FI": N_("Finland"),
    "IS": N_("Iceland"),
    "AX": N_("Åland"),
    "FO": N_("Faroe Islands"),
    "GL": N_("Greenland"),
}
MEETING_KINDS: Mapping[str, str] = {
    "meeting": N_("Meeting"),
    "exercise": N_("Exercise"),
    "training": N_("Training"),
    "other": N_("Other"),
}


def options(words: Mapping[str, str], *, keep: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Give (value, name) in the reader's language; values in `keep` stay although not listed."""
    unlisted = [(value, value) for value in keep if value and value not in words]
    return [(value, gettext(name)) for value, name in words.items()] + unlisted


def zones() -> list[tuple[str, str]]:
    """Give all time zones, those of our readers first."""
    return [(zone, zone) for zone in (*NEAR, *sorted(available_timezones() - set(NEAR)))]
