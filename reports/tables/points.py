"""The moral bank's books, for the monthly publication and the street."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grids.models import Area
from grids.roles import Duty, Level
from morality_bank.models import Account, Bank, Transfer
from reports.tables.base import Column, Table, day_of
from residents import masks

BOOKED = [Transfer.Phase.SINGLE, Transfer.Phase.POST]


def _banks(reader, area):
    """Banks whose books the reader reads and exports: in the area, or of the grid's community."""
    mine = Area.objects.with_duty(reader, Duty.EXPORT)
    if area.level == Level.GRID:
        communities = mine.filter(pk=area.pk).values("parent")
    else:
        communities = mine.under(area).filter(level=Level.COMMUNITY).values("pk")
    return Bank.objects.overseen_by(reader).filter(community__in=communities)


def _depositors(reader, ask):
    """Depositors' accounts of those banks; in one grid, of the people who live there."""
    accounts = Account.objects.visible_to(reader).filter(
        bank__in=_banks(reader, ask.area), kind=Account.Kind.DEPOSITOR
    )
    return accounts.filter(person__grid=ask.area) if ask.area.level == Level.GRID else accounts


def _accounts(reader, ask):
    accounts = _depositors(reader, ask)
    return accounts.filter(credits_posted__gt=0) if ask.state == "used" else accounts


def _depositor(account, to):
    return masks.name(account.person, to=to.reader)


ACCOUNTS = Table(
    slug="accounts",
    label=_("积分台账"),
    summary=_("每位储户存了多少分、用了多少分、还有多少分。"),
    icon="wallet",
    find=_accounts,
    prepare=lambda accounts: (
        accounts.select_related("person")
        .prefetch_related("person__grid", "bank")
        .order_by("bank__community__code", "person__grid__path", "pk")
    ),
    community=lambda account: account.bank.community_id,
    states={"used": _("有过积分的"), "all": _("都要")},
    columns=(
        Column("name", _("储户"), _depositor),
        Column("grid", _("网格"), lambda account, to: account.person.grid.name, width=16),
        Column("bank", _("道德银行"), lambda account, to: account.bank.name, width=18),
        Column("opened", _("开户日期"), lambda account, to: account.opened_on),
        Column("credits", _("累计存入"), lambda account, to: account.credits_posted),
        Column("debits", _("累计支取"), lambda account, to: account.debits_posted),
        Column("balance", _("积分余额"), lambda account, to: account.balance),
        Column("coming", _("待入账"), lambda account, to: account.coming),
    ),
)


def _transfers(reader, ask):
    mine = _depositors(reader, ask)
    booked = Transfer.objects.visible_to(reader).filter(phase__in=BOOKED)
    return ask.within(booked.filter(Q(credit__in=mine) | Q(debit__in=mine)), "made_at")


def _side(account, to):
    return _depositor(account, to) if account.person else account.get_kind_display()


TRANSFERS = Table(
    slug="transfers",
    label=_("积分流水"),
    summary=_("每一笔积分：哪天、谁、多少、为什么。每月公示用得上。"),
    icon="arrow-left-right",
    find=_transfers,
    prepare=lambda transfers: (
        transfers.select_related("credit__person", "debit__person")
        .prefetch_related("credit__person__grid", "debit__person__grid", "credit__bank", "by")
        .order_by("pk")
    ),
    community=lambda transfer: transfer.credit.bank.community_id,
    dated="between",
    columns=(
        Column("day", _("日期"), lambda transfer, to: day_of(transfer.made_at)),
        Column("debit", _("转出"), lambda transfer, to: _side(transfer.debit, to)),
        Column("credit", _("转入"), lambda transfer, to: _side(transfer.credit, to)),
        Column("amount", _("积分"), lambda transfer, to: transfer.amount, width=8),
        Column("reason", _("事由"), lambda transfer, to: transfer.reason, width=30),
        Column("bank", _("道德银行"), lambda transfer, to: transfer.credit.bank.name, width=18),
        Column(
            "by",
            _("经办"),
            lambda transfer, to: transfer.by.name if transfer.by else None,
            chosen=False,
        ),
    ),
)
