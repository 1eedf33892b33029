"""Does a word that is planted where players must not read ever reach them on paper?"""

from __future__ import annotations

import io
import zipfile
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings

from scheduler.exercise.content import Content
from scheduler.exercise.manual import manual, texts
from scheduler.exercise.ready import READY, ready
from scheduler.packs import NAMES, PLAYER_PACKS, PackHead, PackPaper
from scheduler.titles import play
from tests.documents import office
from tests.exercise.contents import any_content
from web.documents.packs import FORMATS, pack_file

ROOT = "Hemligt"
GROUP = "grupp"  # whose copy is looked at
# What players may read of a scenario beforehand; a planted word replaces every other text.
OPEN = {
    "objectives": {"key", "text", "groups", "capabilities"},
    "capabilities": {"code", "name"},
    "groups": {"key", "name", "kinds"},
    "feedback": {"key", "text", "kind"},
    "personas": {"key"},
    "variables": {"key"},
}
FIRST_MODULE = {"key", "title", "text", "story_time", "questions"}
LATER_MODULE = {"key", "title"}
FIELDS = {"title", "language", "purpose", "scope", "artificialities", "scale", "kind"}
NAMED = {"key", "code", "module", "persona", "trigger", "groups", "objectives", "files", "kind"}
CHOSEN = NAMED | {"delivery", "status", "sha256", "media_type", "audience", "capabilities"}


class Planter:
    """Replaces texts by words that stand nowhere else."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self.words: list[str] = []

    def content(self, content: Content) -> Content:
        """Plant a word wherever players must not read."""
        made = content.model_dump(mode="json")
        for name, value in made.items():
            if name == "modules":
                made[name] = [self._module(one, first=not at) for at, one in enumerate(value)]
            elif name in OPEN:
                made[name] = [self._all(one, OPEN[name]) for one in value]
            elif name == "injects":
                made[name] = [self._all(one, set()) for one in value]
            elif isinstance(value, str) and name not in FIELDS:
                made[name] = self._word()
        return Content.model_validate(made)

    def _module(self, module: dict[str, Any], *, first: bool) -> dict[str, Any]:
        made = self._all(module, FIRST_MODULE if first else LATER_MODULE)
        if first:
            made["questions"] = [
                self._all(one, {"key"} if self._others(one) else {"key", "text", "options"})
                for one in module["questions"]
            ]
        return made

    def _others(self, question: dict[str, Any]) -> bool:
        return bool(question["groups"]) and GROUP not in question["groups"]

    def _all(self, part: dict[str, Any], kept: set[str]) -> dict[str, Any]:
        return {
            name: value if name in kept | CHOSEN else self._planted(value)
            for name, value in part.items()
        }

    def _planted(self, value: Any) -> Any:
        match value:
            case str():
                return self._word()
            case list():
                return [self._planted(one) for one in value]
            case dict():
                return self._all(value, set())
        return value

    def _word(self) -> str:
        self.words.append(f"{ROOT}{next(self._numbers)}ord")
        return self.words[-1]


def planted(content):
    """The content with words planted, and the words."""
    planter = Planter()
    made = planter.content(content)
    assert len(planter.words) == len(set(planter.words))
    return made, planter.words


def a_paper(content, kind, group=GROUP):
    head = PackHead(title="Övning", demo=False, network="Länet", play=play(content.language))
    return PackPaper(kind=kind, content=content, head=head, group=group)


def read(content, form):
    """All that can be read in a file: its text, and what stands in its parts."""
    if form == "pdf":
        return office.printed(content) + office.of_pdf(content) + office.spoken(content)
    if form == "docx":
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return "".join(parts.read(name).decode("utf-8", "ignore") for name in parts.namelist())
    return content.decode()


@settings(max_examples=60)
@given(any_content())
def test_what_players_may_read_has_no_planted_word(content):
    made, _ = planted(content)
    for group in ("", GROUP):
        assert [text for text in texts(manual(made, group)) if ROOT in text] == []


@settings(max_examples=12)
@given(any_content())
def test_no_paper_for_players_has_a_planted_word_in_any_form_that_is_text(content):
    made, _ = planted(content)
    for kind in PLAYER_PACKS:
        for form in ("html", "md", "json", "docx"):
            written = pack_file(a_paper(made, kind), form)
            assert ROOT not in read(written.content, form)
            assert ROOT not in written.name


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("kind", PLAYER_PACKS)
@pytest.mark.parametrize("letter", sorted(READY))
def test_no_paper_of_a_ready_scenario_has_a_planted_word(letter, kind, form):
    made, words = planted(ready(letter, "sv"))
    assert len(words) > 100
    for group in ("", GROUP):
        written = pack_file(a_paper(made, kind, group), form)
        assert ROOT not in read(written.content, form)


@pytest.mark.parametrize("letter", sorted(READY))
def test_those_who_lead_read_every_word_that_is_theirs(letter):
    """Proof that the words are planted where they should be: the handbook has them."""
    made, _ = planted(ready(letter, "sv"))
    handbook = read(pack_file(a_paper(made, "facilitator_handbook"), "md").content, "md")
    theirs = [
        *(inject.note for inject in made.injects),
        *(inject.text for inject in made.injects),
        *(action.text for inject in made.injects for action in inject.expected),
        *(question.hint for question in made.questions),
        *(one.text for objective in made.objectives for one in objective.indicators),
    ]
    assert len(theirs) > 40
    assert [word for word in theirs if word not in handbook] == []


@pytest.mark.parametrize("kind", NAMES)
def test_a_question_for_another_group_is_in_no_player_s_paper_but_theirs(kind):
    module = {
        "key": "m",
        "title": "Moment",
        "questions": [{"key": "q", "text": f"{ROOT} fråga", "groups": ["polis"]}],
    }
    content = Content.model_validate(
        {
            "title": "T",
            "language": "sv",
            "modules": [module],
            "groups": [{"key": "polis", "name": "P"}],
        }
    )
    shown = {
        group: ROOT in read(pack_file(a_paper(content, kind, group), "md").content, "md")
        for group in ("", "polis", GROUP)
    }
    if kind in PLAYER_PACKS:
        assert shown == {"": False, GROUP: False, "polis": kind == "situation_manual"}
    else:
        assert shown == dict.fromkeys(shown, kind == "facilitator_handbook")
