"""Can the letters about actions be written in every language, without a fault or a closed word?"""

from __future__ import annotations

from datetime import date

import pytest

from scheduler.language import LETTERS
from scheduler.model import Action, AgendaItem, Letter
from tests.letters.test_lint import found

KINDS = ("action_given", "action_due", "action_overdue")


@pytest.fixture
def written(desk):
    """Write a letter about an action of the reader's; `item_class`: of a point, if of any."""

    def letter(kind, item_class="", *, own=True, due=date(2027, 2, 1)):
        item = None
        if item_class:
            item = AgendaItem(
                meeting_id=desk.meeting.id, position=1, title="Hemligt", item_class=item_class
            )
            desk.session.add(item)
            desk.session.flush()
        action = Action(
            network_id=desk.network.id,
            meeting_id=desk.meeting.id,
            item_id=item.id if item else None,
            text="Bjud in skolan <b>& rektorn</b>",
            organisation=desk.person.organisation,
            person=desk.person if own else None,
            due=due,
        )
        desk.session.add(action)
        desk.session.flush()
        row = Letter(
            key=f"{kind}:{desk.person.language}",
            kind=kind,
            person=desk.person,
            network_id=desk.network.id,
            body={"action": str(action.id), "generation": 0},
        )
        desk.session.add(row)
        desk.session.flush()
        return desk.renderer.letter(desk.session, row)

    return letter


@pytest.mark.parametrize("language", LETTERS)
@pytest.mark.parametrize("item_class", ["", "open", "circle"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_can_be_written_in_each_language(desk, written, kind, item_class, language):
    desk.person.language = language
    letter = written(kind, item_class)
    assert letter.subject == " ".join(letter.subject.split()) != ""
    assert f'<html lang="{language}">' in letter.html
    assert letter.html.count('class="button"') == 1
    assert len(letter.html.encode()) < 8_000
    assert max(len(line) for line in letter.text.splitlines()) <= 100
    assert "\n\n\n" not in letter.text
    assert ("Bjud in skolan <b>& rektorn</b>" in letter.text) is (item_class != "circle")
    assert "Hemligt" not in letter.text + letter.html
    assert found(desk, letter) == []


def test_words_are_never_taken_for_marks(written):
    assert "Bjud in skolan &lt;b&gt;&amp; rektorn&lt;/b&gt;" in written("action_due").html


def test_without_a_date_none_is_named_and_an_organisation_s_is_named_as_its(written):
    letter = written("action_given", due=None, own=False)
    assert "2027-02-01" not in letter.text
    assert "Kumla kommun" in letter.text


def test_a_protected_person_is_not_named(desk, written):
    desk.person.protected = True
    letter = written("action_given")
    assert "Anna" not in letter.text + letter.html + letter.raw.decode()
