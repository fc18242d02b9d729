"""The OpenAPI document, worked out from what each operation says about itself."""

from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, inline_serializer
from rest_framework import serializers

from foundation import request_id
from foundation.access import EVERYBODY
from foundation.api.errors import COMMON

if TYPE_CHECKING:  # DRF loads this module while it loads what that one is made of
    from foundation.api.operations import Declaration, OperationView

SECTIONS = {
    "sign-in": gettext_lazy("登录和令牌"),
    "places": gettext_lazy("区域、小区、楼栋"),
    "people": gettext_lazy("门牌和居民"),
    "contacts": gettext_lazy("联系"),
    "cases": gettext_lazy("事件"),
    "announcements": gettext_lazy("公告"),
    "feedback": gettext_lazy("意见箱"),
    "my": gettext_lazy("居民自己的"),
}
IN_PATH = {
    "code": (str, gettext_lazy("区域编码。")),
    "pk": (int, gettext_lazy("编号。")),
    "uid": (UUID, gettext_lazy("标识。")),
}
ALWAYS = (400, 405, 406, 429)


class Wrong(serializers.Serializer[Any]):
    code = serializers.CharField(help_text=gettext_lazy("哪里不对，给程序看。"))
    detail = serializers.CharField(help_text=gettext_lazy("哪里不对，给人看。"))


class Problem(serializers.Serializer[Any]):
    """Every refusal looks like this."""

    code = serializers.CharField(help_text=gettext_lazy("哪一种情况，给程序看，不会变。"))
    detail = serializers.CharField(help_text=gettext_lazy("一句话，给人看。"))
    fields = serializers.DictField(  # type: ignore[assignment]  # DRF takes it off the class
        child=Wrong(many=True), help_text=gettext_lazy("哪一项不对，错在哪里。")
    )


class HouseSchema(AutoSchema):
    """Nothing is guessed: see foundation.api.operations.Declaration."""

    @property
    def declared(self) -> "Declaration":
        return cast("OperationView", self.view).declaration

    def is_excluded(self) -> bool:
        return not hasattr(self.view, "declaration") or self.declared.draft

    def get_operation_id(self) -> str:
        return self.declared.name

    def get_summary(self) -> str:
        return str(self.declared.summary)

    def get_description(self) -> str:  # type: ignore[override]  # as drf-spectacular asks
        refusals = [f"- `{code}`: {sentence}" for code, sentence in self.declared.refuses.items()]
        return "\n\n".join(filter(None, [str(self.declared.about), "\n".join(refusals)]))

    def get_tags(self) -> list[str]:
        return [self.declared.section]

    def get_auth(self) -> list[dict[str, list[str]]]:
        if self.declared.audience is EVERYBODY:
            return [{}]
        return [{"token": []}, {"session": []}]

    def get_request_serializer(self) -> Any:
        return self.declared.asks

    def get_override_parameters(self) -> list[Any]:
        parameters: list[Any] = [
            OpenApiParameter(name, kind, OpenApiParameter.PATH, description=str(about))
            for name, (kind, about) in IN_PATH.items()
            if f"{{{name}}}" in self.path
        ]
        if self.declared.method == "GET" and self.declared.asks:
            parameters.append(self.declared.asks)
        wait = str(_("过多少秒再来。"))
        retry = OpenApiParameter(
            "Retry-After", int, OpenApiParameter.HEADER, description=wait, response=[429]
        )
        about = str(_("这次请求的编号；出了差错，把它告诉管理员。"))
        name = OpenApiParameter(
            request_id.HEADER, str, OpenApiParameter.HEADER, description=about, response=True
        )
        return [*parameters, retry, name]

    def get_response_serializers(self) -> Any:
        declared = self.declared
        good = OpenApiResponse(self._answer(), description=str(_("成了。")))
        answers = {201 if declared.repeats else 200 if declared.answers else 204: good}
        if declared.repeats:
            again = str(_("以前已经成了，这是当时的结果。"))
            answers[200] = OpenApiResponse(self._answer(), description=again)
        for status in sorted(self._refusals()):
            answers[status] = OpenApiResponse(Problem, description=self._why(status))
        return answers

    def _refusals(self) -> set[int]:
        declared, statuses = self.declared, set(ALWAYS)
        if declared.audience is not EVERYBODY:
            statuses |= {401, 404}
        if declared.method == "POST":
            statuses |= {413, 415} | ({403} if declared.audience is not EVERYBODY else set())
        return statuses | ({409} if declared.refuses else set())

    def _why(self, status: int) -> str:
        if status == 409:
            return str(_("现在不能这样做，为什么请看 code。"))
        return str(COMMON[status][1])

    def _answer(self) -> Any:
        declared = self.declared
        if declared.answers is None or not (declared.pages or declared.many):
            return declared.answers
        fields: dict[str, Any] = {"items": declared.answers(many=True)}
        if declared.pages:
            cursor = gettext_lazy("下一页的 cursor；没有下一页就是 null。")
            fields["next"] = serializers.CharField(allow_null=True, help_text=cursor)
        name = declared.answers.__name__ + ("Page" if declared.pages else "List")
        return inline_serializer(name, fields)


def only_ours(endpoints: list[tuple[str, str, str, Any]]) -> list[tuple[str, str, str, Any]]:
    """Nothing but operations stands below /api/v1/."""
    return [entry for entry in endpoints if hasattr(entry[3].cls, "declaration")]


def close_objects(
    result: dict[str, Any], generator: object, request: object, public: bool
) -> dict[str, Any]:
    """An object holds what is declared and nothing else; and how one signs in, and what is where."""
    for schema in result["components"]["schemas"].values():
        if schema.get("type") == "object":
            schema.setdefault("additionalProperties", False)
            schema.pop("description", None)  # our docstrings are for whoever reads the code
    result["components"]["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": str(_("令牌。"))},
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": settings.SESSION_COOKIE_NAME,
            "description": str(_("页面上的会话；POST 要带 X-CSRFToken。")),
        },
    }
    result["tags"] = [{"name": name, "description": str(SECTIONS[name])} for name in SECTIONS]
    return result
