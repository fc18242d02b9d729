"""Contacts: every knock, call and message, also those nobody answered."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.work.rows import Work, WorkQuerySet
from grids.models import Area, InArea, InAreaQuerySet
from grids.roles import Duty
from residents.models import Dwelling, Person
from visits import wording


class Channel(models.TextChoices):
    """Seven lawful ways to be in touch and the curtain signal; a door is only one of them."""

    DOOR = "door", _("上门")
    PHONE = "phone", _("电话")
    MESSAGE = "message", _("微信、短信")
    FAMILY = "family", _("问了家人")
    NEIGHBOUR = "neighbour", _("问了邻居")
    VOLUNTEER = "volunteer", _("志愿者")
    COUNTER = "counter", _("来社区")
    CURTAIN = "curtain", _("窗帘平安")


class Outcome(models.TextChoices):
    MET = "met", wording.AT_THE_DOOR["met"]
    PROXY = "proxy", wording.AT_THE_DOOR["proxy"]
    NOBODY = "nobody", wording.AT_THE_DOOR["nobody"]
    REFUSED = "refused", wording.AT_THE_DOOR["refused"]
    RESCHEDULED = "rescheduled", wording.AT_THE_DOOR["rescheduled"]
    VACANT = "vacant", wording.AT_THE_DOOR["vacant"]
    MOVED = "moved", wording.AT_THE_DOOR["moved"]


REACHED = [Outcome.MET, Outcome.PROXY]
"""Outcomes that count as a contact; all others are attempts, and attempts are work too."""


REMEMBERED = timedelta(days=14)
"""How long lists remember an attempt that nobody answered; the next contact ends it sooner."""


class NoteFor(models.TextChoices):
    """Who reads what was noted at a door."""

    ALL = "all", _("看得到这家的人")
    SECRETARY = "secretary", _("只给自己和书记")


class VisitQuerySet(InAreaQuerySet):
    seen_by = Duty.SEE_PEOPLE

    def attempts_lately(self, at):
        """Those of the last fortnight that reached nobody."""
        rows = self.standing().exclude(outcome__in=REACHED)
        return rows.filter(occurred_at__gt=at - REMEMBERED, occurred_at__lte=at)

    def newest_first(self):
        return self.order_by("-occurred_at", "-pk")

    def reached(self):
        """Contacts; all others are attempts."""
        return self.filter(outcome__in=REACHED)

    def standing(self):
        """What counts: neither taken back nor told anew. Lists, figures and due dates read these."""
        return self.filter(withdrawal=None)

    def last_with(self, people):
        """{pk: the newest contact with that person, of those that stand}; two queries for however many."""
        with_one = self.standing().reached().filter(people=OuterRef("pk")).newest_first()
        rows = Person.objects.filter(pk__in=[person.pk for person in people])
        rows = rows.annotate(newest=Subquery(with_one.values("pk")[:1]))
        newest = {pk: visit for pk, visit in rows.values_list("pk", "newest") if visit}
        visits = self.in_bulk(newest.values())
        return {pk: visits[visit] for pk, visit in newest.items()}

    def own_of(self, reader):
        """What the reader wrote down, while they still go to those doors."""
        return self.with_duty(reader, Duty.LOG_CONTACTS).filter(by=reader.user)

    def received_on(self, day):
        midnight = timezone.make_aware(datetime.combine(day, time.min))
        return self.filter(received_at__gte=midnight, received_at__lt=midnight + timedelta(days=1))


class MajorChangeQuerySet(models.QuerySet):
    def visible_to(self, reader):
        """Of people in areas where the reader may see care."""
        people = Person.objects.visible_to(reader).with_duty(reader, Duty.SEE_CARE)
        return self.filter(person__in=people)


class Visit(InArea):
    """One contact or attempt. Never edited: a correction is a new row that `corrects` this one.

    `client_id` is made before anything is sent, so a double tap and a resend are one contact.
    `occurred_at` is what the worker says, `device_at` the device's clock, `received_at` ours.
    """

    client_id = models.UUIDField(unique=True)
    dwelling = models.ForeignKey(Dwelling, models.PROTECT, related_name="visits")
    people = models.ManyToManyField(Person, related_name="visits", blank=True)
    channel = models.CharField(_("方式"), max_length=10, choices=Channel, default=Channel.DOOR)
    outcome = models.CharField(_("结果"), max_length=12, choices=Outcome)
    occurred_at = models.DateTimeField(_("时间"))
    device_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="visits", verbose_name=_("谁去的")
    )
    companions = models.CharField(_("同行"), max_length=80, blank=True)
    needs = models.CharField(_("居民的需要"), max_length=200, blank=True)
    note = models.TextField(_("记事"), max_length=1000, blank=True)
    note_for = models.CharField(
        _("记事给谁看"), max_length=10, choices=NoteFor, default=NoteFor.ALL
    )
    next_on = models.DateField(_("约好下次"), null=True, blank=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="version", editable=False
    )
    moves_with = "dwelling__building"

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("联系记录")
        verbose_name_plural = _("联系记录")
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome="rescheduled") | Q(next_on__isnull=False),
                name="visit_put_off_says_until_when",
                violation_error_message=_("改约要写约在哪一天。"),
            ),
        ]
        indexes = [
            models.Index(fields=["dwelling", "-occurred_at"], name="visit_of_dwelling"),
            models.Index(fields=["by", "-occurred_at"], name="visit_of_worker"),
            *(
                models.Index(fields=[area, "-occurred_at"], name=f"visit_{area}")
                for area in ("grid", "community", "township")
            ),
        ]

    def __str__(self):
        local = timezone.localtime(self.occurred_at)
        return f"{local:%Y-%m-%d %H:%M} {self.get_outcome_display()}"

    @property
    def reached(self):
        return self.outcome in REACHED

    @property
    def said_outcome(self):
        """In the words of its channel: 没人在 at a door is 没接 on the phone."""
        return wording.said(self.channel, self.outcome)

    @property
    def how_tried(self):
        """What lists say of an attempt: 去过，没人."""
        return wording.tried(self.channel, self.outcome)

    @property
    def passed_on(self):
        """What may be repeated where others read along, on lists and in a report."""
        return "" if self.note_for == NoteFor.SECRETARY else self.needs or self.note

    def note_to(self, reader):
        """The note, if it is for this reader: always its writer's, and else by `note_for`."""
        mine = self.by_id == reader.user.pk
        return self.note if mine or may_read(reader, self.note_for, self.community_id) else ""


