"""Lin with an old browser, for trials: signs in, reads, reports problems with a photo each.

What is acknowledged is remembered by a word of its own; a refusal has to bring that word back.
"""

import contextlib
import http.client
import io
import re
import uuid

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from PIL import Image

from tests.open.phones import TOKEN, Phone
from tests.waiting import BOUND


class Lin(Phone):
    def __init__(self, port):
        super().__init__(port, "127.0.0.1", secure=False)
        self.acknowledged, self.refused, self.wrong = [], [], []

    def picture(self, path):
        """The bytes of what is no page."""
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=BOUND)
        with contextlib.closing(asking):
            asking.request("GET", path, headers=self.cookie())
            return asking.getresponse().read()

    def ask(self, *request, **about):
        """(status, headers, text); status 0 when nobody answers."""
        try:
            return super().ask(*request, **about)
        except (OSError, http.client.HTTPException) as error:
            return 0, {}, str(error)

    def post(self, page, path, **fields):
        """A form of that page, sent with its token."""
        fields["csrfmiddlewaretoken"] = TOKEN.search(page)[1]
        return self.ask("POST", path, encode_multipart(BOUNDARY, fields), MULTIPART_CONTENT)

    def sign_in(self):
        """In the demo with its one tap, which shows the second factor, too."""
        page = self.ask("GET", "/sign-in/")[2]
        tap = re.search(r'action="([^"]*/lin/)"', page)
        typed = {} if tap else {"username": "lin", "password": "demo-2026"}
        assert self.post(page, tap[1] if tap else "/sign-in/", **typed)[0] == 302

    def report(self, page, path, category):
        """One problem with a photo. Kept among those acknowledged, refused or answered wrongly."""
        word = uuid.uuid4().hex
        typed = {"client_id": str(uuid.uuid4()), "category": category, "priority": "normal"}
        typed |= {"words": f"灯坏了 {word}", "here": "common", "photos": photo()}
        status, headers, text = self.post(page, path, **typed)
        if status == 302:
            self.acknowledged.append(word)
        elif status in (503, 507) and headers["Retry-After"] and word in text:
            self.refused.append(word)
        else:
            self.wrong.append((status, text[:2000]))
        return status


def photo():
    """Noise, so that it stays as large as a real one."""
    out = io.BytesIO()
    Image.effect_noise((900, 900), 80).convert("RGB").save(out, "JPEG", quality=85)
    return SimpleUploadedFile("door.jpg", out.getvalue(), "image/jpeg")
