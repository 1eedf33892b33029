"""Do the charts say in words what they show, in no colour alone and without inline styles?"""

import re
from html import unescape
from typing import Any

from flask import Flask, render_template_string

from scheduler.exercise.content import Step
from scheduler.exercise.scales import BUILT_IN


def drawn(app: Flask, call: str, **values: Any) -> str:
    source = (
        '{% from "_parts/charts.html" import rating_bars, planned_and_real %}{{ ' + call + " }}"
    )
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        return unescape(render_template_string(source, **values))


def bars(app: Flask, rows: list[Any], steps: tuple[Step, ...]) -> str:
    return drawn(app, "rating_bars(rows, steps, 'Ratings')", rows=rows, steps=steps)


def titles(html: str) -> list[str]:
    return re.findall(r"<title>(.*?)</title>", html)


def cells(html: str) -> list[str]:
    return re.findall(r'<td class="num"[^>]*>(.*?)</td>', html)


def test_a_bar_says_its_counts_and_its_table_says_them_all(app):
    html = bars(app, [("Knows whom to call", {"met": 3, "not": 1}, 4)], BUILT_IN["met"])
    assert titles(html) == ["Met: 3, Not met: 1"]
    assert cells(html) == ["3", "0", "1", "4"]
    assert "n = 4" in html
    assert 'role="img"' in html


def test_a_stretch_bears_its_step_s_letter_as_the_legend_does(app):
    met = bars(app, [("a", {"met": 3, "not": 1}, 4)], BUILT_IN["met"])
    assert "<span>a Met</span>" in met
    assert re.findall(r">(\w \d)</text>", met) == ["a 3", "c 1"]
    psmu = bars(app, [("a", {"P": 1, "U": 3}, 4)], BUILT_IN["psmu"])
    assert re.findall(r">(\w \d)</text>", psmu) == ["P 1", "U 3"]


def test_stretches_fill_the_bar_from_the_best_step_on(app):
    html = bars(app, [("a", {"P": 1, "U": 3}, 4)], BUILT_IN["psmu"])
    places = re.findall(r'data-step="(\d)" x="([\d.]+)%" width="([\d.]+)%"', html)
    assert places == [("0", "0.00", "25.00"), ("4", "25.00", "75.00")]


def test_what_was_not_rated_and_what_is_not_told_has_no_bar_but_a_word(app):
    rows = [("a", {"met": 0}, 0), ("b", None, "fewer than 5")]
    html = bars(app, rows, BUILT_IN["met"])
    assert titles(html) == []
    assert "not rated" in html
    assert cells(html)[4:] == ["fewer than 5"] * 4


def test_a_scale_of_seven_steps_ends_at_the_worst_colour(app):
    steps = tuple(Step(key=f"s{n}", name=f"Step {n}") for n in range(7))
    html = bars(app, [("a", {f"s{n}": 1 for n in range(7)}, 7)], steps)
    assert re.findall(r'chart__step" data-step="(\d)" x', html) == list("0112334")


def test_planned_and_real_stand_on_one_axis_as_minutes_or_as_exercise_time(app):
    rows = [("Module 1", 20, 30, ""), ("Module 2", 60, None, "skipped")]
    minutes = drawn(app, "planned_and_real(rows, 'Pacing')", rows=rows)
    assert titles(minutes) == ["Planned 20 min, real 30 min", "Planned 60 min, real –"]
    drawn_at = re.findall(r'chart__(\w+)" cx="(\d+\.\d\d)%"', minutes)
    assert drawn_at == [("real", "50.00"), ("planned", "33.33"), ("planned", "100.00")]
    assert cells(minutes) == ["20 min", "30 min", "60 min", "–"]
    clock = drawn(app, "planned_and_real(rows, 'Injects', clock=true)", rows=rows)
    assert titles(clock)[0] == "Planned 0:00:20, real 0:00:30"


def test_no_chart_has_a_style_of_its_own(app):
    html = bars(app, [("a", {"met": 1}, 1)], BUILT_IN["met"])
    html += drawn(app, "planned_and_real(rows, 'Pacing')", rows=[("a", 1, 2, "")])
    assert "style=" not in html


def test_a_chart_without_lines_is_no_error(app):
    assert titles(drawn(app, "planned_and_real([], 'Pacing')")) == []
    assert titles(bars(app, [], BUILT_IN["met"])) == []
