"""Birth dates: what is a day is taken as that day; what may be another day is refused or asked."""

from datetime import date, datetime, timedelta

from tests.residents.variations.ends import ASKED, Refused, one
from tests.residents.variations.keyboards import as_typed

BIRTH = "出生日期"
REFUSED = Refused(BIRTH)
FIRST = date(1910, 1, 1)
ZERO = date(1899, 12, 30)  # days are counted from here, from March 1900 on
NUMERALS = "〇一二三四五六七八九"
SHOWN = ["yyyy-mm-dd", "yyyy/m/d", 'yyyy"年"m"月"d"日"', "[$-804]yyyy/m/d;@", "m/d/yy", "d-mmm-yy"]


def some_day(chance):
    return FIRST + timedelta(days=chance.randrange(38_000))


def taken(day):
    return {"birth": day.isoformat()}


def a_day_in_words(chance):
    day = some_day(chance)
    y, m, d = day.year, day.month, day.day
    mark = chance.choice(["-", "/", "."])
    text = chance.choice(
        [
            day.isoformat(),
            f"{y}{mark}{m}{mark}{d}",
            f"{y}{mark}{m:02d}{mark}{d:02d}",
            f"{y}年{m}月{d}日",
            f"{y}年{m:02d}月{d:02d}日",
            f"{y} 年 {m} 月 {d} 日",
            f"{y}{m:02d}{d:02d}",
            f"{day.isoformat()} 00:00:00",
            f"{y}/{m}/{d} 0:00:00",
            f"{y}/{m}/{d} 0:00",
            f"{day.isoformat()}T00:00:00",
            f"{y}年{m}月{d}日 00:00:00",
        ]
    )
    return one(BIRTH, as_typed(chance, text), taken(day))


def a_day_as_number(chance):
    day = some_day(chance)
    count = (day - ZERO).days  # all of them lie outside 1880 to 2100
    moment = datetime(day.year, day.month, day.day)
    value, shown = chance.choice(
        [
            (int(f"{day:%Y%m%d}"), None),
            (count, None),
            (count, "General"),
            (moment, chance.choice(SHOWN)),
            (count, chance.choice(SHOWN)),
        ]
    )
    return one(BIRTH, value, taken(day), shown=shown)


def a_year(chance):
    year = chance.randint(1910, 2015)
    value, shown = chance.choice(
        [
            (year, None),
            (year, "0"),
            (float(year), "0.0"),
            (year, chance.choice(SHOWN)),  # typed into a column of days: 1905
            (datetime(*(ZERO + timedelta(days=year)).timetuple()[:3]), chance.choice(SHOWN)),
            (as_typed(chance, str(year)), None),
            (f"{year}年", None),
            (f" {year} 年", None),
            (f"{year}.0", None),
            (f"{year}年生", None),
            (f"约{year}年", None),
            (f"{year}-", None),
            (f"{year}年出生", None),
            (f"{year}年月日", None),
        ]
    )
    return one(BIRTH, value, REFUSED, shown=shown)


def a_year_and_month(chance):
    year, month = chance.randint(1910, 2015), chance.randint(1, 12)
    if month in (1, 10) and chance.random() < 0.7:
        # 1950.1 is January, or October without its 0.
        return one(BIRTH, chance.choice([float(f"{year}.1"), f"{year}.1"]), ASKED)
    text = chance.choice(
        [
            f"{year}年{month}月",
            f"{year}-{month:02d}",
            f"{year}/{month}",
            f"{year}.{month:02d}",
            f"{year}年{month}月份",
            f"{year}-{month:02d}-00",
            f"{year}-{month:02d}-",
            f"{year}年{month}月日",
        ]
    )
    if month not in (1, 10) and chance.random() < 0.4:
        return one(BIRTH, float(f"{year}.{month}"), REFUSED, ASKED)
    ends = (REFUSED, ASKED) if text.endswith(".10") or month == 1 else (REFUSED,)
    return one(BIRTH, as_typed(chance, text), *ends)


