"""A register some of whose forms only ask: the yes of a second person does it."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from office import proposals


class Proposes:
    """Nothing of what was asked for is on record or in the history yet, for nothing happened."""

    def propose(self, request, ask=proposals.ask, **step):
        """Put it down; `response_…` then leads to its page."""
        request.proposed = "office:proposals"
        try:
            proposal = ask(by=request.user, at=timezone.now(), **step)
        except proposals.CannotBeDone as refusal:
            messages.warning(request, refusal.sentence)
            return
        request.proposed = "office:proposal", proposal.uid
        messages.success(request, _("提出来了，等第二个人确认；现在还什么都没有改。"))

    def log_addition(self, request, obj, message):
        return None if _is_proposed(request) else super().log_addition(request, obj, message)

    def response_add(self, request, obj, post_url_continue=None):
        if _is_proposed(request):
            return _there(request)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return _there(request) if _is_proposed(request) else super().response_change(request, obj)


def _is_proposed(request):
    return hasattr(request, "proposed")


def _there(request):
    name, *key = [request.proposed] if isinstance(request.proposed, str) else request.proposed
    return redirect(name, *key)
