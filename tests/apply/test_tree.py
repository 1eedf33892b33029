"""What does a text hear that is no YAML, or YAML that nobody should have to trust?"""

import pytest

from scheduler.apply import FaultyFile, read
from tests.apply.conftest import ENGLISH


def lines_of(raw):
    with pytest.raises(FaultyFile) as faulty:
        read(raw if isinstance(raw, bytes) else raw.encode(), name="varna.yaml")
    return faulty.value.lines(ENGLISH)


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ("", "1: The file is empty. It begins with “network:”."),
        ("# nothing\n", "1: The file is empty. It begins with “network:”."),
        (
            "network: {slug: a\npeople: [",
            (
                "2: This is not YAML: expected ',' or '}', but got ':'. "
                "Check indentation, colons and quotation marks here."
            ),
        ),
        (
            "network:\n\tslug: a",
            (
                "2: This is not YAML: found character '\\t' that cannot start any token. "
                "Check indentation, colons and quotation marks here."
            ),
        ),
        (
            b"network:\n  name: V\xe4rna",
            "2: This is not UTF-8 text. Save the file again with the encoding UTF-8.",
        ),
        (
            "network:\n  name: a\x00b",
            "2: A character that cannot be seen stands here (U+0000). Take it out.",
        ),
        (
            "network: {}\n---\nnetwork: {}\n",
            "2: A second document begins here. Make one file for each network.",
        ),
        ("a: " + 30 * "[", "1: This is nested too deeply."),
        (
            b"x" * 10_000_000,
            "1: The file is too large: at most 1000000 bytes. Make one file for each network.",
        ),
        (
            'a: "\\UFFFFFFFF"',
            "1: This is not YAML: \\U. Check indentation, colons and quotation marks here.",
        ),
    ],
)
def test_what_is_no_network_file_at_all_is_refused_at_its_line(raw, line):
    assert lines_of(raw) == [f"varna.yaml:{line}"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("network: &a {slug: a}\npeople: *a\n", [1, 2]),
        ("network:\n  name: !!python/object/apply:os.system [ls]\n", [2]),
        ("? [a, b]\n: c\n", [1]),
    ],
)
def test_anchors_tags_and_strange_names_are_refused(text, lines):
    file = read(text.encode(), name="varna.yaml")
    assert [fault.line for fault in file.faults if not fault.field] == lines


def test_an_alias_bomb_does_not_multiply():
    rows = ["a0: &a0 [x]"] + [
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 60)
    ]
    file = read("\n".join(rows).encode(), name="varna.yaml")
    assert len([fault for fault in file.faults if not fault.field]) == 60 + 59 * 9
