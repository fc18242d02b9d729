"""Lines of which nobody can be sure that somebody of that name lives there: asked, as a whole.

A word in the place of a name (王阿姨, 租户), a line struck out, a remark that somebody died or moved
away. What says that a door is empty (空房) is no doubt: nobody is in such a line.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_noop as _

from foundation import names
from foundation.workbooks.cells import spaced
from foundation.workbooks.heads import plain, says
from residents.roster.columns import Column
from residents.roster.questions import Question
from residents.roster.reading.cells import shown
from residents.roster.reading.relations import RELATIONS

TAKE, LEAVE = "take", "leave"
STRUCK = _("这一行画了删除线。还要它吗？")
STRUCK_CHOICES = ((TAKE, _("要，照样读"), {}), (LEAVE, _("不要这一行"), {}))
NO_NAME = _("这不像是姓名。知道姓名就在表格里改好，再传一次。")
NO_NAME_CHOICES = ((TAKE, _("就是姓名，照样读"), {}), (LEAVE, _("不要这一行"), {}))
GONE = _("看起来人已经不在这里了。还住在这里吗？")
GONE_CHOICES = ((TAKE, _("还住在这里，照样读"), {}), (LEAVE, _("不住了，不要这一行"), {}))

Cells = Mapping[Column, Any]

EMPTY = re.compile(
    "(?:这户|此户|本户)?(?:空|空[房户屋]|空[置关闲]房?|闲置房?|[无没]人(?:居?住|入住)?|[无没]住户|暂?未(?:入|居)?住(?:人|户)?|"
    "未交[房付]|未售出?|待售|未装修|(?:正在)?装修中?|毛坯房?|商铺|门市房?|门面房?|底商|车[库位]|仓库|库房|储藏[室间]|"
    "地下室|办公[室用]?房?|物业(?:用房|办公室)?|门卫室?|配电[室房]|公共?用房|[待已]拆迁?)"
)
SURNAME = f"(?:{names.OF_TWO.pattern}|[{names.IDEOGRAPHS}])"
TITLES = (
    "某{1,2}|先生|女士|小姐|太太|阿姨|大爷|大妈|大娘|大叔|大婶|大哥|大姐|叔叔|伯伯|爷爷|奶奶|姥姥|姥爷|婆婆|老师|师傅|医生|大夫|"
    "护士|经理|老板|主任|书记|所长|队长|[总工姐哥嫂叔婶姨爷家]"
)
OF_FAMILY = "夫妇|夫妻|两口子?|一家|全家|家属|之[夫妻子女父母]|的?(?:老婆|老公|爱人|妻子|丈夫|儿子|女儿|父亲|母亲)"
WORDS = (
    "租户|租客|房客|房东|业主|住户|居民|家属|不知道?|不清楚|不明|不便|不愿[透露说]*|拒绝\\w*|拒访|未登记|未知|未提供|待[定补]|待核[实查]?|"
    "保密|略|同上|出租[房屋]?|不在家?|锁门|家中无人|外出|敲门无人|多人|若干人?|合租|群租"
)
NO_NAMES = re.compile(
    rf"{SURNAME}(?:{TITLES})|[小老][{names.IDEOGRAPHS}]|.+(?:{OF_FAMILY})|(?:{WORDS})|"
    rf"[{names.IDEOGRAPHS}]+[xXoO]{{1,3}}"
)
OF_RELATIONS = {word for words in RELATIONS.values() for word in words.split() if len(word) > 1}
SEXES = ("男", "女")
WITH_SEX = re.compile(rf"[{names.IDEOGRAPHS}]{{2,}} [男女]")

WHEN = r"(?:[去今前]年|(?:19|20)?\d\d ?[年./-] ?(?:\d{1,2} ?(?:[月./-] ?(?:\d{1,2} ?[日号]?)?)?)?|20\d\d)?(?:份|初|底)?"
DIED = (
    "(?:已经?)?(?:因病)?(?:去世|过世|逝世|离世|辞世|病[故逝]|亡故|身故|身亡|死亡|故去)|已[故亡殁]"
)
MOVED = (
    "(?:全家|户口)?(?:已经?|现已)?(?:搬[走离出家迁]|迁[走出离]|外迁|注销|注销户口)|户口已?注销|(?:人|现)?已?不(?:在|住)(?:这里|此处|此地|本小区|"
    "本社区)(?:居?住)?|(?:房子?)?已(?:出售|售|卖)|(?:房子?)已?(?:卖|售)了?"
)
ABOUT_GOING = re.compile("[世逝故亡死殁搬迁销不售卖]")
"""One of these is in each of the words; almost every remark is without."""
SAYS_GONE = re.compile(
    rf"(?:本人|此人|该人)?(?:于|在)?{WHEN} ?(?:已|于)?(?:{DIED}|{MOVED})了?(?:,?[至到去]\w{{1,20}})?[,(]?{WHEN}\)?[。.!]?"
)


def is_empty_door(cells: Cells) -> bool:
    """空房 where a name should be, and no ID number: a door behind which nobody lives."""
    name = cells.get(Column.NAME)
    if not isinstance(name, str) or says(cells.get(Column.ID_NUMBER)):
        return False
    return bool(EMPTY.fullmatch(plain(name).strip("()")))


def doubts(line: int, cells: Cells, *, struck: bool) -> Iterator[Question]:
    """What to ask before the line is read at all."""
    name = cells.get(Column.NAME)
    if struck:
        value = str(name or "")
        yield Question(line, "", value, STRUCK, choices=STRUCK_CHOICES)
    if isinstance(name, str) and _is_no_name(name):
        value = shown(Column.NAME, name)
        yield Question(line, str(Column.NAME), value, NO_NAME, choices=NO_NAME_CHOICES)
    for column in (Column.REMARKS, Column.TAGS, Column.TENURE):
        cell = cells.get(column)
        if isinstance(cell, str) and ABOUT_GOING.search(cell) and SAYS_GONE.fullmatch(spaced(cell)):
            yield Question(line, str(column), shown(column, cell), GONE, choices=GONE_CHOICES)


def _is_no_name(cell: str) -> bool:
    if cell.rstrip()[-1:] in SEXES and WITH_SEX.fullmatch(spaced(cell)):
        return True
    text = plain(cell).strip("()")
    return text in OF_RELATIONS or bool(NO_NAMES.fullmatch(text))
