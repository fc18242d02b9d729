"""Somebody who reports a problem with photos, over HTTP and without a browser."""

import contextlib
import http.client
import re
from http.cookies import SimpleCookie

from tests.waiting import BOUND

FORM = "application/x-www-form-urlencoded"


class Phone:
    """Somebody of the demo's cast, signed in."""

    def __init__(self, house, who):
        self.port, self.cookies = house.port, SimpleCookie()
        page = self.get("/sign-in/")
        action = re.search(rf'action="([^"]*/{who}/)"', page)[1]
        self.post(action, f"csrfmiddlewaretoken={token_of(page)}".encode())

    def report(self, pictures):
        """The page that answers."""
        page = self.get("/cases/new/")
        fields = dict(re.findall(r'name="(client_id)" value="([^"]+)"', page))
        for name in ("category", "grid"):
            choices = page[page.index(f'<select name="{name}"') :]
            fields[name] = re.search(r'<option value="(\d+)"', choices)[1]
        fields |= {"csrfmiddlewaretoken": token_of(page), "words": "灯坏了", "priority": "normal"}
        mark = "x" * 40
        parts = [
            f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields.items()
        ]
        head = 'Content-Disposition: form-data; name="photos"; filename="x.jpg"\r\n'
        head += "Content-Type: image/jpeg\r\n\r\n"
        parts += [head.encode() + picture + b"\r\n" for picture in pictures]
        body = b"".join(f"--{mark}\r\n".encode() + part for part in parts)
        kind = f"multipart/form-data; boundary={mark}"
        return self.post("/cases/new/", body + f"--{mark}--\r\n".encode(), kind)

    def get(self, path):
        return self._ask("GET", path, None, {})

    def post(self, path, body, kind=FORM):
        return self._ask("POST", path, body, {"Content-Type": kind})

    def _ask(self, method, path, body, headers):
        cookies = "; ".join(f"{name}={each.value}" for name, each in self.cookies.items())
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=BOUND)
        with contextlib.closing(asking):
            asking.request(method, path, body, headers | {"Cookie": cookies})
            answer = asking.getresponse()
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    self.cookies.load(value)
            return answer.read().decode()


def token_of(page):
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
