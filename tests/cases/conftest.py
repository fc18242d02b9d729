import io
import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from tests import builders
from tests.conftest import SignedInClient


@pytest.fixture
def staff(north):
    """Works in the community's office: sorts out cases, but receives no confidential ones."""
    return builders.make_staff("staff", "石敏", north, "community_staff")


@pytest.fixture
def as_user(db):
    """A browser somebody is signed in with; residents come in by code."""

    def as_user(who):
        client = SignedInClient()
        user = getattr(who, "user", who)
        client.force_login(user, by="password" if user.username else "code")
        client.get("/inbox/badge/")  # the session is written once
        return client

    return as_user


@pytest.fixture
def now(midday):
    return timezone.now()


@pytest.fixture
def from_phone(wang, east, now):
    """Wang reports something from her phone."""

    def from_phone(**facts):
        facts = {"at": now, "channel": "phone", "reporter": wang} | facts
        return builders.make_case(wang.user, east, **facts)

    return from_phone


@pytest.fixture
def is_missing():
    """Whether an answer is, byte for byte, the one for something that is not there."""

    def bare(answer):
        body = re.sub(
            rb'nonce="[^"]*"|name="(csrfmiddlewaretoken|next)" value="[^"]*"', b"", answer.content
        )
        return answer.status_code, answer.get("Location"), body

    def is_missing(client, url, uid, **post):
        ask = client.post if post else client.get
        nowhere = ask(url.replace(str(uid), str(uuid4())), post or None)
        return nowhere.status_code == 404 and bare(ask(url, post or None)) == bare(nowhere)

    return is_missing


@pytest.fixture
def picture():
    """An uploaded photo as a phone sends it."""

    def picture(size=(800, 600), kind="JPEG", name="IMG_0001.jpg", **options):
        out = io.BytesIO()
        mode = options.pop("mode", "RGB")
        Image.new(mode, size, "green").save(out, kind, **options)
        return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")

    return picture
