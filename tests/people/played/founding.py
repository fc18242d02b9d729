"""The house is opened: each account by those who have to open it, each place in its register."""

from tests.people.played import empty_house, office

GRID = "第一网格"


def play(played):
    founded(played, empty_house.STREET, ("bai", "白露"), ("shi", "石立"))
    by_two(played, "mai", "麦田", "稀土路街道", "街道工作人员", asks="bai", confirms="shi")
    by_two(played, "chen", "陈芳", "友谊社区", "社区书记", asks="mai", confirms="bai")
    by_two(played, "qian", "钱立", "富林路", "社区书记", asks="mai", confirms="shi")
    place(played.bai, "友谊社区", empty_house.FRIENDSHIP, GRID, "友谊小区")
    place(played.bai, "富林路", empty_house.WOODS, "林一网格", "富林小区")
    by_one(played, "dong", "董敏", "友谊社区", "社区工作人员", by="mai")
    by_one(played, "lin", "林晓", GRID, "网格员", by="mai")
    by_one(played, "lu", "陆明", GRID, "网格长", by="bai")


def by_two(played, username, name, area, role, *, asks, confirms):
    """Proposed by one, confirmed by another, the code in two halves."""
    code = code_by_two(played, username, name, area, role, asks=asks, confirms=confirms)
    played.newcomer(username, code)


def code_by_two(played, username, name, area, role, *, asks, confirms):
    """An account nobody has come in with yet; both halves of its code."""
    asker, second = played.staff[asks], played.staff[confirms]
    office.open_account(asker, username, name, area, role)
    address, first = office.proposed(asker), asker.code()
    asker.look("proposal-with-half")
    office.answer(second, address)
    second.look("second-half")
    return first + second.code()


def by_one(played, username, name, area, role, *, by):
    """An account that weighs nothing is opened by one, who gives its code."""
    office.open_account(played.staff[by], username, name, area, role)
    office.press_for_code(played.staff[by])
    played.newcomer(username, played.staff[by].code(), own_factor=False)


def founded(played, street, *people):
    """Two who come with the cards of the console, each with a factor of their own."""
    for username, code in empty_house.founders(played.house, street, *people).items():
        played.newcomer(username, code)


def place(window, area, code, grid, compound):
    """A grid, a compound, a building and a door in a community."""
    office.add_place(window, "grids/area", parent=area, code=f"{code}001", name=grid)
    office.add_place(window, "grids/compound", community=area, name=compound)
    office.add_place(window, "grids/building", compound=compound, number="1", grid=grid)
    door = {"building": compound, "stairwell": "1", "floor": "1", "door": "101"}
    office.add_place(window, "residents/dwelling", **door)


def registered(window, name, compound, **numbers):
    """Somebody behind the one door of that compound, by the register of the office."""
    office.add_place(window, "residents/person", name=name, home=compound, tenure="自有", **numbers)
