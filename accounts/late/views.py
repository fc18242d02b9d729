"""What somebody wrote and could not hand in: to read, to copy, to send once more, to drop."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import drafts
from accounts.late import keeping, kinds
from accounts.models import LatePhoto
from foundation.access import signed_in
from foundation.pictures import files


@signed_in
@require_GET
def late_page(request):
    return render(request, "accounts/late.html", {"pages": keeping.of(request.user)})


@signed_in
@require_POST
def again(request, uid):
    """Lay the words into the form where they may be sent once more."""
    draft = get_object_or_404(request.user.late_drafts, uid=uid)
    kind = kinds.of(draft.view_name)
    if kind is None or not kind.again:
        raise Http404
    page = reverse(kind.again)
    drafts.lay(request, page=page, fields=keeping.fields_of(draft))
    return redirect(page)


@signed_in
@require_POST
def drop(request, uid):
    keeping.drop(get_object_or_404(request.user.late_drafts, uid=uid))
    messages.success(request, _("去掉了。"))
    return redirect("accounts:late")


@signed_in
@require_GET
def photo(request, uid):
    mine = LatePhoto.objects.filter(draft__writer=request.user)
    row = get_object_or_404(mine, uid=uid)
    file = row.small if request.GET.get("size") == "small" else row.file
    return files.answer(file, name=str(row.uid))
