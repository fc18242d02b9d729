"""One cell of a roster: what was meant, from what Excel kept. All cleaners raise Wrong."""

import re
from datetime import date, datetime
from functools import cache

from django.utils import translation
from django.utils.translation import gettext_noop as _

from foundation import names, phones
from foundation.workbooks import cells
from foundation.workbooks.cells import MISSING, TOO_LONG, as_text
from foundation.workbooks.dates import WINDOWS_EPOCH
from foundation.workbooks.faults import Asked, Choice, Wrong
from foundation.workbooks.heads import plain
from residents import care, doors, identity
from residents.models import Residency
from residents.roster.columns import Column

TENURES = {
    Residency.Tenure.OWN: "自有 自住 自有住房 自有房 自有房屋 自住房 自购商品房 产权 业主 自购 自购房 购买 自建 自建房 "
    "私房 私有 商品房 房改房 经济适用房 经适房 回迁 回迁房 安置房",
    Residency.Tenure.RENT: "租住 租房 租赁 租户 出租 出租房 出租屋 承租 租赁房 租赁住房 公租房 公租 廉租房 廉租",
    Residency.Tenure.LODGE: "寄居 借住 借居 寄住",
    Residency.Tenure.TEMPORARY: "临时 暂住 临时居住",
}
KINDS = {
    care.Kind.DISABILITY: "残疾 残障",
    care.Kind.LOW_INCOME: "低保户 低保对象 最低生活保障",
    care.Kind.EXTREME_HARDSHIP: "特困 特困供养 特困人员",
    care.Kind.DISABLED_ELDER: "失能",
    care.Kind.DEMENTIA: "失智",
    care.Kind.VETERAN: "退役 退伍军人 复退军人",
    care.Kind.NEW_MOTHER: "孕妇 产妇",
}

NO_PHONE = re.compile(
    "空号|已?停机|未办理?|关机|已?停用|欠费|已?注销|[无没](有)?(手机|电话|号码)|未提供|[未没]留"
)

NO_PAPERS = re.compile("[无没]有?(?:证|证件|身份证)|身份证?未办理?|未办理?(?:身份证)?")

ODD_NAME = _("姓名里有数字、符号或认不出的字。请只写姓名，别的写到备注里。")
TWO_NAMES = _("一格只填一个人。如果这是一个人，姓名中间请不要空格或换行。")
SEVERAL_NAMES = re.compile(
    rf"[{names.IDEOGRAPHS}]{{2,4}}(?:[、,;/和及与+&][{names.IDEOGRAPHS}]{{2,4}})+"
)
WRONG_NAMES = {"missing": MISSING, "several": TWO_NAMES, "odd": ODD_NAME}
ID_SHAPE = _("身份证号应当是 18 位（或老的 15 位）。")
ID_CHECK = _("身份证号的最后一位和前面的对不上，可能有一位写错了。")
ID_BIRTH = _("身份证号里的出生日期不对。")
SEVERAL_PHONES = _("一格里有几个号码，登记里只记一个。记哪一个？")
NTH_PHONE = _("第 %(n)s 个，%(number)s")
NTH_ONLY = _("记 %(number)s")
SEVERAL = re.compile(
    r"(?:^|\D)\d{3,4}(?:室|号)?[-至到、,。和及与;&+](?:\d{1,4}-)*\d{3,4}(?:室|号房|号|户)?$"
)
BY_FLOOR = re.compile(r"(?:^|\D)(\d{1,2})[楼层]-?(\d{1,2})(?:室|号房|号|户)$")
ONE_PHONE = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|(?:010|02\d|0[3-9]\d\d)-?\d{7,8})(?!\d)")
OWN_PHONE = re.compile(
    "(?:本人|自己|自用|手机|电话|座机|宅电|家里?|微信|同微信|微信同号|联系电话|手机号)*"
)
WHOSE_PHONE = _("号码旁边还写着别的字，看不出是不是本人的号码。记这个号码吗？")
MASKED = _("号码里有星号，不是完整的号码。请填完整的；不知道就空着。")
LOST_ZERO = _("像是座机号，开头少了一个 0。是 %(number)s 吗？")
IT_IS = _("是 %(number)s")
NOT_A_PHONE = _("不是完整的手机号或座机号（座机请带区号）。")
UNKNOWN_TENURE = _("没有这种居住类型。可以填：自有、租住、寄居、临时。")
BETWEEN_TAGS = "、,;/|+&。· "
UNKNOWN_TAG = _("没有“%(tag)s”这个标签。可以填：%(known)s。")
NO_SUCH_BIRTH = _("没有这样的出生日期，请核对。")
NOT_A_NUMBER = _("要填数字，比如 3。")
NOT_A_DOOR = _("门牌读不懂，请写成 501，或者 3-2-501。")
SEVERAL_DOORS = _("一格里写了几个门。请写这个人住的那一个；几个门打通了，写门口那个。")
FLOOR_AND_NUMBER = _(
    "“%(floor)s楼%(number)s号”要是 %(door)s，请就写 %(door)s；不是，请写完整的门牌。"
)
NO_SUCH_FLOOR = _("没有这样的楼层，请核对门牌。")
OTHER_FLOOR = _("门牌里写的楼层和门号对不上，请核对。")


