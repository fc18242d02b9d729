from django.http import Http404
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from foundation.access import open_to_all
from office.handbook import book, search


@open_to_all
@sensitive_post_parameters("words")
@require_http_methods(["GET", "POST"])
def contents(request):
    """What stands where. What is looked for is posted, as everywhere (decision 8): a name typed into
    the wrong box is kept nowhere."""
    typed = request.POST.get("words", "").strip()[: search.LONGEST]
    context = {"typed": typed, "longest": search.LONGEST, "asked": request.method == "POST"}
    if len(typed) >= search.SHORTEST:
        context["found"] = search.find(typed)
    elif context["asked"]:
        context["too_short"] = _("请至少写两个字。")
    if get_language() == "en":
        return render(request, "help/english.html", context | {"chapter": book.english()})
    return render(request, "help/contents.html", context | {"chapters": book.chapters()})


@open_to_all
@require_GET
def chapter(request, slug):
    found = book.chapter(slug)
    if found is None:
        raise Http404
    there = book.chapters()
    place = there.index(found)
    following = there[place + 1] if place + 1 < len(there) else None
    return render(request, "help/chapter.html", {"chapter": found, "following": following})


@open_to_all
@require_GET
def whole(request):
    """All chapters on one page, for paper."""
    return render(request, "help/whole.html", {"chapters": book.whole()})
