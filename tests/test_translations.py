"""Do the catalogues follow the texts?"""

import pytest
from babel.messages.pofile import read_po

from scheduler.language import LETTERS, SOURCE, catalogue_path
from scheduler.translations import refresh

MAPPING = """\
[python: scheduler/**.py]
[jinja2: templates/**.html]
silent = false
"""

PAGE = """\
<h1>{{ _("Meetings") }}</h1>
<p>{{ ngettext("%(n)d answer", "%(n)d answers", count) }}</p>
<h2>{{ _("Members of %(network)s", network=name) }}</h2>
"""

OLD = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Meetings"
msgstr "Möten"

msgid "No longer said"
msgstr "Sägs inte längre"

msgid "It was moved to %(day)s."
msgstr "Det flyttades till %(dagen)s."
"""


@pytest.fixture
def root(tmp_path):
    (tmp_path / "babel.cfg").write_text(MAPPING, encoding="utf-8")
    for folder in ("scheduler", "templates/web/_parts", "elsewhere"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "templates/web/_parts/list.html").write_text(PAGE, encoding="utf-8")
    marked = 'WORDS = N_("It was moved to %(day)s.")\n'
    (tmp_path / "scheduler/moves.py").write_text(marked, encoding="utf-8")
    (tmp_path / "elsewhere/moves.py").write_text('_("Unheard")\n', encoding="utf-8")
    return tmp_path


@pytest.fixture
def old(tmp_path):
    path = tmp_path / "kallelse.po"
    path.write_text(OLD, encoding="utf-8")
    return path


def texts_of(catalogue):
    return {message.id: message.string for message in catalogue if message.id}


def test_texts_are_found_in_code_and_in_every_part_of_a_page(root):
    assert {m.id: m.locations for m in refresh.extract(root) if m.id} == {
        "Meetings": [("templates/web/_parts/list.html", 0)],
        ("%(n)d answer", "%(n)d answers"): [("templates/web/_parts/list.html", 0)],
        "Members of %(network)s": [("templates/web/_parts/list.html", 0)],
        "It was moved to %(day)s.": [("scheduler/moves.py", 0)],
    }


def test_a_refresh_keeps_translations_adds_new_texts_and_drops_old_ones(root, old):
    assert texts_of(refresh.refreshed(old, "sv", refresh.extract(root))) == {
        "Meetings": "Möten",
        ("%(n)d answer", "%(n)d answers"): ("", ""),
        "Members of %(network)s": None,
        "It was moved to %(day)s.": "Det flyttades till %(dagen)s.",
    }


def test_a_refresh_tells_what_is_missing_and_which_placeholder_is_unknown(root, old):
    faults = list(refresh.faults_of(refresh.refreshed(old, "sv", refresh.extract(root))))
    assert sorted(faults) == [
        "sv: not translated: %(n)d answer",
        "sv: not translated: Members of %(network)s",
        "sv: unknown named placeholder 'dagen': It was moved to %(day)s.",
    ]


def test_a_second_refresh_changes_no_byte(root, old):
    said = refresh.extract(root)
    first = refresh.written(refresh.refreshed(old, "sv", said))
    old.write_bytes(first)
    assert refresh.written(refresh.refreshed(old, "sv", said)) == first


def test_a_new_catalogue_knows_its_language_and_its_plurals(root, tmp_path):
    made = refresh.refreshed(tmp_path / "none.po", "nb", refresh.extract(root))
    path = tmp_path / "nb.po"
    path.write_bytes(refresh.written(made))
    with path.open("rb") as source:
        read = read_po(source)
    assert (read.locale_identifier, read.num_plurals, read.fuzzy) == ("nb", 2, False)


def test_a_catalogue_begins_with_what_a_reader_of_it_needs_and_no_dates(root, tmp_path):
    made = refresh.refreshed(tmp_path / "none.po", "da", refresh.extract(root))
    head, _, _ = refresh.written(made).decode().partition("\n\n")
    assert head.splitlines() == [
        "# Kallelse",
        'msgid ""',
        'msgstr ""',
        '"Language: da\\n"',
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"',
        '"MIME-Version: 1.0\\n"',
        '"Content-Type: text/plain; charset=utf-8\\n"',
        '"Content-Transfer-Encoding: 8bit\\n"',
    ]


def test_a_language_without_pages_needs_only_what_people_without_account_read(root, tmp_path):
    made = refresh.refreshed(tmp_path / "none.po", "nb", refresh.extract(root))
    assert sorted(refresh.faults_of(made)) == [
        "nb: not translated: %(n)d answer",
        "nb: not translated: It was moved to %(day)s.",
        "nb: not translated: Meetings",
        "nb: not translated: Members of %(network)s",
    ]
    (root / "templates/web/_parts/list.html").rename(root / "templates/web/list.html")
    made = refresh.refreshed(tmp_path / "none.po", "nb", refresh.extract(root))
    assert list(refresh.faults_of(made)) == ["nb: not translated: It was moved to %(day)s."]


@pytest.fixture(scope="module")
def said():
    return refresh.extract(refresh.ROOT)


TRANSLATED = [code for code in LETTERS if code != SOURCE]


@pytest.mark.parametrize("code", TRANSLATED)
def test_each_catalogue_has_exactly_the_texts_of_today(code, said):
    path = catalogue_path(code)
    assert refresh.written(refresh.refreshed(path, code, said)) == path.read_bytes()


@pytest.mark.parametrize("code", TRANSLATED)
def test_everything_is_in_swedish_and_what_needs_no_account_in_norwegian_and_danish(code, said):
    assert list(refresh.faults_of(refresh.refreshed(catalogue_path(code), code, said))) == []


@pytest.mark.parametrize("place", refresh.OPEN)
def test_every_place_that_is_open_without_account_is_found(place, said):
    places = {where for message in said for where, _ in message.locations}
    assert any(where.startswith(place) for where in places)


def test_what_only_the_command_line_says_is_in_no_catalogue(said):
    places = {where for message in said for where, _ in message.locations}
    assert [p for p in places if p.startswith(("web/commands/", "web/demo/"))] == []
