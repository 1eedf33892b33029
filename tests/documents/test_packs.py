"""Do the papers of an exercise say what they should, with the mark first and on every page?"""

from __future__ import annotations

import io
import re
from collections import Counter

import docx
import pytest

from scheduler.documents.document import texts
from scheduler.documents.packs import pack
from scheduler.exercise.content import Content
from scheduler.packs import NAMES, PLAYER_PACKS, PackHead, PackPaper, Seats, digest
from scheduler.titles import MARKS, STOP_WORDS, play
from tests.documents import office
from tests.documents.a_pack import a_paper, below, markdown, printed
from tests.exercise.contents import inject, sound
from web.documents import files
from web.documents.packs import pack_file


@pytest.mark.parametrize("kind", NAMES)
def test_a_paper_says_the_same_words_in_all_formats(kind):
    paper = a_paper(kind)
    said = office.words("\n".join(texts(pack(paper))))
    made = {form: pack_file(paper, form).content for form in ("pdf", "docx", "md", "json", "html")}
    assert office.words(office.of_json(made["json"])) == said
    assert office.words(office.of_markdown(made["md"])) == said
    spoken = office.spoken(made["pdf"])  # heads of tables are said again on each page
    letters = Counter(office.letters(" ".join(said)))
    assert letters - Counter(office.letters(spoken)) == Counter()
    bare = Counter(office.letters(office.of_json(made["json"], numbers=False)))
    assert Counter(office.letters(office.of_html(made["html"]))) == bare
    assert Counter(office.letters(office.of_docx(made["docx"]))) == bare


@pytest.mark.parametrize("language", sorted(MARKS))
@pytest.mark.parametrize("kind", NAMES)
def test_a_paper_begins_with_the_mark_of_its_language_and_names_the_word(kind, language):
    document = pack(a_paper(kind, sound(language=language)))
    mark, word = MARKS[language].exercise, STOP_WORDS[language]
    assert document.title.startswith(f"{mark}: ")
    assert document.top.startswith(f"{mark} · ")
    assert word in document.top
    first = next(text for text in list(texts(document))[1:])
    assert first.startswith(f"{mark}. ")
    assert f"“{word}”" in first or f"”{word}”" in first or word in first


@pytest.mark.parametrize("kind", NAMES)
def test_every_page_bears_the_mark_and_the_word(kind):
    paper = a_paper(kind, play=play("sv", "RÖTT LJUS"))
    made = pack_file(paper, "pdf").content
    pages = printed(made)
    heads = [page.strip().splitlines()[0] for page in pages]
    assert [head for head in heads if not head.startswith("ÖVNING · ")] == []
    assert [head for head in heads if "RÖTT LJUS" not in head] == []
    header = docx.Document(io.BytesIO(pack_file(paper, "docx").content)).sections[0].header
    assert header.paragraphs[0].text == pack(paper).top


def test_a_demonstration_says_so():
    title = pack(a_paper("situation_manual", demo=True)).title
    assert title.startswith("DEMO: ÖVNING: ")
    assert title.endswith(": Övningsdag")


@pytest.mark.parametrize("kind", NAMES)
def test_a_scenario_with_nothing_in_it_has_papers_too(kind):
    empty = Content(title="Tomt", language="en")
    bare = PackHead(title="Tomt", demo=False, network="Nät", play=play("en"))
    document = pack(PackPaper(kind=kind, content=empty, head=bare))
    for form in ("md", "html", "docx", "json"):
        assert files.write(document, form)
    assert document.title.startswith("EXERCISE: ")


@pytest.mark.parametrize("kind", [one for one in NAMES if one not in PLAYER_PACKS])
def test_what_is_not_for_players_says_so_at_once(kind):
    text = markdown(kind, sound(language="en"))
    assert "**Not for players: this paper tells what is to come.**" in text.split("\n\n")[2]