def clean_name(cell) -> str:
    text = as_text(cell)
    if not text:
        raise Wrong(MISSING)
    # With its blanks, which letters keep between words.
    try:
        return names.clean(cell if isinstance(cell, str) else text)
    except names.NotAName as error:
        if str(error) == "long":
            raise Wrong(TOO_LONG, most=names.LONGEST) from None
        why = "several" if SEVERAL_NAMES.fullmatch(text) else str(error)
        raise Wrong(WRONG_NAMES[why]) from None


def clean_id_number(cell) -> str:
    text = cells.as_number_text(cell)
    if not text or NO_PAPERS.fullmatch(text):
        return ""
    if "*" in text:
        raise Wrong(MASKED)
    try:
        return identity.read(text).number
    except identity.NotAnIdNumber as error:
        why = {"check character": ID_CHECK, "birth date": ID_BIRTH}.get(str(error), ID_SHAPE)
        raise Wrong(why) from None


def clean_birth(cell, epoch: datetime = WINDOWS_EPOCH) -> str:
    """A day as ISO text; `epoch` is the one the workbook counts from."""
    try:
        day = cells.as_day(cell, epoch)
    except ValueError:
        raise Wrong(NO_SUCH_BIRTH) from None
    if day is None:
        return ""
    if not date(1880, 1, 1) <= day <= date.today():
        raise Wrong(NO_SUCH_BIRTH)
    return day.isoformat()


def clean_phone(cell) -> str:
    text = cells.as_number_text(cell)
    if not text or NO_PHONE.fullmatch(text):
        return ""
    try:
        return phones.clean(text)
    except phones.LostZero as lost:
        number = {"number": phones.mask(lost.meant)}
        raise Asked(LOST_ZERO, Choice("meant", IT_IS, number, lost.meant), **number) from None
    except phones.NotAPhone:
        if "*" in text:
            raise Wrong(MASKED) from None
        several, beside = _several_phones(cell), _beside_the_phone(cell)
        if len(several) == 1:
            return several[0]
        if beside:
            return _with_words(*beside)
        choices = [
            Choice(str(n), NTH_PHONE, {"n": n, "number": phones.mask(number)}, number)
            for n, number in enumerate(several, start=1)
        ]
        raise (Asked(SEVERAL_PHONES, *choices) if several else Wrong(NOT_A_PHONE)) from None


def _several_phones(cell) -> list[str]:
    """Each once; nothing if there are digits besides, or only one number."""
    text = cells.spaced(cell) if isinstance(cell, str) else ""
    found = ONE_PHONE.findall(text)
    if len(found) < 2 or re.search(r"\d", ONE_PHONE.sub("", text)):
        return []
    return list(dict.fromkeys(map(phones.clean, found)))


def _beside_the_phone(cell) -> tuple[str, str] | None:
    """The only number of a cell and the words around it; None if there are other digits."""
    text = cells.spaced(cell) if isinstance(cell, str) else ""
    found = ONE_PHONE.findall(text)
    words = re.sub(r"[\W_]", "", ONE_PHONE.sub("", text))
    return (phones.clean(found[0]), words) if len(found) == 1 and words.isalpha() else None


