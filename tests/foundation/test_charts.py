"""Charts: the right length in the right place, words for everyone, and all numbers in a table."""

import re

import pytest
from django.template import Context, Template

from foundation.charts import drawing
from foundation.charts.figures import Figure, Series


def figure(*series, labels=("9月", "10月", "11月"), **facts):
    return Figure(title="每月", sentence="一共 9 次。", labels=list(labels), series=series, **facts)


def drawn(chart, kind):
    return Template("{% load charts %}{% chart figure kind %}").render(
        Context({"figure": chart, "kind": kind})
    )


def boxes(svg, ink):
    """(x, y, width, height) of every rectangle in that ink."""
    found = re.findall(
        rf'class="ink-{ink}" x="([\d.]+)%" y="([\d.]+)em" width="([\d.]+)%" height="([\d.]+)em"',
        svg,
    )
    return [tuple(map(float, box)) for box in found]


def test_a_column_is_as_high_as_its_share_of_the_highest():
    svg = drawing.bars(figure(Series("见到", [2, 4, 0])))
    heights = [box[3] for box in boxes(svg, "good")]

    assert heights == [drawing.HEIGHT / 2, drawing.HEIGHT]


def test_series_of_one_column_stand_on_each_other():
    svg = drawing.bars(figure(Series("见到", [3]), Series("没见着", [1], "rest"), labels=["9月"]))
    (low,), (high,) = boxes(svg, "good"), boxes(svg, "rest")

    assert high[1] + high[3] == pytest.approx(low[1], abs=0.01)
    assert low[3] == pytest.approx(3 * high[3], abs=0.01)


def test_what_came_in_goes_up_and_what_went_out_goes_down_from_one_line():
    svg = drawing.up_and_down(
        figure(Series("存入", [10, 0, 5]), Series("支取", [0, 20, 0], "warn"))
    )
    up, (down,) = boxes(svg, "good"), boxes(svg, "warn")

    assert {round(box[1] + box[3], 1) for box in up} == {round(down[1], 1)}
    assert down[3] == pytest.approx(2 * up[0][3], abs=0.02)


def test_parts_of_a_share_fill_its_bar():
    svg = drawing.share(figure(Series("按时", [6]), Series("过了", [2], "bad"), labels=["高关注"]))
    (first,), (second,) = boxes(svg, "good"), boxes(svg, "bad")

    assert (first[0], first[2], second[0], second[2]) == (0, 75, 75, 25)


def test_a_line_goes_through_all_its_values():
    svg = drawing.line(figure(Series("办结", [0, 5, 10]), Series("新来", [1, 1, 1], "rest")))

    assert svg.count('<circle class="ink-good"') == svg.count('<circle class="ink-rest"') == 3
    assert svg.count('<line class="ink-good"') == 2


def test_a_day_of_the_calendar_carries_its_number_and_today_its_frame():
    days = figure(
        Series("该联系", [0, 3, 12, 0, 0, 0, 1] + [0] * 7),
        labels=[f"{n}日" for n in range(14)],
        extra={"days": "一二三四五六日", "weeks": ["11/23", "11/30"], "today": 2},
    )
    svg = drawing.calendar(days)

    assert re.findall(r'class="on-heat-\d"[^>]*>(\d+)<', svg) == ["3", "12", "1"]
    assert svg.count("chart-today") == 1 and svg.count("<rect") == 14


def test_a_week_that_is_not_over_is_hatched():
    weeks = Series("见到", [2, 4, 1])

    running = drawing.bars(figure(weeks, extra={"running": True}))
    assert running.count("url(#ink-part)") == 1
    assert running.rindex('class="ink-good"') < running.index("url(#ink-part)")
    assert "ink-part" not in drawing.bars(figure(weeks))
    assert drawing.line(figure(weeks, extra={"running": True})).count("chart-running") == 1


INKS = ["good", "rest", "warn", "bad"]


def test_every_ink_is_a_texture_as_well_as_a_colour():
    """Whole, hollow, hatched one way, hatched the other: told apart in black and white."""
    textures = drawing.textures()
    patterns = [re.findall(rf'id="ink-{ink}".*?d="([^"]+)"', textures) for ink in INKS]

    assert [len(found) for found in patterns] == [0, 0, 1, 1]
    assert patterns[2] != patterns[3]
    assert tuple(INKS) == drawing.INKS


@pytest.mark.parametrize("kind", ["bars", "line", "share", "up_and_down"])
def test_every_chart_has_a_title_a_sentence_and_a_table_with_all_numbers(kind):
    html = drawn(figure(Series("一", [1, 2, 3]), Series("二", [4, 5, 1234], "warn")), kind)

    assert html.count("<h2>每月</h2>") == 1
    assert "<p>一共 9 次。</p>" in html
    assert 'role="img" aria-label="每月"' in html
    assert re.findall(r"<td[^>]*>([\d,]+)</td>", html) == ["1", "4", "2", "5", "3", "1,234"]


def test_nothing_to_draw_is_said_and_not_drawn():
    html = drawn(figure(Series("一", [0, 0, 0])), "bars")

    assert "一共 9 次。" in html and "<svg" not in html


@pytest.mark.parametrize("kind", ["bars", "line", "share", "up_and_down"])
def test_words_never_become_markup(kind):
    evil = Figure("<b>", "<i>", ["<u>"], [Series("<s>", [1]), Series("<q>", [1], "rest")])

    assert not re.search(r"<(b|i|u|s|q)>", drawn(evil, kind))
