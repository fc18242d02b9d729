from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from foundation.access import signed_in
from foundation.parameters import whole_number
from notices.models import Notice

SHOWN = 50
ALOUD = 3
"""So many are read aloud where all have been read; otherwise those that were not."""


@signed_in
@require_GET
def inbox(request):
    notices = Notice.objects.to(request.user).in_inbox(timezone.now())
    newest = list(notices.order_by("-due_at", "-pk")[:SHOWN])
    unread = any(notice.read_at is None for notice in newest)
    for place, notice in enumerate(newest):
        notice.aloud = notice.read_at is None if unread else place < ALOUD
    return render(request, "notices/inbox.html", {"notices": newest, "unread": unread})


@signed_in
@require_POST
def open_notice(request, pk):
    """Mark it read and go where it points, or one of its lines."""
    notice = get_object_or_404(Notice.objects.to(request.user), pk=pk)
    Notice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=timezone.now())
    lines, number = notice.lines, whole_number(request, "line") or 0
    link = lines[number - 1][1] if 0 < number <= len(lines) else notice.link
    ours = url_has_allowed_host_and_scheme(link, None)
    return redirect(link if link and ours else "notices:inbox")


@signed_in
@require_POST
def read_all(request):
    unread = Notice.objects.to(request.user).in_inbox(timezone.now()).unread()
    unread.update(read_at=timezone.now())
    return redirect("notices:inbox")


@signed_in
@require_GET
def badge(request):
    """The number on the inbox; a fragment every page asks for."""
    unread = Notice.objects.to(request.user).in_inbox(timezone.now()).unread()
    count = unread[:100].count()
    return HttpResponse("99+" if count > 99 else str(count or ""))
