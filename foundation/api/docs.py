"""The OpenAPI document, for programs as it is and for people as a page."""

from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
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
def schema(request: HttpRequest) -> dict[str, Any]:
    """The document itself is no operation of the document."""
    return document(translation.get_language())


@lru_cache(maxsize=4)
def document(language: str) -> dict[str, Any]:
    """The same for everybody: what an address answers is asked when it is asked."""
    with translation.override(language):
        found: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
        return found


@open_to_all
@require_GET
def docs(request: HttpRequest, section: str = "") -> HttpResponse:
    """How to sign in and what every answer has in common; then a page for each section."""
    if section and section not in SECTIONS:
        raise Http404
    context: dict[str, Any] = {"section": section, "tabs": _tabs(section)}
    if not section:
        context["refusals"] = [
            (status, *refusal) for status, refusal in COMMON.items() if status != 500
        ]
        return render(request, "api/start.html", context)
    described = document(translation.get_language())
    context["title"] = SECTIONS[section]
    context["operations"] = reading.operations(described, section)
    return render(request, "api/section.html", context)


def _tabs(section: str) -> list[dict[str, Any]]:
    tabs = [{"label": _("开始"), "url": reverse("api-docs"), "current": not section}]
    for name, label in SECTIONS.items():
        url = reverse("api-docs-section", args=[name])
        tabs.append({"label": label, "url": url, "current": name == section})
    return tabs
