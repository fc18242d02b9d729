"""People in places: one register entry for each person, and where they live."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts import phones
from accounts.secrets import Sealed, blind_index
from grids.models import Area, Building, InArea, InAreaQuerySet
from grids.roles import Duty
from residents import care


class ContactTier(models.Model):
    """How many days may pass between two contacts, and who says so."""

    tier = models.CharField(_("档次"), max_length=10, choices=care.Tier, unique=True)
    every_days = models.PositiveSmallIntegerField(_("最多隔几天"))
    basis = models.CharField(_("依据"), max_length=200)

    class Meta:
        verbose_name = _("联系档次")
        verbose_name_plural = _("联系档次")
        constraints = [
            models.CheckConstraint(
                condition=Q(every_days__gt=0),
                name="tier_has_days",
                violation_error_message=_("天数要大于 0。"),
            )
        ]

    def __str__(self):
        return self.get_tier_display()


class DwellingQuerySet(InAreaQuerySet):
    seen_by = Duty.SEE_DOORS

    def in_walking_order(self):
        return self.order_by("walk_key", "pk")


class Dwelling(InArea):
    """户室: a door. Its walk key sorts compound, building, stairwell, floor upwards, door."""

    building = models.ForeignKey(Building, models.PROTECT, related_name="dwellings")
    stairwell = models.PositiveSmallIntegerField(_("单元"), default=1)
    floor = models.SmallIntegerField(_("楼层"))
    door = models.CharField(_("门牌"), max_length=10)
    walk_key = models.CharField(max_length=40, editable=False)
    no_entry_since = models.DateField(_("请勿入户（自）"), null=True, blank=True)
    last_contact_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_attempt_at = models.DateTimeField(null=True, blank=True, editable=False)
    moves_with = "building"

    objects = DwellingQuerySet.as_manager()

    class Meta:
        verbose_name = _("户室")
        verbose_name_plural = _("户室")
        constraints = [
            models.UniqueConstraint(
                fields=["building", "stairwell", "door"],
                name="door_once_in_a_stairwell",
                violation_error_message=_("这个单元已经有这个门牌。"),
            )
        ]
        indexes = [
            models.Index(fields=["grid", "walk_key"], name="dwelling_walk"),
            models.Index(fields=["building", "walk_key"], name="dwelling_in_building"),
        ]

    def __str__(self):
        return f"{self.building} {self.short}"

    @property
    def short(self):
        return _("%(stairwell)s单元 %(door)s") % {"stairwell": self.stairwell, "door": self.door}

    def save(self, *args, **kwargs):
        self.walk_key = self.make_walk_key()
        super().save(*args, **kwargs)

    def make_walk_key(self):
        building = self.building
        return (
            f"{building.compound_id:06d}-{building.number:04d}-{self.stairwell:02d}"
            f"-{self.floor + 10:03d}-{self.door:>6}"
        )


class Household(InArea):
    """户: the family as registered. A unit for papers, never for secrets."""

    dwelling = models.ForeignKey(
        Dwelling, models.PROTECT, related_name="households", verbose_name=_("户室")
    )
    moves_with = "dwelling__building"

    objects = DwellingQuerySet.as_manager()

    class Meta:
        verbose_name = _("户")
        verbose_name_plural = _("户")

    def __str__(self):
        return str(self.dwelling)


class PersonQuerySet(InAreaQuerySet):
    seen_by = Duty.SEE_PEOPLE

    def here(self):
        """People who live here now: not moved away, not dead."""
        return self.filter(status=Person.Status.HERE)

    def with_id_number(self, number: str):
        return self.filter(id_number_index=blind_index("id_number", number))

    def with_phone(self, phone: str):
        return self.filter(phone_index=blind_index("phone", phone))

    def due(self, on):
        """Whose next contact is due on that day or was due before."""
        return self.here().filter(next_due_on__lte=on)


class Person(InArea):
    """One register entry for one human being. No papers and no phone are both fine.

    The area columns say where the person lives now (`home`). Cases, points and notices belong to
    the person, never to the household: a spouse is a stranger to them.
    """

    class Status(models.TextChoices):
        HERE = "here", _("在住")
        MOVED = "moved", _("已搬走")
        DIED = "died", _("已去世")

    class Sex(models.TextChoices):
        MALE = "male", _("男")
        FEMALE = "female", _("女")

    class Relation(models.TextChoices):
        HEAD = "head", _("户主")
        SPOUSE = "spouse", _("配偶")
        CHILD = "child", _("子女")
        PARENT = "parent", _("父母")
        GRANDCHILD = "grandchild", _("孙辈")
        OTHER = "other", _("其他")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="person",
        verbose_name=_("账号"),
    )
    name = models.CharField(_("姓名"), max_length=60)
    pinyin = models.CharField(max_length=120, blank=True, editable=False)
    initials = models.CharField(max_length=20, blank=True, editable=False)
    sex = models.CharField(_("性别"), max_length=6, choices=Sex, blank=True)
    birth_on = models.DateField(_("出生日期"), null=True, blank=True)
    id_number_sealed = models.TextField(blank=True, editable=False)
    id_number_index = models.CharField(max_length=64, blank=True, editable=False)
    phone_sealed = models.TextField(blank=True, editable=False)
    phone_index = models.CharField(max_length=64, blank=True, editable=False)
    home = models.ForeignKey(
        Dwelling,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("现住"),
    )
    household = models.ForeignKey(
        Household,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="members",
        verbose_name=_("户"),
    )
    relation = models.CharField(_("与户主关系"), max_length=12, choices=Relation, blank=True)
    status = models.CharField(_("状态"), max_length=6, choices=Status, default=Status.HERE)
    remarks = models.CharField(_("备注"), max_length=200, blank=True)
    tier = models.CharField(_("联系档次"), max_length=10, choices=care.Tier, blank=True)
    tier_rank = models.PositiveSmallIntegerField(default=care.NO_RANK, editable=False)
    last_contact_on = models.DateField(_("上次联系"), null=True, blank=True, editable=False)
    next_due_on = models.DateField(_("下次应联系"), null=True, blank=True, editable=False)
    registered_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    moves_with = "home__building"

    id_number = Sealed("id_number_sealed")
    phone = Sealed("phone_sealed")

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("居民")
        verbose_name_plural = _("居民")
        constraints = [
            models.UniqueConstraint(
                fields=["id_number_index"],
                condition=~Q(id_number_index=""),
                name="person_id_number_once",
                violation_error_message=_("这个身份证号已经登记在另一位居民名下。"),
            ),
            models.CheckConstraint(
                condition=Q(tier="", next_due_on__isnull=True)
                | Q(next_due_on__isnull=False)
                | ~Q(status="here"),
                name="person_with_a_tier_has_a_next_contact",
                violation_error_message=_("有联系档次的居民必须有下次应联系日期。"),
            ),
        ]
        indexes = [
            models.Index(fields=["phone_index"], name="person_phone"),
            *(
                models.Index(
                    fields=[area, "tier_rank", "next_due_on"],
                    name=f"person_due_{area}",
                    condition=Q(status="here", next_due_on__isnull=False),
                )
                for area in ("grid", "community", "township")
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def phone_masked(self):
        return phones.mask(self.phone)

    @property
    def name_masked(self):
        """王**, for people who need not know more."""
        return self.name[:1] + "*" * max(1, len(self.name) - 1)

    def set_id_number(self, number: str):
        self.id_number = number
        self.id_number_index = blind_index("id_number", number) if number else ""

    def set_phone(self, phone: str):
        self.phone = phone
        self.phone_index = blind_index("phone", phone) if phone else ""


class Residency(InArea):
    """A person and a dwelling, from one day until another, and in what right."""

    class Tenure(models.TextChoices):
        OWN = "own", _("自有")
        RENT = "rent", _("租住")
        LODGE = "lodge", _("寄居")
        TEMPORARY = "temporary", _("临时")

    person = models.ForeignKey(Person, models.CASCADE, related_name="residencies")
    dwelling = models.ForeignKey(Dwelling, models.PROTECT, related_name="residencies")
    tenure = models.CharField(_("居住类型"), max_length=10, choices=Tenure, default=Tenure.OWN)
    from_on = models.DateField(_("开始日期"))
    until_on = models.DateField(_("结束日期"), null=True, blank=True)
    moves_with = "dwelling__building"

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("居住")
        verbose_name_plural = _("居住")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "dwelling"],
                condition=Q(until_on=None),
                name="residency_open_once",
                violation_error_message=_("这位居民已经登记住在这里。"),
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="residency_ends_after_it_begins",
                violation_error_message=_("结束日期不能早于开始日期。"),
            ),
        ]

    def __str__(self):
        return f"{self.person} · {self.dwelling}"


class CareTagQuerySet(models.QuerySet):
    def valid(self, on):
        return self.filter(expires_on__gte=on)

    def visible_to(self, user):
        """Tags of people in areas where the user may see care, never wider than the people."""
        people = Person.objects.visible_to(user).where(user, Duty.SEE_CARE)
        return self.filter(person__in=people)


class CareTag(models.Model):
    """Somebody needs care: where we know it from, what for, and until when."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="care_tags")
    kind = models.CharField(_("需要"), max_length=24, choices=care.Kind)
    source = models.CharField(_("来源"), max_length=60)
    purpose = models.CharField(_("用途"), max_length=120)
    expires_on = models.DateField(_("有效至"))
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    noted_at = models.DateTimeField()

    objects = CareTagQuerySet.as_manager()

    class Meta:
        verbose_name = _("关爱标签")
        verbose_name_plural = _("关爱标签")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                name="care_kind_once_per_person",
                violation_error_message=_("这位居民已经有这个标签。"),
            ),
            models.CheckConstraint(
                condition=~Q(source="") & ~Q(purpose=""),
                name="care_tag_has_source_and_purpose",
                violation_error_message=_("关爱标签要写清来源和用途。"),
            ),
        ]

    def __str__(self):
        return self.get_kind_display()

    @property
    def spoken(self):
        return care.SPOKEN.get(self.kind) or self.get_kind_display()


class RosterQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(community__in=Area.objects.where(user, Duty.IMPORT_ROSTER))


class Roster(models.Model):
    """名册: one uploaded workbook, its dry run, and whether it was taken in."""

    class State(models.TextChoices):
        CHECKED = "checked", _("已检查")
        TAKEN_IN = "taken_in", _("已导入")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    community = models.ForeignKey(Area, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=120)
    file_hash = models.CharField(max_length=64)
    sealed_rows = models.TextField()
    findings = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.CHECKED)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    taken_in_at = models.DateTimeField(null=True, blank=True)

    objects = RosterQuerySet.as_manager()

    class Meta:
        verbose_name = _("名册")
        verbose_name_plural = _("名册")
        indexes = [models.Index(fields=["community", "-uploaded_at"], name="roster_newest")]

    def __str__(self):
        return self.file_name
