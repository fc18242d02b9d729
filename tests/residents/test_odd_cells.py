"""What a cell may hold, generated with the end that the sentence about its kind gives it.

Each kind draws (what stands there, what it means); None means that it is refused, ASKED that
somebody has to say. A few dozen of each every day, two hundred in the trial "odd-files".
"""

import csv
import io
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.workbooks import reading as workbooks
from foundation.workbooks.dates import WINDOWS_EPOCH
from foundation.workbooks.faults import Asked, Wrong
from residents.roster.columns import Column
from residents.roster.reading import cells
from residents.roster.reading.header import Header

ASKED = object()
WIDE = str.maketrans("0123456789-+", "０１２３４５６７８９－＋")
digits = "0123456789"


def wide(text):
    return st.sampled_from(
        [text, text, text.translate(WIDE), f"\u200b{text}\ufeff", f" {text}\r\n"]
    )


@st.composite
def landlines(draw):
    """One form for all spellings; a lost zero is asked; .0 goes whole."""
    area = draw(st.sampled_from(["010", "021", "0472", "0471", "0310", "0998"]))
    size = 8 if len(area) == 3 else draw(st.integers(7, 8))
    number = draw(st.text(digits, min_size=size, max_size=size))
    between = draw(st.sampled_from(["-", "", " ", "—", "–", "−", "--", "―"]))
    country = draw(st.sampled_from(["", "+86 ", "+86-", "0086", "lost"]))
    end = draw(st.sampled_from(["", ".0"])) if between in ("", "-") else ""
    kept = draw(st.booleans()) or country == ""
    shown = area if kept and country != "lost" else area[1:]
    text = f"{country.replace('lost', '')}{shown}{between}{number}{end}"
    return draw(wide(text)), ASKED if country == "lost" else f"{area}-{number}"


@st.composite
def mobiles(draw):
    number = "13" + draw(st.text(digits, min_size=9, max_size=9))
    parts = draw(st.sampled_from([(11,), (3, 7, 11), (4, 8, 11)]))
    between = draw(st.sampled_from(["", " ", "-", "—"]))
    text = between.join(number[a:b] for a, b in zip((0, *parts), parts, strict=False))
    text = draw(st.sampled_from(["", "+86", "86 ", "'", "`"])) + text
    text += draw(st.sampled_from(["", ".0"])) if between == "" else ""
    return draw(wide(text)), number


no_phones = st.tuples(
    st.sampled_from(["空号", "停机", "未办", "无", "/", "-", " ", "——", "没有", "无电话"]),
    st.just(""),
)


@st.composite
def whole_days(draw):
    """ISO, eight digits, 年月日 and midnight stay right; a count is a day where its format says so,
    or where it is no year from 1880 to 2100."""
    day = draw(st.dates(date(1900, 3, 1), date(2020, 12, 31)))
    moment = datetime.combine(day, datetime.min.time())
    count = (moment - WINDOWS_EPOCH).days
    written = [
        day.isoformat(),
        f"{day:%Y/%m/%d}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year} 年 {day.month} 月 {day.day} 日",
        f"{day:%Y%m%d}",
        f"{day.isoformat()} 00:00:00",
        f"{day.year}-{day.month}-{day.day} 0:00:00",
        f"{day.isoformat()}T00:00:00",
        int(f"{day:%Y%m%d}"),
    ]
    if count >= 366 and not 1880 <= count <= 2100:
        written += [moment, count]
    return draw(st.sampled_from(written)), day.isoformat()


@st.composite
def parts_of_days(draw):
    """A year, a month, six or seven digits: refused; January or October: asked."""
    year, month = draw(st.integers(1900, 2015)), draw(st.integers(1, 12))
    written = [
        year,
        str(year),
        f"{year}年",
        f"{year}.0",
        WINDOWS_EPOCH + timedelta(days=year),
        f"{year}年{month}月",
        f"{year}-{month:02}",
        int(f"{year}{month:02}"),
        f"{year}{month:02}",
        f"{year}{month}{draw(st.integers(1, 9))}",
    ]
    if month not in (1, 10):
        written.append(float(f"{year}.{month}"))
    asked = [float(f"{year}.1"), f"{year}.1"]
    cell = draw(st.sampled_from(written + asked))
    return cell, ASKED if cell in asked and not isinstance(cell, int) else None


