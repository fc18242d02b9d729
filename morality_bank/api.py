"""A depositor's own passbooks in the API; the books of others are read on the desk's pages."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from foundation.api import keyset
from foundation.api.operations import Paged, moment, one, operation
from morality_bank import passbook
from morality_bank.models import Account
from residents.access import RESIDENTS

SHARED = {"section": "my", "audience": RESIDENTS}


class PassbookFacts(serializers.Serializer):
    community = serializers.CharField(help_text=_("道德银行所在社区的区域编码。"))
    bank = serializers.CharField()
    opened_on = serializers.DateField()
    balance = serializers.IntegerField(help_text=_("已经入账的积分。"))
    available = serializers.IntegerField(help_text=_("现在能用的。"))
    coming = serializers.IntegerField(help_text=_("等审定的，通过后入账。"))


class LineFacts(serializers.Serializer):
    at = serializers.DateTimeField()
    text = serializers.CharField()
    amount = serializers.IntegerField(help_text=_("存入是正的，支取是负的。"))
    balance = serializers.IntegerField(help_text=_("这一笔以后的余额；等审定的不算。"))
    waiting = serializers.BooleanField(help_text=_("还在等审定。"))


@operation(
    "GET",
    **SHARED,
    answers=PassbookFacts,
    many=True,
    summary=_("我的存折"),
    about=_("每家道德银行一本；只有本人的，家里人的看不到。"),
)
def my_passbooks(request):
    accounts = Account.objects.owned_by(request.reader).select_related("bank__community")
    return [
        {
            "community": account.bank.community.code,
            "bank": account.bank.name,
            "opened_on": account.opened_on.isoformat(),
            "balance": account.balance,
            "available": account.available,
            "coming": account.coming,
        }
        for account in accounts.order_by("pk")
    ]


@operation(
    "GET",
    **SHARED,
    asks=Paged,
    answers=LineFacts,
    pages=True,
    summary=_("存折里的每一笔"),
    about=_("最近的在前面。"),
)
def my_passbook(request, code, asked):
    account = one(Account.objects.owned_by(request.reader).filter(bank__community__code=code))
    cursor = asked.get("cursor", "")
    page = passbook.page(account, cursor=cursor, size=keyset.PAGE, or_first=False)
    items = [
        {
            "at": moment(line.on),
            "text": line.text,
            "amount": line.amount,
            "balance": line.balance,
            "waiting": line.waiting,
        }
        for line in page.items
    ]
    return page._replace(items=items)
