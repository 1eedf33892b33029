"""Does a mail fit a frame that may run nothing?"""

from __future__ import annotations

from web.framing import framed


def test_styles_of_single_elements_move_to_the_style_sheet_of_a_framed_mail():
    page = '<html><head><style>p { margin: 0 }</style></head><p style="color:#fff">Hej</p></html>'
    frame = framed(page)
    assert ' style="' not in frame.document
    assert '<style>p { margin: 0 }\n[data-style="0"]{color:#fff}</style>' in frame.document
    assert '<p data-style="0">Hej</p>' in frame.document
    assert frame.document.count("<style>") == 1


def test_what_stands_in_a_mails_text_is_no_style():
    page = "<html><head><style>p{}</style></head><p>a style=&#34;x&#34; b</p></html>"
    assert "<p>a style=&#34;x&#34; b</p>" in framed(page).document


def test_a_mail_without_any_style_fits_too():
    assert framed("<html><head></head><p>Hej</p></html>").document == (
        '<html><head>\n<base target="_blank"><style></style></head><p>Hej</p></html>'
    )
