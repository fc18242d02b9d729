"""The provinces, cities and districts that the product brings along."""

from grids.divisions import districts


def test_each_hangs_under_the_one_its_code_begins_with():
    known = districts.known()

    assert {len(code) for code in known} == {2, 4, 6}
    assert [code for code in known if len(code) > 2 and code[:-2] not in known] == []
    assert known["150271"] == "包头稀土高新技术产业开发区"
    assert all(known.values())


def test_a_few_words_of_a_name_find_their_district_and_none_finds_nothing():
    assert districts.alike("稀土高新") == [
        ("150271", "内蒙古自治区 包头市 包头稀土高新技术产业开发区")
    ]
    assert len(districts.alike("区")) == districts.SHOWN
    assert districts.alike("") == districts.alike("没有这个地方") == []
