from django.db import migrations

# (name, icon, what belongs here, confidential, second level)
CATEGORIES = [
    (
        "邻里纠纷",
        "messages-square",
        "邻居、物业、房东之间说不拢的事",
        False,
        [
            "邻居吵闹、噪音",
            "楼上漏水",
            "物业和收费",
            "租房、借钱",
            "其他纠纷",
        ],
    ),
    (
        "家里的事",
        "house-heart",
        "家人之间的争吵或伤害，只有社区书记看得见",
        True,
        [
            "家庭纠纷",
            "家里有人被伤害",
        ],
    ),
    (
        "安全隐患",
        "shield-alert",
        "会着火、会伤人的地方",
        False,
        [
            "楼道里给电动车充电",
            "飞线充电",
            "楼道堆东西",
            "燃气有味",
            "高处掉东西",
        ],
    ),
    (
        "水电暖",
        "thermometer",
        "暖气不热、停水停电、下水堵了",
        False,
        [
            "暖气不热",
            "停水、漏水",
            "停电、线路",
            "下水堵了",
        ],
    ),
    (
        "环境卫生",
        "trash-2",
        "垃圾、小广告、乱停车、私搭乱建",
        False,
        [
            "垃圾没清",
            "小广告",
            "乱停车",
            "私搭乱建",
        ],
    ),
    (
        "公共设施",
        "lamp",
        "路灯、井盖、电梯、门禁、健身器材",
        False,
        [
            "路灯不亮",
            "井盖坏了",
            "电梯坏了",
            "门禁坏了",
            "健身器材坏了",
        ],
    ),
    (
        "关心照顾",
        "heart-handshake",
        "老人、孩子、病人需要搭把手",
        False,
        [
            "老人照顾",
            "孩子照顾",
            "残疾人照顾",
            "突然有难处",
        ],
    ),
    (
        "政策咨询",
        "circle-question-mark",
        "怎么办、找谁办、要带什么",
        False,
        [
            "养老认证",
            "低保和补贴",
            "其他咨询",
        ],
    ),
    ("意见建议", "lightbulb", "想让社区变得更好的主意", False, []),
    ("其他", "ellipsis", "上面都不像的事", False, []),
]

# (category or None for all others, priority, amount, unit, basis)
DEADLINES = [
    (None, "normal", 5, "workdays", "求助和建议，多地 12345 热线通行 5 个工作日内答复"),
    (None, "urgent", 1, "workdays", "急事 1 个工作日内先答复"),
    (None, "emergency", 2, "hours", "特急的事随时处置，2 小时内先答复"),
    ("邻里纠纷", "normal", 10, "workdays", "投诉和纠纷，多地 12345 热线通行 10 个工作日内答复"),
    ("政策咨询", "normal", 1, "workdays", "咨询，多地 12345 热线通行 1 个工作日内答复"),
    ("垃圾没清", "normal", 7, "working_hours", "数字城管办结规范，暴露垃圾 1 个工作日"),
    ("井盖坏了", "normal", 4, "working_hours", "伤人风险，按数字城管 4 个工作小时"),
    ("燃气有味", "normal", 2, "hours", "燃气安全，不分缓急 2 小时内到场"),
    ("燃气有味", "urgent", 2, "hours", "燃气安全，不分缓急 2 小时内到场"),
]


def write(apps, editor):
    categories = apps.get_model("cases", "Category").objects
    deadlines = apps.get_model("cases", "Deadline").objects
    known = {None: None}
    for place, (name, icon, words, confidential, children) in enumerate(CATEGORIES, 1):
        facts = {"confidential_by_default": confidential, "icon": icon}
        top = known[name] = categories.create(name=name, words=words, position=place * 100, **facts)
        for order, child in enumerate(children, 1):
            known[child] = categories.create(
                name=child, parent=top, position=place * 100 + order, **facts
            )
    for category, priority, amount, unit, basis in DEADLINES:
        deadlines.create(
            category=known[category], priority=priority, amount=amount, unit=unit, basis=basis
        )


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_cases")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
