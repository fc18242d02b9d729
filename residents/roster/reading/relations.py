"""How somebody is related to the head of the family: what a cell of that column means.

In words or in the codes of GB/T 4761-2008 (家庭关系代码), which has two lists: of two digits and of
one. A single digit may be of either, for spreadsheets take the 0 of 02: `one_digit` decides for
the whole column.
"""

import re
from functools import cache, lru_cache

from django.utils.translation import gettext_noop as _

from foundation.workbooks.cells import as_text
from foundation.workbooks.faults import Wrong
from foundation.workbooks.heads import plain
from residents.models import Person

Relation = Person.Relation

# The words of the list of two digits, one by one, and those of every day.
RELATIONS = {
    Relation.HEAD: "户主 本人 小集体户户主 集体户户主",
    Relation.SPOUSE: "配偶 夫 妻 丈夫 妻子 爱人 夫妻 老伴 老公 老婆 之夫 之妻 夫人 太太 内人",
    Relation.CHILD: "子女 子 女 儿 儿子 女儿 闺女 孩子 小孩 长子 次子 幼子 二子 三子 四子 五子 六子 七子 八子 长女 次女 "
    "幼女 二女 三女 四女 五女 六女 七女 八女 大儿子 二儿子 三儿子 小儿子 大女儿 二女儿 三女儿 小女儿 独子 独女 独生子 "
    "独生女 独生子女 养子 养女 养子女 继子 继女 继子女 养子或继子 养女或继女 其他儿子 其他女儿 之子 之女",
    Relation.PARENT: "父母 父 母 父亲 母亲 爸 妈 爸爸 妈妈 爹 娘 之父 之母 公公 婆婆 公婆 岳父 岳母 岳父母 丈人 丈母娘 "
    "继父 继母 养父 养母 继父或养父 继母或养母 其他父母关系",
    Relation.GRANDCHILD: "孙辈 孙 孙子 孙女 孙儿 孙子女 外孙 外孙子 外孙女 外孙子女 曾孙 曾孙子 曾孙女 重孙 重孙子 重孙女 外曾孙 "
    "外曾孙子 外曾孙女 曾孙子或外曾孙子 曾孙女或外曾孙女 孙子、孙女或外孙子、外孙女 其他孙子、孙女或外孙子、外孙女",
    Relation.OTHER: "其他 其它 其他亲属 亲属 亲戚 非亲属 保姆 护工 租户 租客 房客 儿媳 儿媳妇 女婿 孙媳 孙媳妇 外孙媳 外孙媳妇 "
    "孙女婿 外孙女婿 孙媳妇或外孙媳妇 孙女婿或外孙女婿 祖父 祖母 祖父母 外祖父 外祖母 爷爷 奶奶 姥爷 姥姥 外公 外婆 "
    "曾祖父 曾祖母 太爷爷 太奶奶 祖父母或外祖父母 配偶的祖父母或外祖父母 配偶的曾祖父母或外曾祖父母 其他祖父母或外祖父母 "
    "兄弟姐妹 兄、弟、姐、妹 兄弟 姐妹 兄 弟 姐 妹 哥 哥哥 弟弟 姐姐 妹妹 兄长 嫂 嫂子 嫂嫂 弟媳 弟妹 弟媳妇 弟妇 "
    "姐夫 妹夫 其他兄弟姐妹 大伯子 小叔子 大姑子 小姑子 大舅子 小舅子 大姨子 小姨子 "
    "伯父 伯伯 伯母 叔父 叔叔 叔 婶母 婶婶 婶 舅父 舅舅 舅 舅母 舅妈 姨父 姨夫 姨母 姨妈 姨 姑父 姑夫 姑母 姑姑 姑妈 姑 "
    "堂兄弟 堂姐妹 堂兄 堂弟 堂姐 堂妹 堂兄弟、堂姐妹 表兄弟 表姐妹 表兄 表哥 表弟 表姐 表妹 表兄弟、表姐妹 "
    "侄子 侄女 侄儿 侄 侄媳妇 侄女婿 外甥 外甥女 前夫 前妻",
}
# GB/T 4761-2008, the list of two digits; 03 and 98 are of the list of 1984, which it replaced.
TWO_DIGITS = (
    "01本人 02户主 03小集体户户主 10配偶 11夫 12妻 20子 21独生子 22长子 23次子 24三子 25四子 26五子 "
    "27养子或继子 28女婿 29其他儿子 30女 31独生女 32长女 33次女 34三女 35四女 36五女 37养女或继女 38儿媳 "
    "39其他女儿 40孙子、孙女或外孙子、外孙女 41孙子 42孙女 43外孙子 44外孙女 45孙媳妇或外孙媳妇 "
    "46孙女婿或外孙女婿 47曾孙子或外曾孙子 48曾孙女或外曾孙女 49其他孙子、孙女或外孙子、外孙女 50父母 51父亲 "
    "52母亲 53公公 54婆婆 55岳父 56岳母 57继父或养父 58继母或养母 59其他父母关系 60祖父母或外祖父母 61祖父 "
    "62祖母 63外祖父 64外祖母 65配偶的祖父母或外祖父母 66曾祖父 67曾祖母 68配偶的曾祖父母或外曾祖父母 "
    "69其他祖父母或外祖父母 70兄弟姐妹 71兄 72嫂 73弟 74弟媳 75姐姐 76姐夫 77妹妹 78妹夫 79其他兄弟姐妹 80其他 "
    "81伯父 82伯母 83叔父 84婶母 85舅父 86舅母 87姨父 88姨母 89姑父 90姑母 91堂兄弟、堂姐妹 92表兄弟、表姐妹 "
    "93侄子 94侄女 95外甥 96外甥女 97其他亲属 98保姆 99非亲属"
)
ONE_DIGIT = "0户主 1配偶 2子 3女 4孙辈 5父母 6祖父母 7兄弟姐妹 8其他"
SELF = ("本人", "01")

