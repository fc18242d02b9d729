from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from foundation.access import signed_in
from grids.standing_in import covering
from morality_bank import figures, passbook
from morality_bank.models import Account
from residents.models import Person

LAST = 3


@signed_in
@require_GET
def my(request):
    """The resident's own front door: balance, the last lines, what was reported, who comes."""
    accounts = _accounts(request.reader)
    account = accounts[0] if accounts else None
    person = account.person if account else Person.objects.filter(user=request.user).first()
    if person is None:
        return render(request, "morality_bank/no_register_entry.html")
    context = {
        "account": account,
        "others": accounts[1:],
        "page": passbook.page(account, size=LAST) if account else None,
        "workers": covering.workers_of(person.grid_id, on=request.reader.day),
    }
    return render(request, "morality_bank/my.html", context)


@signed_in
@require_GET
def passbook_page(request):
    """The whole passbook, page by page; it prints as it stands."""
    accounts = _accounts(request.reader)
    if not accounts:
        return redirect("morality_bank:my")
    account = _chosen(accounts, request.GET.get("bank"))
    page = passbook.page(account, cursor=request.GET.get("before", ""))
    context = {
        "account": account,
        "page": page,
        "next": _next(account, page),
        "today": timezone.localdate(),
        "year": figures.of_account(account, on=timezone.localdate()) if page.is_first else None,
    }
    return render(request, "morality_bank/passbook.html", context)


def _accounts(reader):
    """The passbook of where the person lives now comes first; after a move there may be more."""
    rows = Account.objects.owned_by(reader).select_related("bank__community", "person")
    return sorted(rows, key=lambda one: (one.bank.community_id != one.person.community_id, -one.pk))


def _chosen(accounts, code):
    for account in accounts:
        if code in (None, account.bank.community.code):
            return account
    raise Http404


def _next(account, page):
    if page.next is None:
        return ""
    code = account.bank.community.code
    return f"{reverse('morality_bank:passbook')}?bank={code}&before={page.next}"
