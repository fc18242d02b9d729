"""Invented names that sound like the people of a northern Chinese street.

Surnames come as often as in life, given names as in the years people were born. Some characters
are left out of the lists on purpose: nobody whose name stood in the news about the real street
can be drawn.
"""

from random import Random

# Per thousand people, roughly; what is missing to a thousand is spread over the rest.
SURNAMES = {
    "王": 78,
    "张": 76,
    "李": 74,
    "刘": 66,
    "杨": 34,
    "赵": 34,
    "陈": 30,
    "高": 20,
    "郭": 20,
    "孙": 19,
    "马": 18,
    "周": 15,
    "吴": 14,
    "徐": 12,
    "韩": 13,
    "朱": 10,
    "胡": 10,
    "何": 9,
    "林": 8,
    "罗": 7,
    "宋": 10,
    "郑": 8,
    "梁": 8,
    "谢": 6,
    "唐": 6,
    "冯": 8,
    "许": 7,
    "曹": 7,
    "曾": 4,
    "彭": 4,
    "肖": 5,
    "董": 7,
    "袁": 5,
    "潘": 4,
    "于": 7,
    "蒋": 4,
    "蔡": 3,
    "余": 3,
    "杜": 6,
    "苏": 6,
    "叶": 3,
    "程": 5,
    "魏": 7,
    "吕": 5,
    "任": 7,
    "丁": 4,
    "沈": 3,
    "姚": 4,
    "卢": 4,
    "姜": 4,
    "崔": 5,
    "谭": 3,
    "陆": 3,
    "范": 4,
    "石": 5,
    "廖": 2,
    "田": 5,
    "白": 7,
    "邹": 2,
    "熊": 2,
    "秦": 4,
    "邱": 2,
    "侯": 5,
    "江": 2,
    "尹": 2,
    "薛": 4,
    "闫": 5,
    "段": 4,
    "雷": 3,
    "史": 3,
    "龙": 2,
    "贺": 4,
    "顾": 2,
    "毛": 2,
    "孟": 4,
    "邵": 3,
    "康": 4,
    "武": 5,
    "乔": 4,
    "温": 3,
    "云": 3,
    "齐": 2,
    "单": 1,
    "解": 1,
    "尉迟": 1,
}

# Given names by the time of birth: whole names for the old, characters to put together later on.
OLD_MEN = (
    "德厚 德福 德才 德山 德明 福生 福贵 福祥 福来 贵生 长贵 长顺 长林 长海 玉山 玉林 玉田 玉柱 "
    "文山 文才 文彬 文举 志和 志成 志远 志国 万福 万才 万山 有才 有福 有田 永福 永贵 永和 永清 "
    "永顺 根生 根柱 满仓 满囤 来福 来顺 双喜 双全 天佑 天才 金山 金柱 金生 银柱 树林 树山 树清 "
    "占山 占奎 占元 国栋 国梁 国才 建国 建民 建业 援朝 和平 保国 保田 保林 凤山 凤岐 守义 守仁"
)
OLD_WOMEN = (
    "秀兰 秀英 秀珍 秀芝 秀梅 秀荷 秀芳 桂兰 桂英 桂珍 桂芝 桂芳 桂香 桂花 玉兰 玉英 玉珍 玉芝 "
    "玉梅 玉琴 玉芬 淑珍 淑英 淑兰 淑芳 淑琴 淑贤 淑华 凤英 凤兰 凤珍 凤琴 凤仙 凤霞 素珍 素兰 "
    "素芬 素琴 月英 月娥 月兰 翠兰 翠英 翠花 金兰 金凤 金花 银花 香兰 香莲 巧云 巧珍 爱莲 爱英 "
    "彩云 彩霞 改兰 改英 润兰 润花 存花 美兰 惠珍 惠兰 文秀 文英 雪梅 春兰 冬梅"
)
MEN_MIDDLE = "建 志 国 永 文 海 金 玉 春 晓 学 俊 立 宏 振 新 庆 利 少 世 大 小 明 继 兴 卫 保 铁"
MEN_LAST = "军 平 明 华 伟 峰 刚 勇 斌 林 辉 忠 民 生 东 亮 新 成 义 清 贵 和 利 文 龙 江 河 柱 虎"
WOMEN_MIDDLE = "丽 秀 玉 淑 桂 凤 海 晓 春 艳 建 红 雪 月 美 素 文 爱 金 翠 俊 慧 瑞 彩 小 志 永 立"
WOMEN_LAST = "霞 梅 英 华 芳 琴 萍 玲 红 燕 丽 娟 敏 云 兰 珍 香 清 莲 花 芝 琳 静 文 平 娥 凤 枝"
YOUNG_MEN = (
    "浩然 子轩 宇航 子涵 一诺 梓豪 俊杰 嘉豪 博文 思远 天宇 昊天 宇轩 泽宇 明轩 睿 晨 阳 磊 鹏 "
    "超 凯 帆 旭 浩 亮 涛 杰 鑫 宇 博 然 佳明 志鹏 文博 晓东 海洋 立新 子墨 景行 皓轩 奕辰 沐阳"
)
YOUNG_WOMEN = (
    "雨桐 欣怡 梓涵 诗涵 一诺 可馨 思琪 佳怡 雅静 梦瑶 语嫣 子萱 若曦 雨欣 欣然 佳琪 慧敏 晓彤 "
    "丹 娜 洁 琳 雪 倩 颖 璐 蕾 莹 悦 瑶 晓雨 海燕 文静 雅琴 新月 思雨 安然 知夏 沐瑶 语桐 星冉"
)
# Mongolian names stand alone, without a surname.
MONGOLIAN_MEN = "巴特尔 那顺 朝鲁 布和 吉日嘎拉 苏和 孟和 阿拉坦 乌力吉 宝音 哈斯 额尔敦"
MONGOLIAN_WOMEN = "乌云 其其格 萨仁 高娃 乌日娜 托娅 娜仁 斯琴 琪琪格 阿茹娜 萨日娜 诺敏"
MONGOLIAN = 0.04

_surnames, _weights = list(SURNAMES), list(SURNAMES.values())


def surname(chance: Random) -> str:
    return chance.choices(_surnames, _weights)[0]


def given(chance: Random, sex: str, birth_year: int) -> str:
    if birth_year < 1962:
        return chance.choice(_words(OLD_MEN if sex == "male" else OLD_WOMEN))
    if birth_year < 1992:
        first, last = (MEN_MIDDLE, MEN_LAST) if sex == "male" else (WOMEN_MIDDLE, WOMEN_LAST)
        end = chance.choice(_words(last))
        return end if chance.random() < 0.18 else _other(chance, first, end) + end
    return chance.choice(_words(YOUNG_MEN if sex == "male" else YOUNG_WOMEN))


def full(chance: Random, sex: str, birth_year: int, family: str = "") -> str:
    """A whole name; a child carries the name of the family it is born into."""
    if not family and chance.random() < MONGOLIAN:
        return chance.choice(_words(MONGOLIAN_MEN if sex == "male" else MONGOLIAN_WOMEN))
    return (family or surname(chance)) + given(chance, sex, birth_year)


def family_of(name: str) -> str:
    """The surname a child would carry on; Mongolian names have none."""
    if name in _words(MONGOLIAN_MEN) or name in _words(MONGOLIAN_WOMEN):
        return ""
    return name[:2] if name[:2] in SURNAMES else name[:1]


def _other(chance, words, than):
    return chance.choice([word for word in _words(words) if word != than])


_split = {}


def _words(text):
    if text not in _split:
        _split[text] = text.split()
    return _split[text]
