"""The book: accounts and the transfers between them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from morality_bank.models.banks import MOST_POINTS, Bank
from residents.models import Person


class AccountQuerySet(models.QuerySet):
    def visible_to(self, reader):
        """One's own account; all of a bank's for its president and the street office."""
        if not reader.is_signed_in:
            return self.none()
        return self.filter(
            Q(person__user=reader.user) | Q(bank__in=Bank.objects.overseen_by(reader))
        )

    def with_duty(self, reader, duty):
        return self.filter(bank__in=Bank.objects.with_duty(reader, duty))

    def owned_by(self, reader):
        """The passbooks of this very person, never those of the household."""
        return self.visible_to(reader).filter(person__user=reader.user)

    def lock(self, *keys: int) -> "dict[int, Account]":
        """The accounts by primary key, held until the transaction ends.

        Locked in the order of their keys everywhere, so two movements never wait for each other
        in a circle. Rows that only refer to an account (`no_key`) do not have to wait at all.
        """
        rows = self.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
        return {account.pk: account for account in rows}


class Account(models.Model):
    """One side of the book. The four columns are kept by `ledger` in the transfer's transaction.

    A depositor's account belongs to one person and can never spend more than came in; points
    that only wait (`credits_pending`) cannot be spent. The issuer is where points come from, so
    all accounts of a bank always sum to zero.
    """

    class Kind(models.TextChoices):
        DEPOSITOR = "depositor", _("储户")
        ISSUER = "issuer", _("发行")

    bank = models.ForeignKey(
        Bank, models.PROTECT, related_name="accounts", verbose_name=_("道德银行")
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="bank_accounts",
        verbose_name=_("储户"),
    )
    kind = models.CharField(_("类别"), max_length=10, choices=Kind, default=Kind.DEPOSITOR)
    opened_on = models.DateField(_("开户日期"))
    debits_pending = models.BigIntegerField(_("待支取"), default=0)
    debits_posted = models.BigIntegerField(_("累计支取"), default=0)
    credits_pending = models.BigIntegerField(_("待入账"), default=0)
    credits_posted = models.BigIntegerField(_("累计存入"), default=0)

    objects = AccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("积分账户")
        verbose_name_plural = _("积分账户")
        constraints = [
            models.UniqueConstraint(
                fields=["bank", "person"],
                name="account_once_per_person_in_a_bank",
                violation_error_message=_("这位居民在这家道德银行已经开过户。"),
            ),
            models.UniqueConstraint(
                fields=["bank"], condition=Q(kind="issuer"), name="account_one_issuer_per_bank"
            ),
            models.CheckConstraint(
                condition=Q(kind="depositor", person__isnull=False)
                | (~Q(kind="depositor") & Q(person=None)),
                name="account_of_a_depositor_names_the_person",
            ),
            models.CheckConstraint(
                condition=Q(
                    debits_pending__gte=0,
                    debits_posted__gte=0,
                    credits_pending__gte=0,
                    credits_posted__gte=0,
                ),
                name="account_columns_are_never_negative",
            ),
            models.CheckConstraint(
                condition=~Q(kind="depositor")
                | Q(credits_posted__gte=F("debits_posted") + F("debits_pending")),
                name="account_never_spends_more_than_came_in",
                violation_error_message=_("积分不够。"),
            ),
        ]

    def __str__(self):
        return f"{self.bank} · {self.person or self.get_kind_display()}"

    @property
    def balance(self) -> int:
        return self.credits_posted - self.debits_posted

    @property
    def available(self) -> int:
        """What can be spent now: the balance less what is already reserved."""
        return self.balance - self.debits_pending

    @property
    def coming(self) -> int:
        """What was taken in and waits for the president."""
        return self.credits_pending


class TransferQuerySet(models.QuerySet):
    def visible_to(self, reader):
        """Those of one's own account, and of the banks whose books one may read.

        Both sides of a movement lie in one bank. Banks and accounts are few and named one by one,
        so that the database follows an index instead of looking at every movement.
        """
        if not reader.is_signed_in:
            return self.none()
        banks = list(Bank.objects.overseen_by(reader).values_list("pk", flat=True))
        mine = list(Account.objects.filter(person__user=reader.user).values_list("pk", flat=True))
        return self.filter(Q(debit__bank__in=banks) | Q(debit__in=mine) | Q(credit__in=mine))

    def with_duty(self, reader, duty):
        """Both sides of a transfer are in one bank."""
        return self.filter(debit__bank__in=Bank.objects.with_duty(reader, duty))


class Transfer(models.Model):
    """Points move from one account to another; a row is written once and stays as it is.

    A movement is either `single`, or two rows: `pending` sets the points aside, and later one
    row that `settles` it says `post` or `void`. A mistake is put right by a row that `reverses`
    it. Every row names both sides, so the book balances by construction. `made_at` is the
    server's clock; the order of the book is that of the keys, which are drawn while both
    accounts are locked.
    """

    class Phase(models.TextChoices):
        SINGLE = "single", _("入账")
        PENDING = "pending", _("待定")
        POST = "post", _("待定转入账")
        VOID = "void", _("待定作废")

    key = models.UUIDField(editable=False)
    debit = models.ForeignKey(
        Account, models.PROTECT, related_name="debits", verbose_name=_("转出")
    )
    credit = models.ForeignKey(
        Account, models.PROTECT, related_name="credits", verbose_name=_("转入")
    )
    amount = models.BigIntegerField(_("积分"))
    phase = models.CharField(_("阶段"), max_length=8, choices=Phase, default=Phase.SINGLE)
    settles = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="settled_by",
        verbose_name=_("了结哪一笔"),
    )
    reverses = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reversed_by",
        verbose_name=_("冲正哪一笔"),
    )
    reason = models.CharField(_("事由"), max_length=200)
    source = models.CharField(_("来源"), max_length=80)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("经办"),
    )
    made_at = models.DateTimeField(_("时间"))

    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = _("积分流水")
        verbose_name_plural = _("积分流水")
        constraints = [
            models.UniqueConstraint(fields=["key"], name="transfer_key_used_once"),
            models.CheckConstraint(
                condition=Q(amount__gte=1, amount__lte=MOST_POINTS),
                name="transfer_moves_1_to_10000_points",
                violation_error_message=_("积分要在 1 到 10000 之间。"),
            ),
            models.CheckConstraint(
                condition=~Q(debit=F("credit")), name="transfer_has_two_different_sides"
            ),
            models.CheckConstraint(
                condition=Q(phase__in=["single", "pending"], settles=None)
                | Q(phase__in=["post", "void"], settles__isnull=False),
                name="transfer_settles_when_it_posts_or_voids",
            ),
            models.CheckConstraint(
                condition=Q(reverses=None) | Q(phase="single"),
                name="transfer_reverses_at_once",
            ),
        ]

    def __str__(self):
        return f"{self.amount} · {self.reason}"
