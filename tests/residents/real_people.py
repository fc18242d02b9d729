"""The invented people of the real-life tables: twelve families in three buildings of 槐荫里."""

from dataclasses import dataclass
from datetime import date

from residents.roster.reading.relations import TWO_DIGITS, clean_relation
from tests import builders

CODES = {pair[2:]: pair[:2] for pair in TWO_DIGITS.split()}
# Building, stairwell and door; then each with sex, year of birth and relation.
FAMILIES = """
1 1 101 赵一鸣男1948户主 钱秀兰女1950妻
1 1 102 孙伯年男1975户主 李桂香女1977妻 孙小雨女2003长女
1 2 301 周文君女1939户主
1 2 302 吴大勇男1966户主 郑玉梅女1968妻 吴斌男1992长子 何晓燕女1993儿媳 吴乐乐男2019孙子
2 1 201 王素珍女1945户主 王建军男1970长子
2 1 202 冯国强男1958户主 陈淑芬女1959妻
2 2 501 褚立新男1981户主 卫红女1983妻 褚天佑男2010长子 卫桂兰女1952岳母
2 2 502 蒋月娥女1990户主
3 1 101 沈长河男1943户主 韩凤英女1947妻 沈晓东男1972长子
3 1 401 杨丽华女1962户主 朱志远男1960夫
3 2 601 秦少华男1988户主
3 2 602 尤金花女1956户主 许多多女2012外孙女
"""


@dataclass(frozen=True)
class Someone:
    building: int
    stairwell: int
    door: str
    name: str
    sex: str
    year: int
    word: str
    number: int  # among all, from 1

    @property
    def relation(self) -> str:
        return clean_relation(self.word)

    @property
    def code(self) -> str:
        return CODES[self.word]

    @property
    def born(self) -> date:
        return date(self.year, 1 + self.number % 12, 1 + self.number)

    @property
    def id_number(self) -> str:
        order = 2 * self.number + (self.sex == "男")
        return builders.make_id_number(self.born.strftime("%Y%m%d"), order)

    @property
    def phone(self) -> str:
        """A third of all have none."""
        return f"1390000{self.number:04d}" if self.number % 3 else ""

    @property
    def whole(self) -> str:
        return f"槐荫里 {self.building}-{self.stairwell}-{self.door}"

    @property
    def is_head(self) -> bool:
        return self.word == "户主"


def _read() -> list[list[Someone]]:
    families, number = [], 0
    for line in FAMILIES.split("\n")[1:-1]:
        building, stairwell, door, *members = line.split()
        family = []
        for member in members:
            at = next(n for n, letter in enumerate(member) if letter in "男女" and n > 1)
            number += 1
            name, sex, year, word = (
                member[:at],
                member[at],
                member[at + 1 : at + 5],
                member[at + 5 :],
            )
            family.append(
                Someone(int(building), int(stairwell), door, name, sex, int(year), word, number)
            )
        families.append(family)
    return families


BY_FAMILY = _read()
EVERYBODY = [someone for family in BY_FAMILY for someone in family]