CODE = re.compile(r"\d{1,4}")
BESIDE = re.compile(
    r"[\W_]*(?:(?P<code>\d{1,2})[\W_]*(?P<word>\D+?)|(?P<first>\D+?)[\W_]*(?P<last>\d{2}))[\W_]*"
)
OF_THE_HEAD = re.compile(r"^[是系]?户主(?:之|的)?(?=[^\W\d_])")

UNKNOWN_RELATION = _("没有这种关系。可以填：户主、配偶、子女、父母、孙辈、其他。")
UNKNOWN_CODE = _("家庭关系代码（GB/T 4761）里没有 %(code)s。请核对，或者写成字。")
OTHER_WORD = _("代码 %(code)s 是“%(word)s”，和旁边写的对不上。请核对。")


@lru_cache(maxsize=500, typed=True)  # a column says the same few words all over
def clean_relation(cell) -> str:
    """A value of Person.Relation, or nothing; of a single digit the digit. Raises Wrong.

    Words win over a single digit beside them: it may number the choices of a form.
    """
    if code := code_of(cell):
        if len(code) == 1:
            return code
        if code not in _words_of_codes():
            raise Wrong(UNKNOWN_CODE, code=code)
        return _by_word()[_words_of_codes()[code]]
    text = as_text(cell)
    return _in_words(text) if text else ""


def code_of(cell) -> str:
    """The code that stands in the cell and nothing else; 0 is one, too. Raises Wrong."""
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        return ""
    if cell == 0 or isinstance(cell, str) and plain(cell) == "0":
        return "0"
    text = as_text(cell)
    return text if CODE.fullmatch(text) else ""


@lru_cache(maxsize=500, typed=True)
def codes_in(cell) -> frozenset[str]:
    """The code that stands alone in the cell, if there is one."""
    try:
        return frozenset({code_of(cell)} - {""})
    except Wrong:
        return frozenset()


def says_head(cell) -> bool:
    """Whether it says so for sure."""
    try:
        return clean_relation(cell) == Relation.HEAD
    except Wrong:
        return False


def says_self(cell) -> bool:
    """本人: the head, or somebody who wrote only that the line is about themselves."""
    return says_head(cell) and any(word in as_text(cell) for word in SELF)


def of_one_digit(digit: str) -> str:
    """By the list of one digit. Raises Wrong."""
    codes = _pairs(ONE_DIGIT)
    if digit not in codes:
        raise Wrong(UNKNOWN_CODE, code=digit)
    return _by_word()[codes[digit]]


def _in_words(text):
    known = _by_word()
    if text in known:
        return known[text]
    text = OF_THE_HEAD.sub("", text)  # 户主之妻, 户主的女儿
    if found := BESIDE.fullmatch(text):
        code, word = found["code"] or found["last"], found["word"] or found["first"]
        if word in known:
            meant = _words_of_codes().get(code)
            if len(code) == 2 and meant is None:
                raise Wrong(UNKNOWN_CODE, code=code)
            if len(code) == 2 and known[meant] != known[word]:
                raise Wrong(OTHER_WORD, code=code, word=meant)
            return known[word]
    stripped = text.strip("。.、,;:·*-()")
    if stripped in known:
        return known[stripped]
    raise Wrong(UNKNOWN_RELATION)


@cache
def _by_word() -> dict[str, str]:
    return {word: relation.value for relation, words in RELATIONS.items() for word in words.split()}


@cache
def _words_of_codes() -> dict[str, str]:
    return _pairs(TWO_DIGITS)


def _pairs(codes):
    return {re.match(r"\d+", pair)[0]: re.sub(r"^\d+", "", pair) for pair in codes.split()}
