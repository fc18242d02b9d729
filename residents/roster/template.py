"""The empty roster people fill in: its columns, two invented lines, and how to fill it in."""

import io

from django.utils import translation
from django.utils.translation import gettext as _

from foundation.workbooks import template
from foundation.workbooks.template import EmptySheet, Head
from residents import care
from residents.models import Person, Residency
from residents.roster.columns import EXAMPLE, Column

WIDTHS = {Column.NAME: 14, Column.ID_NUMBER: 24, Column.PHONE: 16, Column.TAGS: 28}

# Invented: county code 150299 belongs to nobody.
EXAMPLES = [
    [
        "幸福里",
        "3",
        "2",
        "501",
        "张三丰",
        "150299194501010015",
        "",
        "13900000000",
        "户主",
        "自有",
        "60 岁以上独居",
        f"{EXAMPLE}，导入时会跳过，可以删掉",
    ],
    [
        "幸福里",
        "3",
        "2",
        "502",
        "李四光",
        "",
        "1952-03-09",
        "13900000001",
        "户主",
        "租住",
        "",
        f"{EXAMPLE}，导入时会跳过，可以删掉",
    ],
]


def build() -> io.BytesIO:
    """The workbook; its headers are always Chinese, as the rosters are."""
    with translation.override("zh-hans"):  # the only names that are read back
        tags = "；".join(map(str, care.Kind.labels))
        choices = {
            Column.RELATION: list(map(str, Person.Relation.labels)),
            Column.TENURE: list(map(str, Residency.Tenure.labels)),
        }
    heads = [
        Head(column.value, how, WIDTHS.get(column, 12), choices.get(column, ()))
        for column, how in _how(tags).items()
    ]
    return template.build([EmptySheet("名册", heads, EXAMPLES, _rules())])


def _how(tags):
    return {
        Column.COMPOUND: _("小区名称，和登记里的一样。社区只有一个小区时可以空着。"),
        Column.BUILDING: _("楼号，比如 3。这栋楼要先在街道后台登记。"),
        Column.STAIRWELL: _("单元，比如 2；空着就是 1 单元。"),
        Column.DOOR: _("门牌，比如 501。也可以整个写在这里：3-2-501，或者 3栋2单元501室。"),
        Column.NAME: _("必填。"),
        Column.ID_NUMBER: _(
            "18 位或老的 15 位；没有就空着。请按文本填写，不然 Excel 会丢掉后几位。"
        ),
        Column.BIRTH: _("没有身份证号时填，比如 1950-01-02；有身份证号就不用填。"),
        Column.PHONE: _("手机或带区号的座机，一格一个；没有就空着。"),
        Column.RELATION: _("户主、配偶、子女、父母、孙辈、其他。一家写一位户主，家里人写在下面。"),
        Column.TENURE: _("自有、租住、寄居、临时。"),
        Column.TAGS: _("用顿号隔开，可以填：%(tags)s。") % {"tags": tags},
        Column.REMARKS: _("最多 200 字。"),
    }


def _rules():
    return [
        _("一行写一位居民。空着的格子不改动原来的登记。"),
        _("先按身份证号认人；没有身份证号，按门牌和姓名认人。"),
        _("像是同一个人、又不能肯定的行，先不导入，由您来定。"),
        _("名册里没有写到的人，登记里不会动；名册完整的话，会问一问是不是搬走了。"),
        _("同一份名册导入两次，第二次什么都不会改。"),
        _("一次最多 50,000 行、10 MB。"),
        _("前两行是示例，导入时会跳过。"),
    ]