remarks = st.one_of(
    st.tuples(
        st.sampled_from(["无", "/", "-", "——", " / ", "\n", "无\r\n", None, ""]), st.just("")
    ),
    st.integers(1, 10**9).map(lambda n: (n, str(n))),
    st.integers(1, 10**6).map(lambda n: (n + 0.5, f"{n}.5")),
    st.dates(date(1900, 3, 1), date(2100, 1, 1)).map(
        lambda day: (datetime.combine(day, datetime.min.time()), day.isoformat())
    ),
    st.sampled_from(["住校", "养了一只狗", "2024-05-01", "2024.5", "见 3 号表"]).flatmap(
        lambda words: st.tuples(
            st.sampled_from([words, f" {words}\r\n", f"'{words}"]), st.just(words)
        )
    ),
)


@st.composite
def tags(draw):
    """Between tags stand blanks, new lines, 、 or a comma."""
    labels = cells._labels()
    kinds = draw(st.lists(st.sampled_from(sorted(labels)), min_size=1, max_size=4, unique=True))
    text = labels[kinds[0]]
    for kind in kinds[1:]:
        text += draw(st.sampled_from(["、", "，", ",", " ", "\n", "\r\n", "；", "　", "/"]))
        text += labels[kind]
    return text, sorted(kinds)


OWN, RENT = ["自购", "商品房", "自有", "自住", "房改房"], ["公租房", "廉租房", "租住", "租户"]
tenures = st.one_of(
    st.sampled_from(OWN).flatmap(lambda word: st.tuples(wide(word), st.just("own"))),
    st.sampled_from(RENT).flatmap(lambda word: st.tuples(wide(word), st.just("rent"))),
    st.tuples(st.sampled_from(["酒店", "朋友家"]), st.none()),
)


@st.composite
def heads(draw):
    """Numbered and broken heads are the heads they would be without."""
    name, column = draw(
        st.sampled_from(
            [("姓名", Column.NAME), ("联系电话", Column.PHONE), ("门牌号", Column.DOOR)]
        )
    )
    before = draw(st.sampled_from(["", "1.", "12、", "一、", "③", "（2）", "*"]))
    after = draw(st.sampled_from(["", "1", "2", "：", "\r\n", "（必填）"]))
    broken = draw(
        st.sampled_from([name, name[0] + "\n" + name[1:], " ".join(name), "　".join(name)])
    )
    return before + broken + after, column


def column_of(head):
    (column,) = Header(1, [head]).places
    return column


@st.composite
def texts(draw):
    """A table of text in any coding, with any of its separators."""
    word = st.sampled_from(["林一", "槐荫里", "501", "", "住,校", '引"号', "换\n行", "a;b", "\t"])
    rows = draw(st.lists(st.lists(word, min_size=3, max_size=3), min_size=1, max_size=5))
    rows = [["姓名", "门牌", "备注"], *rows, ["完", "完", "完"]]
    content = io.StringIO()
    separator = draw(st.sampled_from(",;\t"))
    csv.writer(content, delimiter=separator).writerows(rows)
    coding = draw(st.sampled_from(["gb18030", "utf-8", "utf-8-sig", "utf-16"]))
    return content.getvalue().encode(coding), [[cell or None for cell in row] for row in rows]


def table_of(content):
    file = io.BytesIO(content)
    ((_sheet, rows),) = workbooks.read(file, workbooks.survey(file))
    return [cells for _line, cells in rows]


KINDS = {
    "landlines": (landlines(), cells.clean_phone),
    "mobiles": (mobiles(), cells.clean_phone),
    "no phones": (no_phones, cells.clean_phone),
    "whole days": (whole_days(), cells.clean_birth),
    "parts of days": (parts_of_days(), cells.clean_birth),
    "remarks": (remarks, cells.clean_remarks),
    "tags": (tags(), cells.clean_tags),
    "tenures": (tenures, cells.clean_tenure),
    "heads": (heads(), column_of),
    "tables of text": (texts(), table_of),
}


def check(kind, times):
    drawn, read = KINDS[kind]

    @settings(max_examples=times, deadline=None, database=None)
    @given(drawn)
    def each(case):
        stands, means = case
        try:
            found = read(stands)
        except Asked:
            found = ASKED
        except Wrong:
            found = None
        assert found == means, stands

    each()


@pytest.mark.parametrize("kind", KINDS)
def test_a_few_dozen_end_as_their_sentence_says(kind):
    check(kind, 30)


@pytest.mark.trial("odd-files")
@pytest.mark.parametrize("kind", KINDS)
def test_two_hundred_end_as_their_sentence_says(kind):
    check(kind, 200)
