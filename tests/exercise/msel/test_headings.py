"""Is a column known by its heading, in any order, case, spelling and language?"""

from __future__ import annotations

import random
import unicodedata

import pytest

from scheduler.exercise.msel import reading
from scheduler.exercise.msel.headings import FIELDS, field_of, words
from tests.exercise.msel.sheets import content_of, csv_of, look, read, xlsx

SHEETS = 1_000
FILLED = {
    "number": ["C1", "C2", "C3", "C4"],
    "time": ["T+5", "+00:45", "J+1 H+2 M-5", ""],
    "story_time": ["Dag 1, 08.15", "", "D+2 14:00", ""],
    "kind": ["Inject", "Contingency Inject", "Information", "Inject"],
    "delivery": ["Read aloud", "Mail", "Telefon", "Delas ut"],
    "persona": ["Växeln", "", "En förälder", "Växeln"],
    "groups": ["Kommunen", "Kommunen, Polisen", "", "Skolan"],
    "title": ["Ett rykte", "Ett samtal; ett till", "Lägesbild", "Slut"],
    "text": ["Växeln får många samtal.\nVad gör ni?", "En förälder ringer.", "Läs.", '"Nej"'],
    "expected": ["Dela lägesbilden\nRinga rektorn", "", "Svara", ""],
    "objectives": ["[M1] Dela lägesbild", "M1", "", "[M2] Svara i tid"],
    "note": ["Vänta.", "", "-", "'=1+1"],
    "module": ["Dag ett", "Dag ett", "Dag två", "Dag två"],
    "responsible": ["Samtalsledaren", "", "", ""],
    "status": ["Godkänd", "Utkast", "Complete", ""],
}
FOLDED = {"minutes": "time", "seconds": "time"}


def misspelt(heading: str, chance: random.Random) -> str:
    """Write a heading as people do: other case, no accents, points and lines for spaces."""
    if chance.random() < 0.4:
        heading = chance.choice([str.upper, str.lower, str.title, str.swapcase])(heading)
    if chance.random() < 0.3:
        marked = unicodedata.normalize("NFKD", heading)
        heading = "".join(sign for sign in marked if not unicodedata.combining(sign))
    if chance.random() < 0.3:
        heading = heading.replace(" ", chance.choice(["_", "-", "  ", "\n", ". "]))
    return heading + chance.choice(["", "", ":", " ", "."])


def shuffled(chance: random.Random) -> list[list[str]]:
    """Give the same list of injects with its columns in another order and other words."""
    order = list(FILLED)
    chance.shuffle(order)
    heads = [misspelt(chance.choice(words(name)), chance) for name in order]  # type: ignore[arg-type]
    rows = [[FILLED[name][row] for name in order] for row in range(4)]
    above = [[""] * len(order) for _ in range(chance.choice([0, 0, 1, 3]))]
    return [*above, heads, *rows]


def test_a_thousand_sheets_with_shuffled_headings_say_the_same():
    chance = random.Random(5)  # noqa: S311  # the same sheets each time
    plain = content_of(look(list(FILLED), *zip(*FILLED.values(), strict=True), title="MSEL"))
    assert [one.key for one in plain.injects] == FILLED["number"]
    for _ in range(SHEETS):
        rows = shuffled(chance)
        delimiter, encoding = chance.choice(",;\t"), chance.choice(["utf-8", "utf-8-sig", "utf-16"])
        made = read(csv_of(*rows, delimiter=delimiter, encoding=encoding), reading.CSV)
        assert content_of(made) == plain, rows


def test_the_same_list_as_a_workbook_says_the_same():
    chance = random.Random(6)  # noqa: S311
    plain = content_of(look(list(FILLED), *zip(*FILLED.values(), strict=True), title="MSEL"))
    for _ in range(20):
        made = content_of(read(xlsx(*shuffled(chance), name="MSEL"), reading.XLSX))
        assert made == plain


@pytest.mark.parametrize("name", FIELDS)
def test_every_heading_that_is_known_is_its_own_fields(name):
    assert {heading: field_of(heading) for heading in words(name)} == dict.fromkeys(
        words(name), name
    )


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("EVENT_NUMBER", "number"),
        ("Inject #", "number"),
        ("Event # / Inject #", "number"),
        ("Date/Time Delivered", "time"),
        ("Tid (min)", "minutes"),
        ("Time (s)", "seconds"),
        ("Time (local)", "time"),
        ("StoryTime", "story_time"),
        ("Originator (From)", "persona"),
        ("Recipient Player(s)", "groups"),
        ("forvantad  atgard", "expected"),
        ("Övningsmål", "objectives"),
        ("Budget", None),
        ("", None),
        ("extra: Title", None),
    ],
)
def test_a_heading_is_known_however_it_is_spelt(heading, field):
    assert field_of(heading) == field
