"""Which column of a roster says what: headers as communities really write them."""

from enum import StrEnum

from django.utils.translation import gettext_noop as _

EXAMPLE = "示例"
"""What a line of the template's examples says in its remarks."""


class Column(StrEnum):
    """The header in our own template, which is also how faults name the column."""

    COMPOUND = _("小区")
    BUILDING = _("楼号")
    STAIRWELL = _("单元")
    DOOR = _("门牌")
    HOUSEHOLD = _("户号")
    NAME = _("姓名")
    ID_NUMBER = _("身份证号")
    BIRTH = _("出生日期")
    PHONE = _("手机")
    RELATION = _("与户主关系")
    TENURE = _("居住类型")
    TAGS = _("关爱标签")
    REMARKS = _("备注")


PLACE = (Column.COMPOUND, Column.BUILDING, Column.STAIRWELL, Column.DOOR)

ALSO_CALLED = {
    Column.COMPOUND: "小区名称 所在小区 小区名 院落 居住小区",
    Column.BUILDING: "楼栋 楼栋号 栋号 楼 栋 幢 幢号 楼牌号 几号楼",
    Column.STAIRWELL: "单元号 几单元",
    Column.DOOR: "门牌号 门牌号码 房号 房间号 房间 室 室号 户室 门号 房屋 住址 地址 家庭住址 "
    "详细地址 详细住址 现住址 现住详址 居住地址 房屋地址 楼号单元门牌",
    Column.HOUSEHOLD: "户编号 家庭编号 家庭号 户籍号 户口号 户口编号 户主姓名 户主名字 所属户主",
    Column.NAME: "名字 居民姓名 人员姓名 姓名全称 您的姓名 业主姓名 业主",
    Column.ID_NUMBER: "身份证 身份证号码 公民身份号码 公民身份证号码 证件号 证件号码 身份号码",
    Column.BIRTH: "生日 出生年月日 出生时间 出生日",
    Column.PHONE: "手机号 手机号码 电话 电话号码 联系电话 联系方式 本人电话 业主电话 业主手机 您的手机号码",
    Column.RELATION: "户主关系 与户主的关系 关系 家庭关系 和户主关系",
    Column.TENURE: "居住性质 居住情况 住房类型 住房性质 房屋性质 居住状态",
    Column.TAGS: "标签 关爱类型 关爱类别 人员类别 人员标签",
    Column.REMARKS: "说明 附注 其他说明",
}
KNOWN = {column.value: column for column in Column} | {
    name: column for column, names in ALSO_CALLED.items() for name in names.split()
}
