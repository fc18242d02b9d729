"""The OpenAPI document, for programs as it is and for people as a page."""

from functools import lru_cache

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from drf_spectacular.generators import SchemaGenerator

from foundation.access import EVERYBODY, open_to_all
from foundation.api import reading
from foundation.api.errors import COMMON
from foundation.api.operations import operation
from foundation.api.schema import SECTIONS


@operation("GET", section="sign-in", audience=EVERYBODY, summary="OpenAPI", about="", draft=True)
def schema(request):
    """The document itself is no operation of the document."""
    return document(translation.get_language())


@lru_cache(maxsize=4)
def document(language: str) -> dict:
    """The same for everybody: what an address answers is asked when it is asked."""
    with translation.override(language):
        return SchemaGenerator().get_schema(request=None, public=True)


@open_to_all
@require_GET
def docs(request, section=""):
    """How to sign in and what every answer has in common; then a page for each section."""
    if section and section not in SECTIONS:
        raise Http404
    context = {"section": section, "tabs": _tabs(section)}
    if not section:
        context["refusals"] = [
            (status, *refusal) for status, refusal in COMMON.items() if status != 500
        ]
        return render(request, "api/start.html", context)
    described = document(translation.get_language())
    context["title"] = SECTIONS[section]
    context["operations"] = reading.operations(described, section)
    return render(request, "api/section.html", context)


def _tabs(section):
    tabs = [{"label": _("开始"), "url": reverse("api-docs"), "current": not section}]
    for name, label in SECTIONS.items():
        url = reverse("api-docs-section", args=[name])
        tabs.append({"label": label, "url": url, "current": name == section})
    return tabs
