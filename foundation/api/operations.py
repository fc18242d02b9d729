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
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from django.db.models import QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from foundation.access import Audience
from foundation.api.errors import wrong
from foundation.api.fields import CodeField
from foundation.api.keyset import LONGEST, Page

UUID = re.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
MOST = 2**31 - 1  # what a whole number may be
Row = TypeVar("Row")
View = Callable[..., HttpResponseBase]


class Asked(serializers.Serializer[Any]):
    """What a program sends: nothing that is not declared, for a typo must not pass in silence.

    In a body a number is no text and "true" is not true; DRF alone takes the one for the other.
    """

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            faults = {
                name: _wrong("unknown_field", _("没有这一项。"))
                for name in sorted(set(data) - set(self.fields))
            }
            if not faults and self.context.get("body"):
                faults = {
                    name: _wrong("wrong_type", _("这一项的类型不对。"))
                    for name, value in data.items()
                    if not _is_of(self.fields[name], value)
                }
            if faults:
                raise ValidationError(faults)
        return super().to_internal_value(data)


class Paged(Asked):
    cursor = CodeField(
        max_length=LONGEST, required=False, help_text=_("上一页的 next；第一页不用带。")
    )


class Done(NamedTuple):
    """What a POST that may be repeated did: `new` is False when it had been done before."""

    data: dict[str, Any]
    new: bool


@dataclass(frozen=True)
class Declaration:
    """What an operation says about itself."""

    name: str
    method: str
    section: str
    audience: Audience
    summary: str | Promise
    about: str | Promise
    asks: type[serializers.Serializer[Any]] | None = None
    answers: type[serializers.Serializer[Any]] | None = None
    many: bool = False  # a list of answers, whole
    pages: bool = False  # a list of answers, page by page
    repeats: bool = False  # 201 the first time, 200 with the same answer when sent again
    refuses: dict[str, str | Promise] = field(
        default_factory=dict
    )  # code: sentence, each of them a 409
    sessions: bool = True  # whether a session will do; POST then wants the CSRF header
    draft: bool = False  # not part of the document


class OperationView(APIView):
    """Its audience is asked by DeclaredPagesMiddleware, as for every page."""

    declaration: Declaration


def operation(
    method: str, *, audience: Audience, **details: Any
) -> Callable[[Callable[..., Any]], View]:
    """Make a view of a function; see above, and Declaration."""

    def make(function: Callable[..., Any]) -> View:
        about = Declaration(name=function.__name__, method=method, audience=audience, **details)

        def handle(self: APIView, request: Request, **place: Any) -> Response:
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
        view: type[OperationView] = type(function.__name__, (OperationView,), members)
        return view.as_view()

    return make


def one(rows: QuerySet[Any, Row]) -> Row:
    """The only row there is, or the answer for what is missing or out of sight."""
    row = rows.first()
    if row is None:
        raise Http404
    return row


NOT_THERE = _("没有这一条，或者您的账号看不到它。")


def named(
    rows: QuerySet[Any, Row], name: str, *, sentence: str | Promise = NOT_THERE, **column: Any
) -> Row:
    """The row that the field `name` of a request names by this column.

    One that is out of sight is one that does not exist. Raises errors.Refused, "unknown".
    """
    row = rows.filter(**column).first()
    if row is None:
        raise wrong(**{name: ("unknown", sentence)})
    return row


def moment(at: datetime | None) -> str | None:
    return timezone.localtime(at).isoformat(timespec="seconds") if at else None


def _clean(request: Request, about: Declaration) -> dict[str, Any]:
    lists = dict(request.query_params.lists())
    if twice := [name for name, values in lists.items() if len(values) > 1]:
        raise ValidationError({name: _wrong("repeated", _("只能写一次。")) for name in twice})
    query = {name: values[0] for name, values in lists.items()}
    if about.method == "GET":
        return _checked(about.asks or Asked, query)
    _checked(Asked, query)
    return _checked(about.asks or Asked, request.data, body=True)


def _checked(
    asks: type[serializers.Serializer[Any]], data: Any, *, body: bool = False
) -> dict[str, Any]:
    asking = asks(data=data, context={"body": body})
    asking.is_valid(raise_exception=True)
    checked: dict[str, Any] = asking.validated_data
    return checked


def _is_of(field: Any, value: object) -> bool:
    """Whether the value is written as JSON writes this kind of field; null is DRF's to refuse."""
    if value is None:
        return True
    if isinstance(field, serializers.ListSerializer):  # each looks at its own columns
        return isinstance(value, list) and all(isinstance(each, dict) for each in value)
    if isinstance(field, serializers.ListField):
        return isinstance(value, list) and all(_is_of(field.child, each) for each in value)
    if isinstance(field, serializers.UUIDField):
        return isinstance(value, str) and bool(UUID.fullmatch(value))
    if isinstance(field, serializers.IntegerField):
        return type(value) is int or type(value) is float and value.is_integer()
    return isinstance(value, bool if isinstance(field, serializers.BooleanField) else str)


def _wrong(code: str, detail: str | Promise) -> list[ErrorDetail]:
    return [ErrorDetail(str(detail), code)]


def _response(answer: Any, about: Declaration) -> Response:
    if isinstance(answer, Done):
        return Response(answer.data, status=201 if answer.new else 200)
    if isinstance(answer, Page):
        return Response({"items": answer.items, "next": answer.next})
    if about.many:
        return Response({"items": answer})
    return Response(status=204) if answer is None else Response(answer)
