"""What comes too late is answered, handed on and kept."""

import json
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts import drafts
from accounts.late import kinds, proof
from accounts.late.kinds import Kind, Late
from accounts.models import LateDraft, LatePhoto, User
from foundation import rate_limits
from foundation.pictures import files, photos
from foundation.sealing import blind_index
from notices import outbox

log = logging.getLogger("zerentian")
KEPT = timedelta(days=30)
A_DAY = 30
"""So many times a day somebody's words are kept; beyond that they are only shown once more."""
NOT_SENT = gettext_noop("您有一段话没有交上，替您留着。")


def answer(request: HttpRequest) -> HttpResponse | None:
    """To whoever wrote for a page that is not there, or not theirs; None when nothing was written."""
    kind = kinds.of(request.resolver_match.view_name) if request.resolver_match else None
    if kind is None or not request.user.is_authenticated or request.wants_fragment:
        return None
    late, trouble = _read(request)
    kept = kind.kept(late.fields)
    if not kept and not late.pictures and not trouble:
        return None
    if kind.before(late):
        messages.success(request, _("这件事刚才已经记下了。"))
        return redirect("/")
    shown = proof.holds(late.get(proof.FIELD), late.writer, request.get_full_path())
    is_kept = _keep(kind, late, request.resolver_match.view_name, shown=shown)
    context = {
        "title": kind.title,
        "lines": kind.lines(kept),
        "pictures": len(late.pictures),
        "trouble": trouble,
        "is_kept": is_kept,
    }
    return render(request, "accounts/late_answer.html", context, status=404)


def _read(request):
    """What came, and a sentence when its photos cannot be opened."""
    fields, pictures, trouble = request.POST, [], ""
    if request.method != "POST":
        fields = QueryDict(mutable=True)
        for name, values in drafts.take(request).items():
            fields.setlist(name, values)
    try:
        pictures = photos.take_in(request.FILES.getlist("photos"))
    except photos.BadPhoto as bad:
        trouble = str(bad)
    late = Late(
        writer=request.user,
        where=request.resolver_match.kwargs,
        query=request.GET,
        fields=fields,
        pictures=pictures,
        at=timezone.now(),
    )
    return late, trouble


@transaction.atomic
def _keep(kind, late, view_name, *, shown):
    """Once, however often it is sent; False when the writer had more kept today than anybody needs."""
    words = json.dumps(kind.kept(late.fields), ensure_ascii=False, sort_keys=True)
    text = f"{view_name} {json.dumps(late.where, default=str)} {len(late.pictures)} {words}"
    row = {"writer": late.writer, "digest": blind_index("late draft", text)}
    if LateDraft.objects.filter(**row).exists():
        return True
    try:
        who = str(late.writer.pk)
        rate_limits.spend("late-draft", who, limit=A_DAY, per=timedelta(days=1), at=late.at)
    except rate_limits.TooOften:
        return False
    draft = LateDraft(view_name=view_name, at=late.at, **row)
    draft.words = words
    # Of two that arrive at once one is kept, and only that one is handed on.
    LateDraft.objects.bulk_create([draft], ignore_conflicts=True)
    draft = LateDraft.objects.filter(uid=draft.uid).first()
    if draft is None:
        return True
    if shown:
        _hand_on(kind, late)
    outbox.tell(
        to=late.writer,
        key=_about(draft),
        about=_about(draft),
        text=NOT_SENT,
        link=reverse("accounts:late"),
        urgent=True,
        at=late.at,
    )
    files.save([(LatePhoto(draft=draft), picture) for picture in late.pictures])
    return True


def _hand_on(kind, late):
    """What cannot be handed on is kept all the same: its writer must not lose it to our mistake."""
    try:
        with transaction.atomic():
            kind.hand_on(late)
    except Exception:
        log.exception("late words could not be handed on")


class Page(NamedTuple):
    """One late draft as its writer reads it."""

    draft: LateDraft
    kind: Kind | None
    lines: Sequence[tuple[str, str]]
    photos: Sequence[dict[str, str]]


def of(writer: User) -> list[Page]:
    """Somebody's own, newest first."""
    return [_page(draft) for draft in writer.late_drafts.prefetch_related("photos").order_by("-at")]


def _page(draft):
    kind = kinds.of(draft.view_name)
    urls = [reverse("accounts:late-photo", args=[photo.uid]) for photo in draft.photos.all()]
    pictures = [{"url": url, "thumb": f"{url}?size=small"} for url in urls]
    return Page(draft, kind, kind.lines(fields_of(draft)) if kind else [], pictures)


def fields_of(draft: LateDraft) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = json.loads(draft.words)
    return fields


def forget_old(at: datetime) -> None:
    for draft in LateDraft.objects.filter(at__lt=at - KEPT).prefetch_related("photos"):
        drop(draft)


def drop(draft: LateDraft) -> None:
    """The rows first: a file without a row is only lost room, a row without its file a broken page."""
    pictures = list(draft.photos.all())
    outbox.take_back(about=_about(draft))
    draft.delete()
    for photo in pictures:
        files.delete(photo)


def _about(draft):
    return f"late:{draft.uid}"