def _with_words(number: str, words: str) -> str:
    """13800000001（本人） is hers; 13800000001（儿子） may be his, and nobody guesses."""
    if OWN_PHONE.fullmatch(words):
        return number
    masked = {"number": phones.mask(number)}
    raise Asked(WHOSE_PHONE, Choice("meant", NTH_ONLY, masked, number))


def clean_tenure(cell) -> str:
    text = as_text(cell)
    if not text:
        return ""
    for tenure, words in TENURES.items():
        if text in words.split():
            return tenure.value
    raise Wrong(UNKNOWN_TENURE)


def clean_tags(cell) -> list[str]:
    """Kinds of care, with a mark, a blank or a new line between them; some names hold such a mark
    or a blank themselves."""
    text, kinds = as_text(cell), []
    rest = cells.spaced(cell) if text and isinstance(cell, str) else text
    while rest := rest.lstrip(BETWEEN_TAGS):
        found = _known_kinds().match(rest)
        if found is None:
            unknown = re.split(f"[{re.escape(BETWEEN_TAGS)}]", rest)[0]
            raise Wrong(UNKNOWN_TAG, tag=unknown[:20], known="；".join(_labels().values()))
        kinds.append(_kinds_by_name()[plain(found[0])])
        rest = rest[found.end() :]
    return sorted(set(kinds))


def clean_household(cell) -> str:
    """By which families behind one door are told apart; a number may have lost its end."""
    text = str(cell) if isinstance(cell, int | float | date) else as_text(cell)
    return "" if cells.is_nothing(text) else text


def clean_remarks(cell) -> str:
    return cells.as_remark(cell, 200)


def clean_building(cell) -> int | None:
    return _number(cell, "号楼|号|栋|幢|楼|#楼|#|座")


def clean_stairwell(cell) -> int | None:
    return _number(cell, "单元|门|号|号门|#")


def clean_door(cell) -> list[doors.Place]:
    """Every door the cell may mean."""
    text = as_text(cell)
    if not text:
        raise Wrong(MISSING)
    if isinstance(cell, str) and " " in (apart := cells.spaced(cell)):
        text = apart  # 3 2 501
    try:
        return doors.read(doors.plain(text))
    except doors.NotADoor:
        raise (why_no_door(text) or Wrong(NOT_A_DOOR)) from None
    except doors.ImpossibleFloor:
        raise Wrong(NO_SUCH_FLOOR) from None
    except doors.OtherFloor:
        raise (why_no_door(text) or Wrong(OTHER_FLOOR)) from None


def why_no_door(cell) -> Wrong | None:
    """What may have been meant by a text that means no door, or one in another building."""
    text = doors.plain(as_text(cell))
    if SEVERAL.search(text):
        return Wrong(SEVERAL_DOORS)
    if found := BY_FLOOR.search(text):
        floor, number = int(found[1]), int(found[2])
        return Wrong(FLOOR_AND_NUMBER, floor=floor, number=number, door=f"{floor}{number:02}")
    return None


def _number(cell, endings):
    text = as_text(cell)
    number = doors.read_number(text, endings)
    if text and not number:
        raise Wrong(NOT_A_NUMBER)
    return number


@cache
def _labels():
    with translation.override("zh-hans"):
        return {kind.value: str(kind.label) for kind in care.Kind}


@cache
def _kinds_by_name():
    names = {plain(label): kind for kind, label in _labels().items()}
    return names | {name: kind.value for kind, also in KINDS.items() for name in also.split()}


@cache
def _known_kinds():
    """Any name of a kind, the longest first, with blanks wherever somebody put them."""
    names = sorted(_kinds_by_name(), key=len, reverse=True)
    spread = "|".join(" ?".join(map(re.escape, name)) for name in names)
    return re.compile(f"(?:{spread})(?=[{re.escape(BETWEEN_TAGS)}]|$)")


def shown(column: str, cell) -> str:
    """What stood in the cell, so that it is found again; numbers of people never in full."""
    return cells.shown(cell, is_number=column in (Column.ID_NUMBER, Column.PHONE))
