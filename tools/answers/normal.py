"""An answer as text, without what differs on every answer anyway."""

import hashlib
import io
import re
import zipfile

MASKS = [
    (re.compile(r'nonce="[^"]*"'), 'nonce="…"'),
    (re.compile(r"'nonce-[^']*'"), "'nonce-…'"),
    (re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*'), r"\1…"),
    (re.compile(r'(X-CSRFToken(?:&quot;|"|\'): ?(?:&quot;|"|\'))\w+'), r"\1…"),
    (re.compile(r"(?<=\.)[0-9a-f]{12}(?=\.\w+)"), "…"),  # the hash in a static file's name
    (re.compile(r"\b\d+\.\d+ (s|seconds)\b"), r"… \1"),
    (re.compile(r"(<dcterms:(?:created|modified)[^>]*>)[^<]*"), r"\1…"),
]
MOMENT = re.compile(r"\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT")
LEFT_OUT = {"Date", "Last-Modified", "ETag", "Content-Length"}
TEXT = (
    "text/",
    "application/json",
    "application/manifest",
    "application/javascript",
    "application/vnd.oai",
    "image/svg",
)


def masked(text: str) -> str:
    for pattern, instead in MASKS:
        text = pattern.sub(instead, text)
    return text


def headers_of(answer) -> list[str]:
    lines = [f"{name}: {MOMENT.sub('…', masked(str(value)))}" for name, value in answer.items()]
    lines = [line for line in lines if line.split(":")[0] not in LEFT_OUT]
    return sorted(lines) + [cookie(each) for each in answer.cookies.values()]


def cookie(morsel) -> str:
    """Its name, its short values, and what it may do; never the moment at which it ends."""
    value = morsel.value if len(morsel.value) < 12 else "…"
    facts = {name: each for name, each in morsel.items() if each and name != "expires"}
    return f"Set-Cookie: {morsel.key}={value} {sorted(facts.items())}"


def body_of(answer) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return text_of(content, answer.get("Content-Type", ""))


def text_of(content: bytes, kind: str = "") -> str:
    if content[:4] == b"PK\x03\x04":
        return "\n".join(members(content))
    if kind.startswith(TEXT):
        return masked(content.decode(errors="replace"))
    if not content:
        return ""
    return f"{len(content)} bytes, sha256 {hashlib.sha256(content).hexdigest()}"


def members(content: bytes):
    """A workbook by what is in it: the moment of packing says nothing."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        for name in sorted(book.namelist()):
            inside = book.read(name)
            is_text = name.endswith((".xml", ".rels", ".txt", ".csv"))
            lines = inside.decode(errors="replace").replace("><", ">\n<") if is_text else ""
            yield f"== {name}"
            yield masked(lines) if is_text else hashlib.sha256(inside).hexdigest()
