"""What waits in the box for the office: past its deadline, and nobody has answered."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from office.pending import lines
from office.pending.lines import Line, Look, Row
from participation.models import Round


def register() -> None:
    line = Line("late-feedback", 33, _late, "message-square-warning", _rows, "due_at", _row)
    lines.register(line)


def _late(n):
    return ngettext("%(n)s 条意见过期了还没有答复", "%(n)s 条意见过期了还没有答复", n) % {"n": n}


def _rows(look: Look):
    rows = Round.objects.visible_to(look.reader).overdue(look.at)
    rows = rows.filter(look.beside("feedback__township__"))
    return rows.select_related("feedback__community", "feedback__township")


def _row(late: Round) -> Row:
    feedback, due = late.feedback, timezone.localtime(late.due_at)
    words = {"due": f"{date_format(due, _('n月j日'))} {due:%H:%M}"}
    place = (feedback.community or feedback.township).name
    meta = f"{place} · " + _("应当在%(due)s以前答复") % words
    url = reverse("feedback:round", args=[late.uid])
    return Row(f"{feedback.get_kind_display()} · {feedback.get_subject_display()}", meta, url)
