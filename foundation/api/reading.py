"""The OpenAPI document taken apart into what a page shows of each operation."""

import json
from dataclasses import dataclass
from typing import Any

from foundation.api.examples import example_of, resolve

JSON = "application/json"
Schema = dict[str, Any]


@dataclass(frozen=True)
class Field:
    name: str
    kind: str
    needed: bool
    help_text: str


@dataclass(frozen=True)
class Reading:
    """One operation, ready to be read."""

    name: str
    method: str
    path: str
    summary: str
    about: str
    asks: list[Field]
    answers: list[Field]
    request: str
    answer: str
    refusals: list[tuple[str, str]]


def operations(document: Schema, section: str) -> list[Reading]:
    return [
        _reading(document, path, method, described)
        for path, methods in document["paths"].items()
        for method, described in methods.items()
        if section in described["tags"]
    ]


def _reading(document: Schema, path: str, method: str, described: Schema) -> Reading:
    about, _blank, codes = described["description"].partition("\n\n- ")
    body = described.get("requestBody", {}).get("content", {}).get(JSON, {}).get("schema")
    good = next(status for status in described["responses"] if status.startswith("2"))
    answer = described["responses"][good].get("content", {}).get(JSON, {}).get("schema")
    return Reading(
        name=described["operationId"],
        method=method.upper(),
        path=path,
        summary=described["summary"],
        about=about,
        asks=[*_parameters(described), *_fields(document, body)],
        answers=_answers(document, answer),
        request=_request(document, path, method, described, body),
        answer=_written(example_of(document, answer)) if answer else "",
        refusals=[_code(line) for line in codes.split("\n- ") if line],
    )


def _parameters(described: Schema) -> list[Field]:
    return [
        Field(
            each["name"],
            _kind(each["schema"]),
            each.get("required", False),
            each.get("description", ""),
        )
        for each in described.get("parameters", [])
    ]


def _answers(document: Schema, schema: Schema | None) -> list[Field]:
    """The fields of an answer; of a list, those of one line."""
    fields = _fields(document, schema)
    properties = resolve(document, schema or {}).get("properties", {})
    if "items" in properties:
        line = resolve(document, properties["items"].get("items", {}))
        return [*_fields(document, line), *[f for f in fields if f.name == "next"]]
    return fields


def _fields(document: Schema, schema: Schema | None) -> list[Field]:
    schema = resolve(document, schema or {})
    needed = schema.get("required", [])
    return [
        Field(name, _kind(resolve(document, each)), name in needed, each.get("description", ""))
        for name, each in schema.get("properties", {}).items()
    ]


def _kind(schema: Schema) -> str:
    """What a value is, as short as it can be said: `date`, `met | proxy | nobody`."""
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"] if value not in ("", None))
    kind = schema.get("type", "object")
    kinds = [kind] if isinstance(kind, str) else kind
    plain = next(each for each in kinds if each != "null")
    written = schema.get("format") or plain
    return f"{written} | null" if "null" in kinds else written


def _request(
    document: Schema, path: str, method: str, described: Schema, body: Schema | None
) -> str:
    """A line for a terminal; what is in braces is for the reader to fill in."""
    lines = [f"curl https://example.org{path}"]
    if described["security"] != [{}]:
        lines.append('  -H "Authorization: Bearer $TOKEN"')
    if method == "post":
        example = json.dumps(example_of(document, body), ensure_ascii=False) if body else "{}"
        lines += ['  -H "Content-Type: application/json"', f"  -d '{example}'"]
    return " \\\n".join(lines)


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _code(line: str) -> tuple[str, str]:
    code, _colon, sentence = line.removeprefix("- ").partition(": ")
    return code.strip("`"), sentence