class Withdrawal(models.Model):
    """An entry counts no longer: taken back by whoever made it, or told anew in its `version`.

    One to one, so of two hands that mend the same entry at once one alone does.
    """

    visit = models.OneToOneField(Visit, models.PROTECT, related_name="withdrawal")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("撤销的联系")
        verbose_name_plural = _("撤销的联系")

    def __str__(self):
        return f"{self.visit_id} {self.at:%Y-%m-%d %H:%M}"


class MajorChange(models.Model):
    """Something great happened in somebody's life: a contact within 24 hours, whatever was planned.

    Said at the door or by the secretary, in one tap; a contact after it answers it. No words are kept.
    """

    class Kind(models.TextChoices):
        HOSPITAL = "hospital", _("出院回家")
        DEATH = "death", _("家里有人去世")
        MOVED_IN = "moved_in", _("刚搬来")

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="major_changes", verbose_name=_("居民")
    )
    kind = models.CharField(_("什么变故"), max_length=10, choices=Kind)
    said_at = models.DateTimeField(_("什么时候说的"))
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("谁说的")
    )

    objects = MajorChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("重大变故")
        verbose_name_plural = _("重大变故")
        indexes = [models.Index(fields=["person", "-said_at"], name="major_change_of_person")]

    def __str__(self):
        return self.get_kind_display()


class Recomputation(Work):
    """A rule was changed: the days of the people it is about are worked out anew, by a worker.

    `about` as ContactTier.about; `area` is whose rule it was, empty for the house.
    """

    class State(models.TextChoices):
        TO_DO = "to_do", _("等待重新算")
        DONE = "done", _("重新算过了")
        STOPPED = "stopped", _("没有算完")

    AT_WORK = ["to_do"]

    area = models.ForeignKey(
        Area, models.PROTECT, null=True, related_name="+", verbose_name=_("谁的规定")
    )
    about = models.CharField(max_length=24)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, editable=False)
    changed = models.PositiveIntegerField(default=0, editable=False)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.TO_DO)

    objects = WorkQuerySet.as_manager()

    class Meta:
        verbose_name = _("重新算谁该联系")
        verbose_name_plural = _("重新算谁该联系")


def may_read(reader, note_for, community):
    """Whether notes of that kind, made in that community, are for this reader."""
    secretary = reader.posts_with(Duty.RECEIVE_CONFIDENTIAL)
    is_hers = any(post.area_id == community for post in secretary)
    return note_for != NoteFor.SECRETARY or is_hers


class Later(models.Model):
    """When a door that nobody opened takes its place on the list again; the last word counts."""

    dwelling = models.OneToOneField(Dwelling, models.CASCADE, related_name="later")
    back_at = models.DateTimeField()

    class Meta:
        verbose_name = _("晚点再去")
        verbose_name_plural = _("晚点再去")

    def __str__(self):
        return f"{self.dwelling_id} {timezone.localtime(self.back_at):%Y-%m-%d %H:%M}"
