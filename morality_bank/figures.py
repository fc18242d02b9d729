"""Points in numbers: what came in and what was spent, month by month."""

from datetime import date

from django.db.models import Case, Q, QuerySet, Sum, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from foundation.charts import figures
from foundation.charts.figures import Figure, Series
from grids.models import Reader
from morality_bank.models import Account, Bank, Transfer

MONTHS = 12
Phase = Transfer.Phase


def of_account(account: Account, *, on: date) -> Figure:
    """One passbook by months; what still waits and what was voided is not in it. One query."""
    mine = Transfer.objects.filter(Q(debit=account) | Q(credit=account))
    came, went = _by_month(mine, Q(credit=account), on)
    return _figure(_("我的积分，每月进出"), came, went, on)


def of_banks(reader: Reader) -> Figure:
    """All passbooks of the banks whose deeds this person decides; one query."""
    banks = Bank.objects.decided_by(reader)
    depositor = Account.Kind.DEPOSITOR
    moved = Transfer.objects.filter(debit__bank__in=banks).filter(
        Q(credit__kind=depositor) | Q(debit__kind=depositor)
    )
    came, went = _by_month(moved, Q(credit__kind=depositor), reader.day)
    return _figure(_("道德银行，每月进出"), came, went, reader.day)


def _by_month(transfers: QuerySet, inwards: Q, on):
    counts = transfers.filter(phase__in=[Phase.SINGLE, Phase.POST])
    rows = figures.since(counts, "made_at", figures.months(on, MONTHS))
    way = Case(When(inwards, then=Value("in")), default=Value("out"))
    sums = rows.annotate(way=way).order_by().values_list("period", "way").annotate(Sum("amount"))
    by_way = figures.spread(sums, MONTHS)
    return by_way["in"], by_way["out"]


def _figure(title, came, went, on):
    values = {"came": f"{sum(came):,}", "went": f"{sum(went):,}"}
    return Figure(
        title=title,
        sentence=_("最近一年存入 %(came)s 分，支取 %(went)s 分。") % values,
        head=_("月份"),
        labels=[figures.month_name(start) for start in figures.months(on, MONTHS)],
        series=[
            Series(pgettext("points", "存入"), came, "good"),
            Series(pgettext("points", "支取"), went, "warn"),
        ],
    )
