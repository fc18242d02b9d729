"""An operation of the API: one address, one method, one audience, and everything said about it.

    @operation("GET", section="doors", audience=see_doors, asks=DoorQuery, answers=Door,
               pages=True, summary=_("门牌"), about=_("…"))
    def doors(request, asked): …

GET reads and POST does; what is done stands in the address, named as the workflow names it.
`asks` is a serializer of the query (GET) or the body (POST), `answers` declares every field that
may come back. The function gets what was asked, cleaned, and returns plain values: a dict, a
list, a keyset.Page, or Done. The OpenAPI document is made of the same (foundation/api/schema.py).
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from foundation.access import Audience
from foundation.api.keyset import LONGEST, Page

UUID = re.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
MOST = 2**31 - 1  # what a whole number may be


class Asked(serializers.Serializer):
    """What a program sends: nothing that is not declared, for a typo must not pass in silence.

    In a body a number is no text and "true" is not true; DRF alone takes the one for the other.
    """

    def to_internal_value(self, data):
        if isinstance(data, dict):
            wrong = {
                name: _wrong("unknown_field", _("没有这一项。"))
                for name in sorted(set(data) - set(self.fields))
            }
            if not wrong and self.context.get("body"):
                wrong = {
                    name: _wrong("wrong_type", _("这一项的类型不对。"))
                    for name, value in data.items()
                    if not _is_of(self.fields[name], value)
                }
            if wrong:
                raise ValidationError(wrong)
        return super().to_internal_value(data)


class Moment(serializers.DateTimeField):
    """A moment somebody alive can mean; sums with it stay within the calendar."""

    def to_internal_value(self, value):
        moment = super().to_internal_value(value)
        if not 1900 <= moment.year <= 2200:
            self.fail("overflow")
        return moment


class Paged(Asked):
    cursor = serializers.CharField(
        max_length=LONGEST, required=False, help_text=_("上一页的 next；第一页不用带。")
    )


class Done(NamedTuple):
    """What a POST that may be repeated did: `new` is False when it had been done before."""

    data: dict
    new: bool


@dataclass(frozen=True)
class Declaration:
    """What an operation says about itself."""

    name: str
    method: str
    section: str
    audience: Audience
    summary: str
    about: str
    asks: type[serializers.Serializer] | None = None
    answers: type[serializers.Serializer] | None = None
    many: bool = False  # a list of answers, whole
    pages: bool = False  # a list of answers, page by page
    repeats: bool = False  # 201 the first time, 200 with the same answer when sent again
    refuses: dict = field(default_factory=dict)  # code: sentence, each of them a 409
    sessions: bool = True  # whether a session will do; POST then wants the CSRF header
    draft: bool = False  # not part of the document


class OperationView(APIView):
    """Its audience is asked by DeclaredPagesMiddleware, as for every page."""

    declaration: Declaration


def operation(method: str, *, audience: Audience, **details):
    """Make a view of a function; see above, and Declaration."""

    def make(function):
        about = Declaration(name=function.__name__, method=method, audience=audience, **details)

        def handle(self, request, **place):
            asked = _clean(request, about)
            answer = function(request, **place, **({"asked": asked} if about.asks else {}))
            return _response(answer, about)

        members = {
            "declaration": about,
            "audience": audience,
            "__doc__": function.__doc__,
            "__module__": function.__module__,
            method.lower(): handle,
        }
        return type(function.__name__, (OperationView,), members).as_view()

    return make


def one(rows: QuerySet):
    """The only row there is, or the answer for what is missing or out of sight."""
    row = rows.first()
    if row is None:
        raise Http404
    return row


def moment(at: datetime | None) -> str | None:
    return at and timezone.localtime(at).isoformat(timespec="seconds")


def _clean(request, about) -> dict:
    query = dict(request.query_params.lists())
    if twice := [name for name, values in query.items() if len(values) > 1]:
        raise ValidationError({name: _wrong("repeated", _("只能写一次。")) for name in twice})
    query = {name: values[0] for name, values in query.items()}
    if about.method == "GET":
        return _checked(about.asks or Asked, query)
    _checked(Asked, query)
    return _checked(about.asks or Asked, request.data, body=True)


def _checked(asks, data, *, body=False):
    asking = asks(data=data, context={"body": body})
    asking.is_valid(raise_exception=True)
    return asking.validated_data


def _is_of(field, value) -> bool:
    """Whether the value is written as JSON writes this kind of field; null is DRF's to refuse."""
    if value is None:
        return True
    if isinstance(field, serializers.ListField):
        return isinstance(value, list) and all(_is_of(field.child, each) for each in value)
    if isinstance(field, serializers.UUIDField):
        return isinstance(value, str) and bool(UUID.fullmatch(value))
    if isinstance(field, serializers.IntegerField):
        return type(value) is int or type(value) is float and value.is_integer()
    return isinstance(value, bool if isinstance(field, serializers.BooleanField) else str)


def _wrong(code, detail):
    return [ErrorDetail(detail, code)]


def _response(answer, about):
    if isinstance(answer, Done):
        return Response(answer.data, status=201 if answer.new else 200)
    if isinstance(answer, Page):
        return Response({"items": answer.items, "next": answer.next})
    if about.many:
        return Response({"items": answer})
    return Response(status=204) if answer is None else Response(answer)
