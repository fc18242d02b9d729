"""The register, its doors, and who needs care."""

from django.db.models import Count, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from grids.roles import Duty
from reports.four_eyes import Holds
from reports.tables.base import Column, Table, day_of, shown
from residents import care, masks
from residents.models import CareTag, Dwelling, Person

# Many rows share a place: read by the thousand, not joined to each.
PLACES = ("home__building__compound", "grid", "community")
tier_of, sex_of = shown(care.Tier), shown(Person.Sex)
status_of, relation_of, kind_of = (
    shown(Person.Status),
    shown(Person.Relation),
    shown(care.Kind),
)


def name(person, to):
    return masks.name(person, to=to.reader)


def address(person, to):
    return masks.address(person.home, to=to.reader) if person.home else None


NAME = Column("name", _("姓名"), name)
PHONE = Column(
    "phone",
    _("手机"),
    lambda person, to: masks.phone(person),
    width=14,
    text=True,
    full=lambda person, to: person.phone,
)
ADDRESS = Column(
    "address",
    _("住址"),
    address,
    width=26,
    full=lambda person, to: str(person.home) if person.home else None,
)
GRID = Column("grid", _("网格"), lambda row, to: row.grid.name, width=16)
COMMUNITY = Column("community", _("社区"), lambda row, to: row.community.name, width=16)
TIER = Column("tier", _("联系档次"), lambda person, to: tier_of(person.tier), Holds.SENSITIVE)
LAST = Column("last", _("上次联系"), lambda person, to: person.last_contact_on)
NEXT = Column("next", _("下次应联系"), lambda person, to: person.next_due_on)


def tags(person, to):
    return "、".join(
        kind_of(tag.kind) for tag in person.tags_now if tag.expires_on >= to.reader.day
    )


def _people(reader, ask):
    people = ask.here(Person.objects.visible_to(reader).with_duty(reader, Duty.EXPORT))
    return people.filter(status=ask.state) if ask.state != "all" else people


def _with_homes(people):
    tags_now = CareTag.objects.order_by("kind")
    return (
        people.select_related("home")
        .prefetch_related(*PLACES, Prefetch("care_tags", tags_now, to_attr="tags_now"))
        .order_by("grid__path", "home__walk_key", "pk")
    )


PEOPLE = Table(
    slug="people",
    label=_("居民名册"),
    summary=_("谁住在这里：姓名、年龄、住址、电话。"),
    icon="users",
    find=_people,
    prepare=_with_homes,
    states={**dict(Person.Status.choices), "all": _("都要")},
    columns=(
        NAME,
        Column("sex", _("性别"), lambda person, to: sex_of(person.sex), width=6),
        Column(
            "age",
            _("年龄"),
            lambda person, to: care.age(person.birth_on, to.reader.day),
            width=6,
            full=lambda person, to: care.age(person.birth_on, to.reader.day),
        ),
        Column(
            "id_number",
            _("身份证号"),
            lambda person, to: masks.id_number_in_list(person),
            width=22,
            text=True,
            chosen=False,
            full=lambda person, to: person.id_number,
        ),
        PHONE,
        ADDRESS,
        GRID,
        COMMUNITY,
        Column(
            "relation",
            _("与户主关系"),
            lambda person, to: relation_of(person.relation),
            chosen=False,
        ),
        Column("status", _("状态"), lambda person, to: status_of(person.status), chosen=False),
        Column(
            "registered",
            _("登记日期"),
            lambda person, to: day_of(person.registered_at),
            chosen=False,
        ),
        Column(
            "tier",
            _("联系档次"),
            lambda person, to: tier_of(person.tier),
            Holds.SENSITIVE,
            chosen=False,
        ),
        Column("tags", _("关爱标签"), tags, Holds.SENSITIVE, chosen=False, width=24),
    ),
)


def _due(reader, ask):
    people = ask.here(Person.objects.visible_to(reader).with_duty(reader, Duty.EXPORT))
    return people.due(ask.until_on or reader.day)


