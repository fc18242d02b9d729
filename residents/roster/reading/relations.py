"""How somebody is related to the head of the family: what a cell of that column means."""

from django.utils.translation import gettext_noop as _

from foundation.workbooks.cells import as_text
from foundation.workbooks.faults import Wrong
from residents.models import Person

# The words of GB/T 4761-2008 (家庭关系代码, 01-99), one by one, and those of every day.
RELATIONS = {
    Person.Relation.HEAD: "户主 本人",
    Person.Relation.SPOUSE: "配偶 夫 妻 丈夫 妻子 爱人 夫妻 老伴 老公 老婆 之夫 之妻",
    Person.Relation.CHILD: "子女 子 女 儿子 女儿 独生子 长子 次子 二子 三子 四子 五子 养子 继子 养子或继子 "
    "其他儿子 独生女 长女 次女 二女 三女 四女 五女 养女 继女 养女或继女 其他女儿 之子 之女",
    Person.Relation.PARENT: "父母 父 母 父亲 母亲 爸爸 妈妈 之父 之母 公公 婆婆 岳父 岳母 继父 养父 继父或养父 "
    "继母 养母 继母或养母 其他父母关系",
    Person.Relation.GRANDCHILD: "孙辈 孙 孙子 孙女 外孙 外孙子 外孙女 曾孙 曾孙子 曾孙女 外曾孙 外曾孙子 外曾孙女 "
    "曾孙子或外曾孙子 曾孙女或外曾孙女 孙子、孙女或外孙子、外孙女 其他孙子、孙女或外孙子、外孙女",
    Person.Relation.OTHER: "其他 其它 其他亲属 非亲属 保姆 儿媳 儿媳妇 女婿 孙媳 孙媳妇 外孙媳 外孙媳妇 孙女婿 外孙女婿 "
    "孙媳妇或外孙媳妇 孙女婿或外孙女婿 祖父 祖母 外祖父 外祖母 爷爷 奶奶 姥爷 姥姥 外公 外婆 曾祖父 曾祖母 "
    "祖父母或外祖父母 配偶的祖父母或外祖父母 配偶的曾祖父母或外曾祖父母 其他祖父母或外祖父母 "
    "兄弟姐妹 兄弟 姐妹 兄 弟 姐 妹 哥哥 弟弟 姐姐 妹妹 嫂 嫂子 弟媳 姐夫 妹夫 其他兄弟姐妹 "
    "伯父 伯母 叔父 叔叔 婶母 婶婶 舅父 舅舅 舅母 舅妈 姨父 姨夫 姨母 姑父 姑夫 姑母 姑姑 "
    "堂兄弟 堂姐妹 堂兄弟、堂姐妹 表兄弟 表姐妹 表兄弟、表姐妹 侄子 侄女 外甥 外甥女",
}

UNKNOWN_RELATION = _("没有这种关系。可以填：户主、配偶、子女、父母、孙辈、其他。")


def clean_relation(cell) -> str:
    """A value of Person.Relation, or nothing. Raises Wrong."""
    text = as_text(cell)
    if not text:
        return ""
    for relation, words in RELATIONS.items():
        if text in words.split():
            return relation.value
    raise Wrong(UNKNOWN_RELATION)
