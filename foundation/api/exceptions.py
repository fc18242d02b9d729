"""Whatever goes wrong in the API leaves it in one shape (foundation/api/errors.py)."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils import timezone
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from foundation import once, rate_limits
from foundation.api import errors
from foundation.api.errors import COMMON, Refused
from foundation.api.keyset import BadCursor


def answer(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """Called by DRF for every exception in a view; None leaves it to handler500, without a trace."""
    if isinstance(error, Http404):
        return _common(404)
    if isinstance(error, BadCursor):
        error = errors.wrong(cursor=("bad_cursor", errors.BAD_CURSOR))
    if isinstance(error, rate_limits.TooOften):
        return errors.too_often(error.again_at, at=timezone.now())
    if isinstance(error, once.Conflict):
        error = Refused(error.code, error.detail)
    if isinstance(error, PermissionDenied):
        return _common(403)
    if not isinstance(error, exceptions.APIException):
        return None
    set_rollback()
    if isinstance(error, Refused):
        return Response(errors.body(error.code, error.detail, error.fields), error.status_code)
    if isinstance(error, exceptions.ValidationError):
        return Response(
            errors.body("invalid", COMMON[400][1], dict(_fields("", error.detail))), 400
        )
    return _plain(error)


def _plain(error: exceptions.APIException) -> Response:
    headers = {}
    if header := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = header
    if isinstance(error, exceptions.ParseError):
        return Response(errors.body("not_json", errors.NOT_JSON), 400)
    code, detail = COMMON[error.status_code]
    return Response(errors.body(code, detail), error.status_code, headers=headers)


def _common(status: int) -> Response:
    code, detail = COMMON[status]
    return Response(errors.body(code, detail), status)


def _fields(name: str, wrong: Any) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """(field, [{code, detail}]) for everything wrong, also deeper: `people.2`."""
    if isinstance(wrong, dict):
        for key, inner in wrong.items():
            yield from _fields(f"{name}.{key}" if name else str(key), inner)
    elif all(isinstance(each, exceptions.ErrorDetail) for each in wrong):
        yield name, [{"code": each.code, "detail": str(each)} for each in wrong]
    else:
        for index, inner in enumerate(wrong):
            if inner:
                yield from _fields(f"{name}.{index}", inner)
