"""One register entry for each person, and where they live."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation import phones
from foundation.sealing import Sealed, blind_index
from grids.models import InArea, InAreaQuerySet
from grids.roles import Duty
from residents import care
from residents.models.places import Dwelling, Household


class PersonQuerySet(InAreaQuerySet):
    seen_by = Duty.SEE_PEOPLE

    def here(self):
        """People who live here now: not moved away, not dead."""
        return self.filter(status=Person.Status.HERE)

    def standing(self):
        """Entries that speak for somebody: all but those joined into another one."""
        return self.exclude(status=Person.Status.JOINED)

    def signing_in(self):
        """Who lives here; and whose entry was joined into another one, but keeps its own account."""
        joined = Q(status=Person.Status.JOINED, user__isnull=False)
        return self.filter(Q(status=Person.Status.HERE) | joined)

    def with_id_number(self, number: str):
        return self.filter(id_number_index=blind_index("id_number", number))

    def with_id_indexes(self, indexes: list[str]):
        """Those of many keyed hashes at once.

        That none is empty is said too: in more than a hundred values PostgreSQL does not look
        for itself, and would read the whole register instead of the index.
        """
        return self.filter(id_number_index__in=indexes).exclude(id_number_index="")

    def with_phone(self, phone: str):
        return self.filter(phone_index__in=phones.indexes(phone))

    def due(self, on):
        """Whose next contact is due on that day or was due before."""
        return self.here().filter(next_due_on__lte=on)


class Person(InArea):
    """One register entry for one human being. No papers and no phone are both fine.

    Of two entries of one human being one stays, the other was `joined_into` it (residents.joining).

    The area columns say where the person lives now (`home`). Cases, points and notices belong to
    the person, never to the household: a spouse is a stranger to them.
    """

    class Status(models.TextChoices):
        HERE = "here", _("在住")
        MOVED = "moved", _("已搬走")
        DIED = "died", _("已去世")
        JOINED = "joined", _("已并入另一份登记")

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

    class IdState(models.TextChoices):
        """How far a number has come; what pages say of the last two is the same (masks)."""

        WAITING = "waiting", _("待核")  # until the clock compared it with all others
        CONFIRMED = "confirmed", _("已核")
        MET = "met", _("和另一份登记相同")  # somebody else's is confirmed

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
    # How somebody is found by name; written by residents.spelling (decision 31).
    name_key = models.CharField(max_length=60, blank=True, editable=False)
    pinyin = models.CharField(max_length=120, blank=True, editable=False)
    initials = models.CharField(max_length=20, blank=True, editable=False)
    other_sounds = models.TextField(blank=True, editable=False)
    sex = models.CharField(_("性别"), max_length=6, choices=Sex, blank=True)
    birth_on = models.DateField(_("出生日期"), null=True, blank=True)
    id_number_sealed = models.TextField(blank=True, editable=False)
    id_number_index = models.CharField(max_length=64, blank=True, editable=False)
    id_number_state = models.CharField(
        _("身份证号核对"),
        max_length=9,
        choices=IdState,
        default=IdState.WAITING,
        editable=False,
    )
    id_number_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,  # who wrote a number is asked of the entry, never the other way
        editable=False,
    )
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
    joined_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="joined", editable=False
    )
    remarks = models.CharField(_("备注"), max_length=200, blank=True)
    tier = models.CharField(_("联系档次"), max_length=10, choices=care.Tier, blank=True)
    tier_rank = models.PositiveSmallIntegerField(default=care.NO_RANK, editable=False)
    last_contact_on = models.DateField(_("上次联系"), null=True, blank=True, editable=False)
    next_due_on = models.DateField(_("下次应联系"), null=True, blank=True, editable=False)
    # The day somebody was given who waits for a first contact; with `given_since`, of everybody
    # who was not contacted since then. A contact takes its place (visits.due_dates).
    given_due_on = models.DateField(null=True, blank=True, editable=False)
    given_since = models.DateField(null=True, blank=True, editable=False)
    due_why = models.CharField(max_length=32, blank=True, editable=False)
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
                condition=Q(id_number_state="confirmed") & ~Q(id_number_index=""),
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
            models.CheckConstraint(
                condition=Q(status="joined", joined_into__isnull=False)
                | (~Q(status="joined") & Q(joined_into=None)),
                name="person_joined_names_the_entry_that_stays",
            ),
        ]
        indexes = [
            models.Index(fields=["phone_index"], name="person_phone"),
            models.Index(
                fields=["id_number_index"],
                name="person_id_number",
                condition=~Q(id_number_index=""),
            ),
            # What is left to compare is little beside what was compared.
            models.Index(
                fields=["id_number_state", "id"],
                name="person_id_number_unsettled",
                condition=~Q(id_number_state="confirmed") & ~Q(id_number_index=""),
            ),
            # The register of a street or a community in the order people were entered, from
            # either end; without it a community's page sorts everybody who lives there.
            models.Index(fields=["township", "-id"], name="person_newest"),
            models.Index(fields=["community", "-id"], name="person_newest_near"),
            # Search by the beginning of pinyin and initials; names have an index of their own
            # kind (residents/search/index.py).
            *(
                models.Index(
                    fields=["township", sound],
                    name=f"person_{sound}",
                    opclasses=["int8_ops", "varchar_pattern_ops"],
                )
                for sound in ("pinyin", "initials")
            ),
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
        return mask_name(self.name)

    def set_id_number(self, number: str, *, by=None):
        """Another number waits, whoever else has it: whoever wrote it (`by`) learns nothing."""
        index = blind_index("id_number", number) if number else ""
        if index != self.id_number_index:
            self.id_number_state = Person.IdState.WAITING
            self.id_number_by = by if number else None
        self.id_number, self.id_number_index = number, index

    def set_phone(self, phone: str):
        self.phone = phone
        self.phone_index = blind_index("phone", phone) if phone else ""


def mask_name(name: str) -> str:
    return name[:1] + "*" * max(1, len(name) - 1)


class Residency(InArea):
    """A person and a dwelling, from one day until another, and in what right."""

    class Tenure(models.TextChoices):
        OWN = "own", _("自有")
        RENT = "rent", _("租住")
        LODGE = "lodge", _("寄居")
        TEMPORARY = "temporary", _("临时")

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="residencies", verbose_name=_("居民")
    )
    dwelling = models.ForeignKey(
        Dwelling, models.PROTECT, related_name="residencies", verbose_name=_("户室")
    )
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
