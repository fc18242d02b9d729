"""Sessions and kept words from before the house was last put up anew."""

import pytest
from django.conf import settings
from django.test import Client

from accounts import drafts
from foundation.sealing import seal
from tests.conftest import NOON


@pytest.fixture
def session_of(lin, monkeypatch):
    """A browser with a session that was begun before the house was last put up anew."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)

    def begin(backend):
        browser = Client()
        session = browser.session
        now = NOON.isoformat()
        session["_auth_user_id"] = str(lin.pk)
        session["_auth_user_backend"] = backend
        session["_auth_user_hash"] = lin.get_session_auth_hash()
        session.update({"by": "password", "since": now, "seen": now})
        session.save()
        browser.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        return browser

    return begin


def test_who_is_signed_in_stays_so(session_of):
    assert session_of("grids.backends.PostingBackend").get("/inbox/").status_code == 200


def test_a_session_begun_by_a_backend_that_is_gone_is_noticed(session_of):
    assert session_of("accounts." + "backends.PostingBackend").get("/inbox/").status_code == 302


def test_words_kept_for_a_form_are_found_again(rf):
    kept = '{"page": "/desk/new/", "owner": null, "fields": {"note": ["灯坏了"]}}'
    request = rf.get("/desk/new/")
    request.session = {"kept": seal(kept, context="kept words")}

    assert drafts.restore(request) == {"note": "灯坏了"}
