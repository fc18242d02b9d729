"""What a gateway's answer means: read from settings, asked of each answer. No Django here."""

import json
import re
from collections.abc import Callable

# Whether an answer says this.
Test = Callable[[bytes], bool]
PATH = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")


def read(text: str) -> Test:
    """`code=0|code=00`, with dots for what lies deeper, or `/regex/`. Raises ValueError."""
    if len(text) > 2 and text.startswith("/") and text.endswith("/"):
        try:
            pattern = re.compile(text[1:-1])
        except re.error:
            raise ValueError(text) from None
        return lambda body: bool(pattern.search(body.decode(errors="replace")))
    wanted = [_pair(each) for each in text.split("|")]
    return lambda body: any(found(body, name) == value for name, value in wanted)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.strip().partition("=")
    if not equals or not value:
        raise ValueError(text)
    return path(name), value


def path(text: str) -> str:
    """Raises ValueError."""
    if not PATH.fullmatch(text):
        raise ValueError(text)
    return text


def found(body: bytes, name: str) -> str | None:
    """What stands there in a JSON answer, as text; None when nothing does, or it is no JSON."""
    here = parsed(body)
    for part in name.split("."):
        if isinstance(here, list) and part.isdecimal() and int(part) < len(here):
            here = here[int(part)]
        elif isinstance(here, dict):
            here = here.get(part)
        else:
            return None
    if isinstance(here, bool):
        return str(here).lower()
    return str(here) if isinstance(here, str | int | float) else None


def parsed(body: bytes) -> object:
    """The JSON it is, or None."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
