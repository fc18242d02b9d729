"""A phone without a browser: its own address, cookies, and forms sent as a page would."""

import contextlib
import http.client
import re
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tests.open.proxies import trusting
from tests.waiting import BOUND

FORM = "application/x-www-form-urlencoded"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


class Phone:
    """`address` is where it connects from (all of 127.0.0.0/8 is this machine); `claims` are
    headers it says about itself."""

    def __init__(self, port, address, *, secure=True, claims=None):
        self.port, self.address, self.secure = port, address, secure
        self.claims = claims or {}
        self.cookies = {}

    def ask(self, method, path, body=None, kind=FORM):
        """Status, headers and text."""
        there = {"timeout": BOUND, "source_address": (self.address, 0)}
        if self.secure:
            line = http.client.HTTPSConnection("127.0.0.1", self.port, context=trusting(), **there)
        else:
            line = http.client.HTTPConnection("127.0.0.1", self.port, **there)
        here = f"{'https' if self.secure else 'http'}://127.0.0.1:{self.port}"
        headers = {"Referer": here + path, "Origin": here, **self.claims, **self.cookie()}
        if body is not None:
            headers["Content-Type"] = kind
        with contextlib.closing(line):
            line.request(method, path, body, headers)
            answer = line.getresponse()
            for _, text in filter(is_cookie, answer.getheaders()):
                self.cookies |= {name: each.value for name, each in SimpleCookie(text).items()}
            return answer.status, answer.headers, answer.read().decode()

    def cookie(self):
        """The header that brings them back; none where there are none."""
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": kept} if kept else {}

    def send_form(self, path, **fields):
        _, _, page = self.ask("GET", path)
        fields["csrfmiddlewaretoken"] = TOKEN.search(page)[1]
        return self.ask("POST", path, urlencode(fields))

    def sign_in(self, name, password):
        """Whether that opened the door."""
        status, headers, _ = self.send_form("/sign-in/", username=name, password=password)
        return status == 302

    def ask_for_code(self, number):
        """Whether a code was sent on its way."""
        status, headers, _ = self.send_form("/sign-in/phone/", phone=number)
        return status == 302 and "/sign-in/code/" in headers["Location"]


def is_cookie(header):
    return header[0].lower() == "set-cookie"
