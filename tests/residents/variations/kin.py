"""How somebody is related to the head: the codes of GB/T 4761-2008, its words, and those of every day."""

from tests.residents.variations.ends import Refused, Variation, one, ordinary
from tests.residents.variations.keyboards import around, widened

RELATION = "与户主关系"
# The two-digit list by its tens; in-laws of children and grandchildren are none of either.
CODES = {
    "head": [2],  # 01 is 本人, whoever that may be beside a head
    "spouse": [10, 11, 12],
    "child": [*range(20, 28), 29, *range(30, 38), 39],
    "grandchild": [*range(40, 45), 47, 48, 49],
    "parent": [*range(50, 60)],
    "other": [28, 38, 45, 46, *range(60, 100)],
}
NO_CODES = ["00", *(f"{n:02}" for n in range(4, 10)), *range(13, 20), 100, 2011]
WORDS = {
    "spouse": "老公 老婆 妻子 丈夫 配偶 爱人 老伴 之妻 太太",
    "child": "儿子 女儿 长子 次女 养子 小女儿 独生子",
    "grandchild": "孙子 孙女 外孙 外孙女 曾孙",
    "parent": "父亲 母亲 爸爸 妈妈 岳父 婆婆 公公 继母",
    "other": "爷爷 奶奶 姥姥 儿媳 女婿 孙媳妇 哥哥 妹妹 嫂子 表弟 侄女 保姆 姑妈",
}
# Of each relation a code with the word the standard gives it.
BOTH = {
    "head": ("02", "户主"),
    "spouse": ("12", "妻"),
    "child": ("20", "子"),
    "grandchild": ("42", "孙女"),
    "parent": ("51", "父亲"),
    "other": ("38", "儿媳"),
}
BETWEEN = ["", " ", "-", ".", "、", "—", ":", "："]
NONE = ["朋友", "同事", "邻居", "张三之妻", "同学的妈妈", "老板", "户主的朋友"]


def typed(chance, text):
    way = chance.choice([around, widened, lambda _chance, same: same])
    return way(chance, text)


def a_code(chance):
    relation = chance.choice(list(CODES))
    code = chance.choice(CODES[relation])
    value = code if code > 9 and chance.random() < 0.5 else typed(chance, f"{code:02}")
    return one(RELATION, value, {"relation": relation})


def a_word(chance):
    relation = chance.choice(list(WORDS))
    word = chance.choice(WORDS[relation].split())
    before = "" if word.startswith("之") else chance.choice(["", "", "户主的", "户主之"])
    return one(RELATION, typed(chance, before + word), {"relation": relation})


def a_code_beside_its_word(chance):
    relation = chance.choice(list(BOTH))
    pair = chance.sample(BOTH[relation], 2)
    return one(RELATION, chance.choice(BETWEEN).join(pair), {"relation": relation})


def a_code_beside_another_word(chance):
    one_of, other = chance.sample(list(BOTH), 2)
    pair = chance.sample([BOTH[one_of][0], BOTH[other][1]], 2)
    return one(RELATION, chance.choice(BETWEEN).join(pair), Refused(RELATION))


def no_such_code(chance):
    return one(RELATION, chance.choice(NO_CODES), Refused(RELATION))


def no_relation(chance):
    return one(RELATION, typed(chance, chance.choice(NONE)), Refused(RELATION))


def below_heads(drawn):
    """Each behind a door of its own, below somebody who is the head there."""
    pairs = []
    for number, each in enumerate(drawn):
        door = {"门牌": ordinary(number)["门牌"]}
        pairs.append(Variation(door | {RELATION: "户主"}, ({"relation": "head"},)))
        pairs.append(Variation(door | each.cells, each.ends))
    return pairs


KINDS = [
    a_code,
    a_word,
    a_code_beside_its_word,
    a_code_beside_another_word,
    no_such_code,
    no_relation,
]
