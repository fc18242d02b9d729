"""What a value of the document may look like: invented, and the same on every page."""

from typing import Any

from django.utils.translation import gettext_lazy as _

BY_NAME = {
    "name": _("王秀兰"),
    "title": _("三楼的灯不亮"),
    "words": _("三楼的灯不亮。"),
    "note": _("灯换好了"),
    "address": _("和平里 3号楼"),
    "area": "150299020100001",
    "code": "150299020100001",
    "parent": "150299020100",
    "community": "150299020100",
    "under": "150299020100",
    "area_name": _("北苑第一网格"),
    "phone": "164****1234",
    "username": "lin",
    "password": "…",
    "token": "zrt_…",
    "by": _("林晓"),
    "who": _("林晓"),
    "handler": _("林晓"),
    "number": "20261123-0007",
    "category": _("楼道灯"),
    "bank": _("北苑道德银行"),
    "text": _("楼道清扫"),
    "next": "WyJwayIsNTBd",
    "why": _("核对补贴名单"),
    "what": _("手机号"),
    "door": 501,
    "place": _("3号楼2单元门口"),
    "answer": _("灯换好了"),
    "question": _("在几楼？"),
    "plainly": _("已经有人在办了。"),
    "meta": _("3号楼"),
    "needs": "",
    "companions": "",
    "reason": _("归供热公司管，已经转过去。"),
    "page": "",
    "id": 12,
}
BY_FORMAT = {
    "uuid": "6f1d0c1e-3a52-4c8e-9a57-1f0a8a2b7c10",
    "date": "2026-11-23",
    "date-time": "2026-11-23T09:30:00+08:00",
}
BY_TYPE = {"integer": 1, "number": 1, "boolean": False, "string": "…", "null": None, "object": {}}


def resolve(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """The schema itself, whatever it is called or wrapped in."""
    if "$ref" in schema:
        schemas: dict[str, dict[str, Any]] = document["components"]["schemas"]
        return schemas[schema["$ref"].rsplit("/", 1)[1]]
    for wrapper in ("allOf", "oneOf", "anyOf"):
        if wrapper in schema:
            return resolve(document, schema[wrapper][0])
    return schema


def example_of(document: dict[str, Any], schema: dict[str, Any], name: str = "") -> Any:
    """An instance of the schema."""
    schema = resolve(document, schema)
    if "properties" in schema:
        return {key: example_of(document, each, key) for key, each in schema["properties"].items()}
    if "enum" in schema:
        return schema["enum"][0]
    if "items" in schema:
        return [example_of(document, schema["items"], name)]
    if "additionalProperties" in schema and isinstance(schema["additionalProperties"], dict):
        return {}
    return _plain(schema, name)


def _plain(schema: dict[str, Any], name: str) -> Any:
    kind = schema.get("type", "object")
    kind = kind if isinstance(kind, str) else kind[0]
    if schema.get("format") in BY_FORMAT:
        return BY_FORMAT[schema["format"]]
    known = BY_NAME.get(name)
    if kind == "string" and known is not None:
        return str(known)
    if kind == "integer" and isinstance(known, int):
        return known
    return schema.get("default", BY_TYPE[kind])