def test_the_manual_has_what_players_need():
    seats = (Seats(run="", group="kommun", organisations=("Björkhamra kommun", "Skolan")),)
    content = sound(language="en", artificialities="Nobody phones.", scope="The town.")
    text = markdown(
        "situation_manual", content, seats=seats, own=(("Björkhamra kommun", "Hitta vägen."),)
    )
    assert below(text, "Purpose") == "Öva samverkan i {kommun}."
    assert below(text, "Scope") == "The town."
    assert "| Dela en lägesbild inom två timmar. | Lägesbild |" in below(text, "What is exercised")
    assert "| Björkhamra kommun | Hitta vägen. |" in below(text, "What is exercised")
    assert below(text, "Agenda").splitlines()[2:] == [
        "| Ryktet | 25 |",
        "| Svaret | 30, of them 10 break |",
        "| Hot wash: what we take with us | 125 |",
    ]
    assert below(text, "Where the story begins") == "Det är en vanlig tisdag."
    assert below(text, "To think about beforehand") == "1. Vem frågar vem?"
    assert below(text, "What is assumed") == "Nobody phones."
    assert "| Kommunen | Björkhamra kommun, Skolan |" in below(text, "Who sits where")
    assert "REAL EVENT" in below(text, "Rules of play")
    assert "no account" in below(text, "How you answer")
    assert "no names of persons" in below(text, "Privacy")


def test_the_manual_spoils_nothing():
    text = markdown("situation_manual", sound(summary="Slutet är känt."))
    hidden = ("Klockan är tre", "Växeln", "Led dem inte", "Alla vet vem", "Slutet är", "Inspel")
    assert [word for word in hidden if word in text] == []


def test_several_tables_stand_each_for_itself():
    seats = (
        Seats(run="Bord 1", group="kommun", organisations=("Kumla kommun",)),
        Seats(run="Bord 2", group="", organisations=("Nora kommun",)),
    )
    rows = below(markdown("situation_manual", sound(language="en"), seats=seats), "Who sits where")
    assert rows.splitlines()[2:] == [
        "| Bord 1 – Kommunen | Kumla kommun |",
        "| Bord 2 | Nora kommun |",
    ]


def test_the_feedback_form_has_room_for_each_answer():
    asked = [
        {"key": "1", "text": "Övningen var värd tiden.", "kind": "scale"},
        {"key": "2", "text": "Vad tar du med dig?"},
    ]
    text = markdown("feedback_form", sound(language="en", feedback=asked))
    assert "| Övningen var värd tiden. | ☐ | ☐ | ☐ | ☐ | ☐ |" in text
    assert "### Vad tar du med dig?\n\n| Your answer |\n| --- |\n|  |\n|  |\n|  |" in text


def test_the_facilitators_have_everything():
    injects = [
        inject(
            "C1", note="Ställ frågan igen.", responsible="Motspel", secret=True, groups=["polis"]
        ),
        inject(
            "C2",
            module="",
            kind="contingency",
            trigger={"kind": "marks", "requires": {"mode": "any", "marks": [{"action": "C1.1"}]}},
        ),
        inject("C3", trigger={"kind": "after", "inject": "C2", "seconds": 300}),
    ]
    text = markdown("facilitator_handbook", sound(language="en", injects=injects))
    assert "| 0:10 | C1 | Inspel C1 | Polisen | On the players' page |" in below(text, "Timetable")
    assert "| When marked: C1.1: yes | C2 |" in below(text, "Timetable")
    assert "| 0:05 after C2 | C3 |" in below(text, "Timetable")
    module = below(text, "Module: Ryktet")
    for said in ("Led dem inte.", "Ställ frågan igen.", "C1.1: Lägesbilden delas", "Motspel"):
        assert said in module
    assert "Never shown there" in module
    assert "> Växeln får många samtal." in module
    assert "### C2. Inspel C2" in below(text, "Injects of no module")
    assert "give a minute in silence" in below(text, "When it stalls")
    assert "| 1.1 | Alla vet vem som frågar. |" in below(text, "What is exercised")


def test_an_inject_that_needs_a_mark_beside_its_time_says_so():
    needed = {"mode": "all", "marks": [{"action": "C1.1", "value": "no"}, {"action": "C2.1"}]}
    one = inject("C1", trigger={"kind": "start", "seconds": 600, "requires": needed})
    text = markdown("facilitator_handbook", sound(language="en", injects=[one]))
    assert "- **Only if:** When all are marked: C1.1: no, C2.1: yes" in text


def test_evaluators_read_what_is_expected_and_no_note_of_the_facilitators():
    injects = [
        inject("C1", note="Ställ frågan igen."),
        inject("C2", kind="note", title="Vattenpaus", text="Ta en paus."),
    ]
    text = markdown("evaluator_handbook", sound(language="en", injects=injects))
    assert "C1.1: Lägesbilden delas av alla." in text
    assert "Ställ frågan igen" not in text
    assert "Ta en paus" not in text
    assert "“not observed”, never a low rating" in text


