"""Words typed into a form survive a session that ended meanwhile.

The answer to such a POST is the sign-in page, which carries the typed words sealed in a hidden
field; after signing in they are waiting in the form again. Nothing is kept in the browser's
storage, and nobody else who signs in on that device gets to see them.
"""

import json
from urllib.parse import urlsplit

from django.utils.http import url_has_allowed_host_and_scheme

from foundation import sealing

CONTEXT = "kept words"
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
    return parts.path + (f"?{parts.query}" if parts.query else "")


def seal(request, *, owner) -> str:
    """The typed words of a POST that came too late, for the sign-in page."""
    fields = {
        name: values
        for name, values in request.POST.lists()
        if name not in ("csrfmiddlewaretoken", "password", "code")
    }
    text = json.dumps({"page": page_of(request), "owner": owner, "fields": fields})
    return sealing.seal(text, context=CONTEXT) if fields and len(text) <= LIMIT else ""


def hand_over(request, sealed: str) -> None:
    """After signing in: lay the words where the form will find them, sealed as they came."""
    found = _open(sealed)
    if found and found["owner"] in (None, request.user.pk):
        request.session["kept"] = sealed


def words(request) -> dict:
    """Initial values for the form on this page; given once."""
    sealed = request.session.get("kept") if request.method == "GET" else None
    found = _open(sealed)
    if not found or found["page"] != request.get_full_path():
        return {}
    del request.session["kept"]
    request.words_were_kept = True
    return {
        name: values if len(values) > 1 else values[0] for name, values in found["fields"].items()
    }


def _open(sealed):
    if not sealed or not isinstance(sealed, str):
        return None
    try:
        return json.loads(sealing.unseal(sealed, context=CONTEXT))
    except sealing.CannotOpen:
        return None
