"""Ways of looking at a register, saved under a name.

Only the parameters the register itself offers are kept, and opening one is opening the list with
them: it shows what the reader may see, whoever saved it. A search for a number is not kept.
"""

import re
from functools import partial
from urllib.parse import parse_qsl, urlencode

from django import forms
from django.contrib import messages
from django.contrib.admin.views.main import ORDER_VAR, SEARCH_VAR
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.typed import column
from office import quiet_search
from office.models import SavedFilter, offices_of

MOST = 20  # of one person, for one register
A_NUMBER = re.compile(r"\d[\d\s-]{4,}\d")


class KeepForm(forms.ModelForm):
    shared = forms.BooleanField(required=False)

    class Meta:
        model = SavedFilter
        formfield_callback = column
        fields = ["name", "query"]


def allowed(admin, request, query: str) -> list[tuple[str, str]]:
    """The parameters this register offers itself, in a fixed order; searched words in the clear."""
    kept = []
    for name, value in parse_qsl(query.lstrip("?")):
        if name == SEARCH_VAR:
            value = quiet_search.opened(value)
            if value and not A_NUMBER.search(value):
                kept.append((name, value))
        elif name == ORDER_VAR or admin.lookup_allowed(name, value, request):
            kept.append((name, value))
    return sorted(kept)


def address(parameters: list[tuple[str, str]]) -> str:
    """As a query string, kept and shown: what is searched for stands sealed in it."""
    return urlencode(
        [
            (name, quiet_search.sealed(value) if name == SEARCH_VAR else value)
            for name, value in parameters
        ]
    )


def register_of(admin) -> str:
    return admin.opts.label_lower


def context(admin, request) -> dict:
    """For the list: the saved ways, which of them is open, and what could be saved now."""
    now = allowed(admin, request, request.META.get("QUERY_STRING", ""))
    rows = SavedFilter.objects.visible_to(request.reader)
    rows = rows.filter(register=register_of(admin)).select_related("owner")
    info = f"{admin.opts.app_label}_{admin.opts.model_name}"
    # Cleaned again: what a register offers may have changed since.
    cleaned = {row: allowed(admin, request, row.query) for row in rows}
    saved = [
        {
            "name": row.name,
            "url": f"?{address(parameters)}",
            "open": parameters == now,
            "of": "" if row.owner_id == request.user.pk else row.owner.name,
            "shared": bool(row.office),
            "drop": reverse(f"admin:{info}_drop_filter", args=[row.pk]),
        }
        for row, parameters in cleaned.items()
    ]
    keep = reverse(f"admin:{info}_keep_filter")
    is_new = now and not any(each["open"] for each in saved)
    return {
        "saved_filters": saved,
        "keep_filter": keep,
        "filter_now": address(now) if is_new else "",
    }


def urls(admin) -> list:
    info = f"{admin.opts.app_label}_{admin.opts.model_name}"
    guarded = admin.admin_site.admin_view
    keep, drop = partial(keep_filter, admin), partial(drop_filter, admin)
    return [
        path("filters/keep/", guarded(require_POST(keep)), name=f"{info}_keep_filter"),
        path("filters/<int:pk>/drop/", guarded(require_POST(drop)), name=f"{info}_drop_filter"),
    ]


def keep_filter(admin, request):
    if not admin.has_view_permission(request):
        raise PermissionDenied
    query = address(allowed(admin, request, request.POST.get("query", "")))
    form = KeepForm({**request.POST.dict(), "query": query})
    back = redirect(f"{list_of(admin)}?{query}" if query else list_of(admin))
    if not query:
        messages.warning(request, _("现在没有筛选，没什么可存的。搜的号码不会存下来。"))
        return back
    if not form.is_valid():
        messages.warning(request, _("请给这个筛选起个名字，30 个字以内。"))
        return back
    mine = SavedFilter.objects.filter(owner=request.user, register=register_of(admin))
    if mine.count() >= MOST:
        messages.warning(request, _("已经存了 20 个，先删几个不用的。"))
        return back
    offices = offices_of(request.reader)
    form.instance.owner, form.instance.register = request.user, register_of(admin)
    form.instance.office = offices[0] if form.cleaned_data["shared"] and offices else ""
    try:
        with transaction.atomic():
            form.save()
    except IntegrityError:
        messages.warning(request, _("已经有一个叫这个名字的筛选，请换一个名字。"))
    else:
        messages.success(request, _("存好了，以后点一下就是这个筛选。"))
    return back


def drop_filter(admin, request, pk):
    """One's own only; a shared one of somebody else is not there to delete."""
    gone, _rows = SavedFilter.objects.filter(
        pk=pk, owner=request.user, register=register_of(admin)
    ).delete()
    if not gone:
        raise Http404
    messages.success(request, _("删掉了这个筛选。"))
    return redirect(list_of(admin))


def list_of(admin) -> str:
    return reverse(f"admin:{admin.opts.app_label}_{admin.opts.model_name}_changelist")
