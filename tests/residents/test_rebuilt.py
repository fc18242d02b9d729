"""Lines whose file is gone are handed back under our own heads."""

import pytest

from residents.roster.rows import Row
from residents.roster.saying import rebuilt

PLACE = ("小区", "楼号", "单元", "门牌")


@pytest.mark.parametrize(
    ("whole", "stairwell", "door", "place"),
    [
        ("和平里 3-2-501", 2, "501", ("和平里", "3", "2", "501")),
        ("胜利巷 12号院 东头", 0, "东头", ("胜利巷", "12号院", "", "东头")),
        ("和平里 5-203", 0, "203", ("和平里", "5", "", "203")),
    ],
)
def test_a_line_stands_under_the_heads_of_the_template(whole, stairwell, door, place):
    about = {"name": "张三丰", "family": "12", "phone": "13900000000"}
    row = Row(7, stairwell=stairwell, door=door, whole=whole, **about)

    (_line, heads, _sheet), (line, cells, _same) = rebuilt.originals([row])

    said = dict(zip(heads, cells, strict=True))
    assert line == 7 and tuple(said[head] for head in PLACE) == place
    assert (said["户号"], said["姓名"], said["手机"]) == ("12", "张三丰", "13900000000")
