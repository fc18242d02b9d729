"""One shape for everything the API refuses: `{"code": …, "detail": …, "fields": {…}}`.

`code` is for programs and never changes, `detail` is a sentence in the language asked for, and
`fields` says for each wrong field what is wrong with it. What the workflow of an app refuses is
said in that app's api.py (`refuses`); foundation/api/exceptions.py turns everything else into this shape.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException

from foundation import request_id

PREFIX = "/api/"

# What every address may answer: HTTP status -> (code, sentence).
COMMON = {
    400: ("invalid", _("有几处不对，请看 fields。")),
    401: ("sign_in", _("请先登录：带上会话，或者带上有效的令牌。")),
    403: ("csrf", _("用会话登录的话，请带上 X-CSRFToken。")),
    404: ("not_found", _("没有这一条，或者您的账号看不到它。")),
    405: ("method", _("这个地址不接受这种请求方法。")),
    406: ("not_acceptable", _("这里只回答 JSON。")),
    408: ("too_slow", _("请求送得太慢，没有收。请在网络好的时候再送一次。")),
    413: ("too_large", _("请求太大了。")),
    415: ("media_type", _("请用 application/json 发送。")),
    429: ("too_often", _("问得太勤了，请过一会儿再来。")),
    500: (
        "broken",
        _("我们这里出了差错，已经记下来了。请过一会儿再试，还是不行就把 request_id 告诉管理员。"),
    ),
    503: (
        "unavailable",
        _("系统这会儿忙不过来，或者正在重新启动。请按 Retry-After 说的秒数等一等，再发一次。"),
    ),
    507: ("full", _("服务器的磁盘满了，没有保存。请按 Retry-After 说的秒数等一等，再发一次。")),
}
NOT_JSON = _("这不是可以读懂的 JSON。")
CONTROL = _("这里面有看不见的控制字符，请去掉再发。")
BAD_CURSOR = _("这不是这个列表的 next，请从第一页重新开始。")


class Refused(APIException):
    """What an app's api.py raises when a rule of the house says no: 409 unless said otherwise."""

    def __init__(
        self,
        code: str,
        detail: str | Promise,
        *,
        status: int = 409,
        fields: dict[str, Any] | None = None,
    ):
        self.status_code, self.code, self.fields = status, code, fields or {}
        super().__init__(str(detail), code)


def wrong(**fields: tuple[str, str | Promise]) -> Refused:
    """400 about these fields: `wrong(area=("unknown", "…"))`."""
    details = {name: [{"code": code, "detail": text}] for name, (code, text) in fields.items()}
    return Refused("invalid", COMMON[400][1], status=400, fields=details)


def broken() -> JsonResponse:
    """500, with the name of the request: whoever keeps the house finds the line of the log by it."""
    answer = body(COMMON[500][0], COMMON[500][1]) | {"request_id": request_id.current()}
    return _json(answer, 500)


def body(code: str, detail: object, fields: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"code": code, "detail": str(detail), "fields": fields or {}}


def problem(status: int, *, headers: dict[str, str] | None = None) -> JsonResponse:
    """An answer from outside the views: a middleware, or Django itself."""
    return _json(body(*COMMON[status]), status, headers)


def _json(
    answer: dict[str, Any], status: int, headers: dict[str, str] | None = None
) -> JsonResponse:
    ascii_too = {"ensure_ascii": False, "separators": (",", ":")}
    return JsonResponse(answer, status=status, headers=headers, json_dumps_params=ascii_too)


def not_plain(names: Iterable[str]) -> JsonResponse:
    """400 about parameters with what no address of ours has in it; a cursor is then none."""
    faults = {
        name: ("bad_cursor", BAD_CURSOR) if name == "cursor" else ("control", CONTROL)
        for name in names
    }
    refused = wrong(**faults)
    return _json(body(refused.code, refused.detail, refused.fields), 400)


def not_signed_in() -> JsonResponse:
    return problem(401, headers={"WWW-Authenticate": "Bearer"})


def too_often(again_at: datetime, *, at: datetime) -> JsonResponse:
    seconds = max(1, round((again_at - at).total_seconds()))
    return problem(429, headers={"Retry-After": str(seconds)})


def is_for_a_program(request: HttpRequest) -> bool:
    return request.path_info.startswith(PREFIX)