def six_or_seven_digits(chance):
    day = some_day(chance)
    text = chance.choice(
        [
            f"{day:%Y%m}",
            f"{day:%y%m%d}",
            f"{day.year}{day.month}{day.day % 9 + 1}"[:7],
            f"{day:%Y%m}{day.day % 9 + 1}",
            f"{day.year}{day.month % 9 + 1}{day:%d}",
        ]
    )
    # Without a 0 before it, what a number of fewer digits means is a count of days.
    value = int(text) if text[0] != "0" and chance.random() < 0.5 else as_typed(chance, text)
    return one(BIRTH, value, REFUSED)


def no_day(chance):
    year = chance.randint(1910, 2015)
    return one(
        BIRTH,
        chance.choice(
            [
                f"{year}-13-01",
                f"{year}-02-30",
                f"{year}1301",
                int(f"{year}0230"),
                f"{year}-04-31",
                f"{year}年2月30日",
                "1900-02-29",
                f"{year}-00-10",
                f"{year + 200}-01-02",
                f"{year - 200}-01-02",
                f"{year}-1-2-3",
                f"{year}-1-2/{year + 1}-1-2",
                f"{year}-1-2,{year}-1-3",
                f"农历{year}年1月2日",
                f"{year}年1月2日(农历)",
                f"阴历{year}-01-02",
                f"{year}年正月初二",
                f"{year}年闰4月2日",
                f"{year % 100:02d}-11-02",
                f"{year % 100:02d}.3.4",
                f"{year % 100:02d}/12/13",
                f"{year % 100:02d}年3月4日",
                f"03/04/{year}",
                f"3-4-{year}",
                f"{year}0102 左右",
                f"{year}-1-2?",
                f"{year}-1-2（身份证{year}-1-3）",
                f"{year}年1月2日 或 {year}年2月1日",
                "属虎",
                "七十岁",
                f"{year}0102{year}0102",
                f"150299{year}01020010",
                True,
                -18265,
                -1,
                0.5,
                10**12,
            ]
        ),
        REFUSED,
        ASKED,
    )


def a_day_with_something(chance):
    """Not said by the sentences in so many words: the day that stands there, or a refusal."""
    day = some_day(chance)
    y, m, d = day.year, day.month, day.day
    moment = datetime(y, m, d, chance.randrange(24), chance.randrange(60))
    spoken = "".join(NUMERALS[int(digit)] for digit in str(y))
    value, shown = chance.choice(
        [
            (moment, "yyyy-mm-dd hh:mm"),
            (f"{moment:%Y-%m-%d %H:%M:%S}", None),
            (f"{y}{m:02d}{d:02d}.0", None),
            (f"{y}年{m}月{d}号", None),
            (f"{y}、{m}、{d}", None),
            (f"{y}。{m}。{d}", None),
            (f"{y}—{m}—{d}", None),
            (f"{y}－{m}－{d}", None),
            (f"{y} {m} {d}", None),
            (f"{y}\\{m}\\{d}", None),
            (f"{spoken}年{'一'}月{'二'}日" if (m, d) == (1, 2) else f"{y}, {m}, {d}", None),
            (f"{y}-{m}-{d}生", None),
            (f"({y}-{m}-{d})", None),
            (f"{day.isoformat()} 00:00:00.000", None),
            (f"{day.isoformat()}T00:00:00Z", None),
            (f"{day.isoformat()}T00:00:00.000+08:00", None),
            (f"公历{y}年{m}月{d}日", None),
            (f"{y}年{m}月{d}日 星期一", None),
            (f"{day:%Y%m%d}000000", None),
            ((day - ZERO).days + 0.5, None),
        ]
    )
    return one(BIRTH, value, taken(day), REFUSED, shown=shown)


KINDS = [
    a_day_in_words,
    a_day_as_number,
    a_year,
    a_year_and_month,
    six_or_seven_digits,
    no_day,
    a_day_with_something,
]
