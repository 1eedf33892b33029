"""Which calendar program is it that fetches? Pure, from what it says of itself."""

from __future__ import annotations

import re

LONGEST = 40

# By what a family's programs say somewhere in their User-Agent (RFC 9110 10.1.5); the first that
# fits holds. Browsers come last: half of the others call themselves Mozilla too.
_FAMILIES = (
    ("Google Calendar", r"google-calendar-importer|google calendar|calendar-importer"),
    ("Outlook", r"outlook|microsoft office|microsoft[ .]exchange"),
    ("Thunderbird", r"thunderbird|lightning/"),
    ("Apple Calendar", r"dataaccessd|calendaragent|icloud|ical/|remindd"),
    ("DAVx5", r"davx5|davdroid"),
    ("ICSx5", r"icsx5|icsdroid"),
    ("Nextcloud", r"nextcloud"),
    ("Evolution", r"evolution"),
    ("KOrganizer", r"korganizer|akonadi"),
    ("Proton Calendar", r"proton"),
    ("Edge", r"\bedg[ea]?/"),
    ("Firefox", r"firefox/"),
    ("Chrome", r"chrom(e|ium)/"),
    ("Safari", r"safari/"),
)
_PATTERNS = [(name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _FAMILIES]


def program_of(agent: str) -> str:
    """Name the family of a User-Agent; of an unknown one its first product, of none nothing."""
    said = agent[:500]
    known = next((name for name, pattern in _PATTERNS if pattern.search(said)), "")
    if known:
        return known
    product = re.match(r"[A-Za-z0-9][\w.+-]*", said.strip(), re.ASCII)
    return product[0][:LONGEST] if product else ""
