"""The body of a request with blanks in it. No Django here.

It is taken apart first, as JSON or as a form, and filled in after that: whatever a message says, it
stays one text in one place.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

BLANK = re.compile(r"<(to|text|uid|event|value:\w+)>")
ODD = re.compile(r"<[a-z]+(:\w*)?>")


@dataclass(frozen=True)
class Body:
    """`parts` is what was written: any JSON, or pairs of a form."""

    kind: str  # "json" or "form"
    parts: object

    def filled(self, blanks: Mapping[str, str]) -> tuple[str, bytes]:
        """The type of the content, and the content."""
        whole = _fill(self.parts, blanks)
        if self.kind == "json":
            return "application/json; charset=utf-8", json.dumps(whole, ensure_ascii=False).encode()
        return "application/x-www-form-urlencoded; charset=utf-8", urlencode(
            [tuple(pair) for pair in whole]
        ).encode()


def read(text: str) -> Body:
    """Raises ValueError where it is neither, has a blank nobody knows, or lacks number or words."""
    if text.lstrip().startswith("{"):
        body = Body("json", json.loads(text))
    else:
        pairs = parse_qsl(text, keep_blank_values=True, strict_parsing=True)
        body = Body("form", [list(pair) for pair in pairs])
    blanks = {found for each in _texts(body.parts) for found in BLANK.findall(each)}
    odd = [each for part in _texts(body.parts) for each in ODD.findall(BLANK.sub("", part))]
    says = "text" in blanks or any(each.startswith("value:") for each in blanks)
    if odd or "to" not in blanks or not says:
        raise ValueError(text)
    return body


def _texts(part):
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for name, each in part.items():
            yield from (name, *_texts(each))
    elif isinstance(part, list):
        for each in part:
            yield from _texts(each)


def _fill(part, blanks):
    if isinstance(part, str):
        return BLANK.sub(lambda found: blanks.get(found[1], ""), part)
    if isinstance(part, dict):
        return {name: _fill(each, blanks) for name, each in part.items()}
    if isinstance(part, list):
        return [_fill(each, blanks) for each in part]
    return part