DUE = Table(
    slug="due",
    label=_("该联系名单"),
    summary=_("到这一天为止谁该联系了，谁晚了。"),
    icon="calendar-clock",
    find=_due,
    prepare=_with_homes,
    dated="until",
    columns=(NAME, TIER, LAST, NEXT, ADDRESS, PHONE, GRID, COMMUNITY),
)


def _cared_for(reader, ask):
    here = ask.here(Person.objects.visible_to(reader).with_duty(reader, Duty.EXPORT).here())
    rows = CareTag.objects.visible_to(reader).filter(person__in=here)
    return rows.valid(reader.day) if ask.state == "valid" else rows


def _of_person(column):
    """A column of the person whose tag this is."""
    return Column(
        column.key,
        column.label,
        lambda tag, to: column.value(tag.person, to),
        column.holds,
        column.chosen,
        width=column.width,
        text=column.text,
        full=column.full and (lambda tag, to: column.full(tag.person, to)),
    )


CARE = Table(
    slug="care",
    label=_("关爱对象台账"),
    summary=_("谁需要什么样的关心，依据是什么，到哪一天为止。"),
    icon="heart-handshake",
    find=_cared_for,
    prepare=lambda rows: (
        rows.select_related("person__home")
        .prefetch_related(*(f"person__{place}" for place in PLACES))
        .order_by("person__grid__path", "person__home__walk_key", "person", "kind")
    ),
    community=lambda tag: tag.person.community_id,
    states={"valid": _("有效的"), "all": _("都要")},
    columns=(
        _of_person(NAME),
        Column("kind", _("需要"), lambda tag, to: kind_of(tag.kind), Holds.SENSITIVE, width=22),
        _of_person(TIER),
        Column("source", _("来源"), lambda tag, to: tag.source, Holds.SENSITIVE, width=18),
        Column(
            "purpose",
            _("用途"),
            lambda tag, to: tag.purpose,
            Holds.SENSITIVE,
            chosen=False,
            width=24,
        ),
        Column("expires", _("有效至"), lambda tag, to: tag.expires_on),
        _of_person(ADDRESS),
        _of_person(PHONE),
        _of_person(GRID),
        _of_person(COMMUNITY),
    ),
)


def _doors(reader, ask):
    doors = ask.here(Dwelling.objects.visible_to(reader).with_duty(reader, Duty.EXPORT))
    return doors.filter(no_entry_since__isnull=False) if ask.state == "no_entry" else doors


def _called(building):
    return building.name or building.number


DOORS = Table(
    slug="doors",
    label=_("户室台账"),
    summary=_("每个小区、楼栋、单元有哪些门牌，归哪个网格。"),
    icon="door-open",
    find=_doors,
    prepare=lambda doors: (
        doors.prefetch_related("building__compound", "grid", "community")
        .annotate(living=Count("people", filter=Q(people__status=Person.Status.HERE)))
        .order_by("grid__path", "walk_key", "pk")
    ),
    states={"all": _("都要"), "no_entry": _("请别进屋的")},
    columns=(
        COMMUNITY,
        GRID,
        Column("compound", _("小区"), lambda door, to: door.building.compound.name, width=16),
        Column("building", _("楼号"), lambda door, to: _called(door.building), width=8),
        Column("stairwell", _("单元"), lambda door, to: door.stairwell or "", width=8),
        Column("floor", _("楼层"), lambda door, to: door.floor or "", width=8),
        Column("door", _("门牌"), lambda door, to: door.door, width=10, text=True),
        Column(
            "living", _("在住人数"), lambda door, to: door.living, Holds.SENSITIVE, chosen=False
        ),
        Column("last", _("上次联系"), lambda door, to: day_of(door.last_contact_at), chosen=False),
        Column(
            "no_entry",
            _("请别进屋（自）"),
            lambda door, to: door.no_entry_since,
            Holds.SENSITIVE,
            chosen=False,
        ),
    ),
)
