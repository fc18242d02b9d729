from datetime import timedelta

import pytest
from django.utils import timezone, translation

from config.templatetags import words

pytestmark = pytest.mark.usefixtures("midday")

TODAY = timezone.localdate


def test_days_near_today_have_names():
    days = [TODAY() + timedelta(days=n) for n in (-1, 0, 1)]

    assert [words.day(on) for on in days] == ["昨天", "今天", "明天"]


def test_a_day_of_another_year_says_the_year():
    assert words.day(TODAY().replace(year=2020, month=3, day=5)) == "2020年3月5日"


def test_due_counts_days_in_both_directions():
    days = [TODAY() + timedelta(days=n) for n in (-2, 0, 3)]

    assert [words.due(on) for on in days] == ["晚了 2 天", "今天到期", "还有 3 天"]


def test_a_moment_ago_is_said_in_minutes():
    now = timezone.now()

    assert words.ago(now) == "刚刚"
    assert words.ago(now - timedelta(minutes=5)) == "5 分钟前"


def test_a_time_in_another_zone_is_told_in_ours():
    noon = timezone.now().replace(hour=4, minute=0, year=2020, month=3, day=5)

    assert words.ago(noon) == "2020年3月5日 12:00"


def test_numbers_have_groups_and_a_real_minus_sign():
    assert words.pts(-1280) == "−1,280"
    assert words.signed(20) == "+20"
    assert words.signed(-5) == "−5"


def test_nothing_is_shown_for_nothing():
    assert [f(None) for f in (words.day, words.ago, words.due, words.pts, words.signed)] == [""] * 5


def test_case_numbers_and_points_stay_on_one_line():
    assert words.whole("等您受理：20261125-0010。") == (
        '等您受理：<span class="nowrap">20261125-0010</span>。'
    )
    assert words.whole("存了 10 分") == '存了 <span class="nowrap">10 分</span>'


def test_a_title_breaks_between_its_phrases():
    assert words.phrases("灯不亮，楼道黑") == (
        '<span class="phrase">灯不亮，</span><span class="phrase">楼道黑</span>'
    )
    assert words.phrases("灯不亮") == "灯不亮"


def test_what_somebody_wrote_never_becomes_markup():
    assert "<b>" not in words.whole("<b>10 分") + words.phrases("<b>，<b>")


def test_an_icon_says_nothing_to_a_screen_reader():
    assert 'aria-hidden="true"' in words.icon("house")


def test_the_language_of_the_page_decides():
    with translation.override("en"):
        assert words.pts(1280) == "1,280"
        assert words.day(TODAY()) == translation.pgettext("day", "今天")
