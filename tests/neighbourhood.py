"""Who and where there is in the neighbourhood that tests/conftest.py draws.

Its fixtures make one of them at a time; a program of its own, or a world that is built outside of
a test, makes them all.
"""

from datetime import date

from tests import builders

AREAS = {  # level, code, name, and the area it lies in
    "district": ("district", "150299", "河东试验区", None),
    "street": ("township", "150299020", "和平街道", "district"),
    "north": ("community", "150299020100", "北苑社区", "street"),
    "south": ("community", "150299020101", "南苑社区", "street"),
    "east": ("grid", "150299020100001", "北苑第一网格", "north"),
    "west": ("grid", "150299020100002", "北苑第二网格", "north"),
    "far": ("grid", "150299020101001", "南苑第一网格", "south"),
}
ABROAD = {  # another street, which nobody of the neighbourhood may see
    "street_abroad": ("township", "150299021", "远方街道", "district"),
    "community_abroad": ("community", "150299021100", "远方社区", "street_abroad"),
    "abroad": ("grid", "150299021100001", "远方第一网格", "community_abroad"),
}
A_CAMPAIGN = {"from_on": date(2026, 1, 5), "until_on": date(2026, 2, 15)}  # long over
STAFF = {  # name, where, as what, and from when to when if not always
    "lin": ("林晓", "east", "grid_worker", {}),
    "zhou": ("周平", "west", "grid_worker", {}),
    "zhao": ("赵远", "far", "grid_worker", {}),
    "chen": ("陈芳", "north", "secretary", {}),
    "qian": ("钱立", "south", "secretary", {}),
    "bai": ("白露", "street", "street_staff", {}),
    "ling": ("凌波", "east", "grid_lead", {}),
    "ji": ("纪方", "street", "system_admin", {}),
    "an": ("安宁", "street", "security_admin", {}),
    "shen": ("沈敏", "street", "audit_admin", {}),
    "gao": ("高扬", "east", "campaign_helper", A_CAMPAIGN),
}


def area(name, parent=None):
    level, code, label, _above = (AREAS | ABROAD)[name]
    return builders.make_area(level, code, label, parent=parent)


def areas():
    """{name: area}, the ones above first."""
    made = {}
    for name, (_level, _code, _label, above) in AREAS.items():
        made[name] = area(name, made.get(above))
    return made


def grid_abroad(district):
    street = area("street_abroad", district)
    return area("abroad", area("community_abroad", street))


def staff(username, where):
    name, _where, role, span = STAFF[username]
    return builders.make_staff(username, name, where, role, **span)


def everybody(made):
    """{username: user}, at work in these areas."""
    return {username: staff(username, made[facts[1]]) for username, facts in STAFF.items()}
