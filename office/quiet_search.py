"""What the street office searches for stands in no address.

An address stays in the history of a browser and in the logs of a proxy, and what is searched for
is mostly somebody's name. So a search is posted, and the address it leads to carries the words
sealed: sorting, filters and pages keep working, and only we can read them.
"""

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.views.main import SEARCH_VAR, ChangeListSearchForm
from django.db.models import Q
from django.shortcuts import redirect
from unfold.views import ChangeList

from foundation import sealing, typed
from foundation.parameters import plain

CONTEXT, MARK = "office search", "~"


def sealed(words: str) -> str:
    return MARK + sealing.seal(words, context=CONTEXT)


def opened(words: str) -> str:
    """The words again; an address somebody typed by hand may carry them as they are."""
    if not words.startswith(MARK):
        return words
    try:
        return sealing.unseal(words.removeprefix(MARK), context=CONTEXT)
    except sealing.CannotOpen:
        return ""


class SealedSearchForm(ChangeListSearchForm):
    def clean_q(self):
        return opened(self.cleaned_data[SEARCH_VAR])


class QuietChangeList(ChangeList):
    search_form_class = SealedSearchForm


class QuietSearch:
    """For a ModelAdmin: its search box posts (templates/admin/search_form.html)."""

    def get_changelist(self, request, **options):
        return QuietChangeList

    def changelist_view(self, request, extra_context=None):
        if request.method == "POST" and SEARCH_VAR in request.POST:
            query = request.GET.copy()
            words = plain(request.POST[SEARCH_VAR]).strip()
            for name in (SEARCH_VAR, "p", "e"):
                query.pop(name, None)
            if words:
                query[SEARCH_VAR] = sealed(words)
            return redirect(f"{request.path}?{query.urlencode()}")
        return super().changelist_view(request, extra_context)

    def get_search_results(self, request, queryset, search_term):
        """As it was typed, and as a code: a number in full width finds one that is not."""
        found, twice = super().get_search_results(request, queryset, search_term)
        tidied = typed.code(search_term, blank=" ").strip()
        if tidied in ("", search_term):
            return found, twice
        also, _twice = super().get_search_results(request, queryset, tidied)
        either = Q(pk__in=found.values("pk")) | Q(pk__in=also.values("pk"))
        return queryset.filter(either), False


class QuietAutocomplete(AutocompleteJsonView):
    """The letters typed into a field that finds people (static/js/quiet-search.js posts them)."""

    def post(self, request, *args, **kwargs):
        request.GET = request.POST.copy()
        request.GET["term"] = plain(request.POST.get("term", ""))
        return self.get(request, *args, **kwargs)

    def get_queryset(self):
        """With what a row of the list reads beside itself: a choice says its name with the same."""
        rows, beside = super().get_queryset(), self.model_admin.list_select_related
        return rows.select_related(*beside) if beside else rows
