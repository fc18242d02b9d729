"""What waits in cases for the office: late and seen by nobody above, left behind, nobody to tell."""

from django.db.models import CharField, Exists, ExpressionWrapper, F, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import notifications
from cases.harm import receivers
from cases.models import Case, Status
from foundation.batches import in_pieces
from grids.models import Area, Posting
from grids.roles import Duty
from notices.models import Notice
from office.pending import lines
from office.pending.lines import Line, Look, Row


def register() -> None:
    lines.register(Line("late-cases", 30, _late, "alarm-clock", _unseen, "due_at", _late_row))
    lines.register(Line("left-cases", 31, _left, "user-minus", _left_behind, "left_on", _left_row))
    lines.register(Line("receivers", 35, _wanting, "heart-handshake", _lacking, "", _lacking_row))


def _late(n):
    return ngettext(
        "%(n)s 件事过期了，上面还没有人看到", "%(n)s 件事过期了，上面还没有人看到", n
    ) % {"n": n}


def _unseen(look: Look):
    """Past their deadline, and nobody but the handler has read so, nor moved them since.

    One query for each 500 late cases.
    """
    late = _cases(look).overdue(look.at)
    handlers = {f"case:{uid}": (pk, by) for uid, pk, by in late.values_list("uid", "pk", "handler")}
    seen = []
    for some in in_pieces(handlers):
        told = Notice.objects.filter(about__in=some, read_at__isnull=False)
        told = told.filter(key__contains=f":{notifications.OVERDUE}:")
        for about, reader in told.values_list("about", "recipient"):
            pk, handler = handlers[about]
            if reader != handler:
                seen.append(pk)
    return late.exclude(pk__in=seen).select_related("category", "community")


def _late_row(case: Case) -> Row:
    due = timezone.localtime(case.due_at)
    words = {"due": f"{date_format(due, _('n月j日'))} {due:%H:%M}"}
    return _row(case, _("应当在%(due)s以前答复") % words)


def _left(n):
    return ngettext("%(n)s 件事的经办人已经离岗", "%(n)s 件事的经办人已经离岗", n) % {"n": n}


def _left_behind(look: Look):
    """Sent to somebody who holds no post any more that handles cases there; since when."""
    posts = Posting.objects.filter(user=OuterRef("handler"))
    there = posts.on(look.reader.day).allowing(Duty.HANDLE_CASES).filter(user__is_active=True)
    lies = ExpressionWrapper(OuterRef("grid__path"), output_field=CharField())
    there = there.annotate(case_path=lies)
    there = there.filter(case_path__startswith=F("area__path"))
    ended = posts.order_by().values("user").annotate(last=Max("until_on")).values("last")
    left = _cases(look).open().filter(~Exists(there), status=Status.DISPATCHED)
    since = Coalesce(Subquery(ended), TruncDate("reported_at"))
    return left.annotate(left_on=since).select_related("category", "community", "handler")


def _left_row(case: Case) -> Row:
    return _row(case, _("原来派给%(who)s") % {"who": case.handler.name})


def _wanting(n):
    return ngettext(
        "%(n)s 个社区还没有安排好受伤害时找谁", "%(n)s 个社区还没有安排好受伤害时找谁", n
    ) % {"n": n}


def _lacking(look: Look):
    wanting = receivers.incomplete(look.reader, on=look.reader.day)
    return Area.objects.filter(look.beside(), pk__in=[each.pk for each in wanting])


def _lacking_row(community: Area) -> Row:
    return Row(community.name, "", reverse("cases:receivers-of", args=[community.code]))


def _cases(look):
    """Whoever administers sorts cases out, too; a confidential one shows to whom it names."""
    mine = Case.objects.visible_to(look.reader).with_duty(look.reader, Duty.TRIAGE_CASES)
    return mine.filter(look.beside("township__"))


def _row(case, meta):
    name = _("保密的事") if case.confidential else case.category.name
    url = reverse("cases:case", args=[case.uid])
    return Row(f"{name} · {case.number}", f"{case.community.name} · {meta}", url)
