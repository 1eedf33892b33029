"""Does every form take or refuse every value in words, keep what was typed, and never break?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import count

import pytest
from werkzeug.test import TestResponse

from tests.hostile import forms
from tests.hostile.corpus import ADDRESSES, FAMILY, LINES, OTHERS, TEN_THOUSAND
from tests.hostile.forms import Sheet, send
from tests.hostile.pages import Page
from tests.hostile.undone import undone
from tests.hostile.village import Village

# Two that no page of a quiet village shows: no letter has failed, and no address.
SHOWN_IN_TROUBLE = {"/outbox/<letter>/retry", "/people/<person>/address-again"}
TEXTS = [*LINES.values(), TEN_THOUSAND, "\0", FAMILY]
SHAPED = [*OTHERS.values(), *ADDRESSES.values()]
TURNS = 5
AS_MARKUP = re.compile(r"<script>probe|<(?:b|i|img src=x|svg/onload)[ =]\S*probe|onfocus=\"probe")
KNOWN = {200, 303, 400, 401, 403, 404, 409, 422, 429}


@pytest.fixture(autouse=True)
def unchanged(village) -> Iterator[None]:
    with undone(village):
        yield


@cache
def sheets(village: Village) -> list[Sheet]:
    return forms.of(village)


def is_wrong(sheet: Sheet, answer: TestResponse) -> bool:
    page = answer.text
    return answer.status_code not in KNOWN or bool(AS_MARKUP.search(page))


def turns(names: list[str], values: list[str], number: int) -> Iterator[dict[str, list[str]]]:
    """Give each field another value on every turn, and its neighbours others."""
    step = max(1, len(values) // number)
    for start in range(0, len(values), step):
        yield {
            name: [values[(start + 3 * place) % len(values)]]
            for place, name in zip(count(), names)
            if name not in {"csrf_token", "seen"}
        }


def test_every_address_that_takes_a_form_is_found_on_a_page(village):
    posted = {
        rule.rule
        for rule in village.app.url_map.iter_rules()
        if "POST" in (rule.methods or set()) and not rule.rule.startswith("/api/")
    }
    assert posted - {sheet.route for sheet in sheets(village)} == SHOWN_IN_TROUBLE


def test_every_form_can_be_sent_as_it_stands(village):
    answers = {
        sheet.name: send(village, sheet, sheet.fields()).status_code for sheet in sheets(village)
    }
    odd = {name: status for name, status in answers.items() if status not in {200, 303, 422}}
    assert odd == {}


def test_any_text_in_any_form_is_taken_or_refused_and_stays_text(village):
    wrong = []
    for sheet in sheets(village):
        for fields in turns(sheet.form.texts, TEXTS, len(TEXTS)) if sheet.form.texts else ():
            answer = send(village, sheet, sheet.fields() | fields)
            if is_wrong(sheet, answer):
                wrong.append((sheet.name, fields, answer.status, answer.text[-300:]))
    assert wrong == []


def test_any_value_in_lists_dates_numbers_and_hidden_fields_is_refused_in_words(village):
    wrong = []
    for sheet in sheets(village):
        names = sorted(set(sheet.form.shaped)) + [name for name in [sheet.button[0]] if name]
        for fields in turns(names, SHAPED, TURNS):
            answer = send(village, sheet, sheet.fields() | fields)
            if is_wrong(sheet, answer):
                wrong.append((sheet.name, fields, answer.status, answer.text[-300:]))
    assert wrong == []


def test_a_refused_form_comes_back_with_every_text_that_was_typed(village):
    lost = []
    typed = f"{LINES['markup']} {LINES['words']}"
    for sheet in sheets(village):
        # Longer than any field: refused, so it must come back whole.
        fields = dict.fromkeys(sheet.form.texts, typed * 70)
        answer = send(village, sheet, sheet.fields() | fields)
        if sheet.route == "/settings/password":
            continue  # its only text is for the browser's own store of passwords
        if fields and answer.status_code == 422:
            back = [form.fields for form in Page(answer.text).forms]  # a page may have many
            lost += [
                (sheet.name, name)
                for name, value in fields.items()
                if not any(form.get(name) == [value] for form in back)
            ]
        elif fields:
            assert answer.status_code in {200, 303}, sheet.name
    assert lost == []


def test_names_that_are_no_fields_and_far_too_many_of_them_change_nothing(village):
    strange = {"items.999999.title": "x", "items.-1.title": "x", "items.٣.title": "x"}
    strange |= {"." * 50: "x", "a." * 2_000: "x", "owner.person.x.y": "x", "__class__": "x"}
    strange |= {f"items.{row}.title": "x" for row in range(60)}
    for sheet in sheets(village):
        answer = send(village, sheet, sheet.fields() | strange)
        assert answer.status_code in KNOWN, (sheet.name, answer.status)
