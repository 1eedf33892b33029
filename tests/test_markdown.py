"""Does Markdown become HTML that harms nobody?"""

import pytest

from scheduler.markdown import html


def test_notes_keep_their_paragraphs_lists_and_line_breaks():
    assert html("Bra **läge**.\nInget nytt.\n\n- ett\n- två\n") == (
        "<p>Bra <strong>läge</strong>.<br>\nInget nytt.</p>\n"
        "<ul>\n<li>ett</li>\n<li>två</li>\n</ul>\n"
    )


def test_headings_stand_below_the_page_s_own():
    assert html("## Läget\n\n#### Djupt") == "<h3>Läget</h3>\n<h4>Djupt</h4>\n"


def test_a_link_says_that_it_is_not_ours():
    assert html("[Brå](https://bra.example/a?b=1)") == (
        '<p><a href="https://bra.example/a?b=1" rel="noopener noreferrer nofollow">Brå</a></p>\n'
    )


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![x](https://spy.example/p.gif)",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        "<a href='//evil.example' onclick=x>y</a>",
        "<style>*{display:none}</style>",
        '[a](https://e.example/"onmouseover="x)',
        "<svg><script>x</script></svg>",
        "&lt;script&gt;",
    ],
)
def test_nothing_that_runs_or_fetches_comes_through(hostile):
    given = html(hostile)
    assert [
        mark
        for mark in ("<script", "<img", "<style", "<svg", 'javascript:"', 'href="data', 'onclick="')
        if mark in given
    ] == []
    assert 'href="javascript' not in given
    assert '" onmouseover' not in given


def test_no_text_gives_no_html():
    assert html("") == ""
