"""A draft: what was typed into a form survives a session that ended meanwhile.

The answer to such a POST is the sign-in page, which carries the draft sealed in a hidden field;
after signing in it is waiting in the form again. Nothing is kept in the browser's
storage, and nobody else who signs in on that device gets to see them.
"""

import json
from urllib.parse import urlsplit

from django.utils.http import url_has_allowed_host_and_scheme

from foundation import sealing

CONTEXT = "kept words"
NEVER_KEPT = {
    "csrfmiddlewaretoken",
    "password",
    "password1",
    "password2",
    "old",
    "own_password",
    "second_password",
    "code",
    "digits",
    "passphrase",
    "again",
}
LIMIT = 64_000  # characters; a longer text is not worth the bytes on a phone


def page_of(request) -> str:
    """The page the form stands on: a form may post to an address that cannot be opened."""
    return referring_page(request) or request.get_full_path()


def referring_page(request) -> str:
    """The page of ours a request comes from, "" when it comes from elsewhere."""
    referer = request.headers.get("Referer", "")
    if not referer or not url_has_allowed_host_and_scheme(referer, {request.get_host()}):
        return ""
    parts = urlsplit(referer)
    page = parts.path + (f"?{parts.query}" if parts.query else "")
    # A path that begins with two strokes would be another host to whoever follows it.
    return page if url_has_allowed_host_and_scheme(page, None) else ""


def seal(request, *, owner) -> str:
    """The draft of a POST that came too late, sealed, for the sign-in page."""
    fields = {name: values for name, values in request.POST.lists() if name not in NEVER_KEPT}
    text = json.dumps({"page": page_of(request), "owner": owner, "fields": fields})
    return sealing.seal(text, context=CONTEXT) if fields and len(text) <= LIMIT else ""


def hand_over(request, draft: str) -> None:
    """After signing in: lay the draft where the form will find it, sealed as it came."""
    found = _open(draft)
    if found and found["owner"] in (None, request.user.pk):
        request.session["kept"] = draft


def lay(request, *, page: str, fields: dict[str, list[str]]) -> None:
    """Put words where the form of that page will find them."""
    text = json.dumps({"page": page, "owner": request.user.pk, "fields": fields})
    hand_over(request, sealing.seal(text, context=CONTEXT))


def restore(request) -> dict:
    """Initial values for the form on this page; given once."""
    fields = take(request)
    request.draft_was_restored = bool(fields)
    return {name: values if len(values) > 1 else values[0] for name, values in fields.items()}


def take(request) -> dict[str, list[str]]:
    """The fields of the draft that waits for this page, as they were posted; given once."""
    draft = request.session.get("kept") if request.method == "GET" else None
    found = _open(draft)
    if not found or found["page"] != request.get_full_path():
        return {}
    del request.session["kept"]
    return found["fields"]


def _open(draft):
    if not draft or not isinstance(draft, str):
        return None
    try:
        return json.loads(sealing.unseal(draft, context=CONTEXT))
    except sealing.CannotOpen:
        return None