@pytest.mark.parametrize(
    ("scale", "rows"),
    [
        ({"name": "met"}, ["Met", "Partly met", "Not met"]),
        (
            {"name": "psmu"},
            [
                "P: Performed without challenges",
                "S: Performed with some challenges",
                "M: Performed with major challenges",
                "U: Unable to be performed",
            ],
        ),
        ({"name": "five"}, ["5", "4", "3", "2", "1"]),
        (
            {
                "name": "own",
                "steps": [{"key": "a", "name": "Met", "text": "Allt"}, {"key": "b", "name": "Nej"}],
            },
            ["Met", "Nej"],
        ),
    ],
)
def test_the_guide_explains_its_scale_and_keeps_what_was_not_seen_apart(scale, rows):
    text = markdown("evaluation_guide", sound(language="en", scale=scale))
    table = [line.split(" | ")[0].strip("| ") for line in below(text, "How to rate").splitlines()]
    assert table[2:] == [*rows, "Not observed"]
    assert "It counts as no rating." in text
    assert f"| {' | '.join([*rows, 'Not observed'])} |" in text


def test_the_guide_begins_a_page_for_each_objective():
    made = pack_file(a_paper("evaluation_guide"), "pdf").content
    pages = printed(made)
    begun = [re.findall(r"^O[1-4]\. ", page, re.MULTILINE) for page in pages]
    assert begun == [[], ["O1. "], ["O2. "], ["O3. "], ["O4. "]]


def test_each_card_is_a_page_with_its_code_and_nothing_of_the_facilitators():
    question = {"key": "q2", "text": "Vem ringer tillbaka?", "hint": "Ledtråden"}
    other = {"key": "q3", "text": "Bara för polisen?", "groups": ["polis"]}
    injects = [
        inject("C1", note="Ställ frågan igen.", questions=[question, other]),
        inject("C2", kind="expected"),
    ]
    text = markdown("inject_cards", sound(language="en", injects=injects))
    card = below(text, "EXERCISE · C1 · Inspel C1")
    assert "- **Code:** C1" in card
    assert "- **From:** Växeln" in card
    assert "Växeln får många samtal." in card
    assert "Vem ringer tillbaka?" in card
    assert card.endswith("Stops play: REAL EVENT")
    hidden = ("Ställ frågan", "Ledtråden", "Bara för polisen", "Lägesbilden delas", "· C2 ·")
    assert [word for word in hidden if word in text] == []
    assert "Not for players" not in pack(a_paper("inject_cards")).top


def test_the_list_of_injects_lies_on_its_side_in_the_order_they_come():
    injects = [
        inject("C1", trigger={"kind": "start", "seconds": 1200}),
        inject("C2", trigger={"kind": "start", "seconds": 60}),
        inject("C3", trigger={"kind": "manual"}),
    ]
    document = pack(a_paper("inject_list", sound(language="en", injects=injects)))
    assert document.wide
    rows = [line for line in files.write(document, "md").decode().splitlines() if "| C" in line]
    assert [row.split(" | ")[:2] for row in rows] == [
        ["| 0:01", "C2"],
        ["| By hand", "C3"],  # it stands below C2 in the scenario
        ["| 0:20", "C1"],
    ]


def test_a_paper_has_another_digest_when_its_reader_would_read_something_else():
    content = sound()
    noted = sound(injects=[inject("C1", note="Ny anteckning")])
    before = {kind: digest(a_paper(kind, content)) for kind in NAMES}
    after = {kind: digest(a_paper(kind, noted)) for kind in NAMES}
    assert [kind for kind in NAMES if before[kind] == after[kind]] == list(PLAYER_PACKS)
    assert digest(a_paper("situation_manual", content)) == before["situation_manual"]
    told = digest(a_paper("situation_manual", content, place="Biblioteket"))
    assert told != before["situation_manual"]


def test_a_scenario_that_asks_nothing_has_the_usual_questions_on_paper():
    paper = a_paper("feedback_form", sound(feedback=(), language="en"))
    assert "Everybody at my table was heard." in list(texts(pack(paper)))
