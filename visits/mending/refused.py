"""How a page says that an entry was kept, or why it was not."""

from contextlib import contextmanager

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation import rate_limits
from residents.corrections import workflow
from visits import logbook
from visits.mending import acts


@contextmanager
def said_in(form):
    """What the logbook refuses stands beside the field it is about; nothing typed is lost."""
    try:
        yield
    except logbook.ImpossibleTime:
        form.add_error("occurred_at", _("时间只能是最近 7 天里、现在以前。"))
    except logbook.TooLate as too_late:
        sentence = _("这位居民最晚 %(latest)s 要联系一次，请约早一点。")
        form.add_error("next_on", sentence % {"latest": too_late.latest.isoformat()})
    except logbook.AlreadyLogged as conflict:
        form.add_error(None, conflict.sentence)
    except (acts.CannotBeMended, workflow.CannotBeDone) as cannot:
        form.add_error(None, cannot.sentence)
    except rate_limits.TooOften:
        form.add_error(None, _("您今天提的“搬走了”太多，明天再提，或者直接告诉管登记的同事。"))


def say_it_is_kept(request, visit) -> None:
    """With the way to take it back; a resend of what was taken back meanwhile does not revive it."""
    facts = {"door": visit.dwelling, "outcome": visit.said_outcome}
    if not type(visit).objects.standing().filter(pk=visit.pk).exists():
        messages.warning(request, _("这一次已经撤销或者改过了，没有再记。"))
        return
    undo = reverse("visits:undo", args=[visit.client_id])
    sentence = _("改好了：%(door)s，%(outcome)s。") if visit.corrects_id else None
    sentence = sentence or _("记下了：%(door)s，%(outcome)s。")
    messages.success(request, sentence % facts, extra_tags=undo)
