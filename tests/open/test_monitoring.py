"""A real house: what its log says for programs, what /metrics says, and bytes no client library sends."""

import json
import socket

import pytest

from config.version import VERSION
from tests.ops.conftest import bare_environment, house  # noqa: F401  (fixtures)
from tests.waiting import eventually

pytestmark = pytest.mark.trial("open")
TOKEN = "a-token-of-the-monitor"
BYTES = [
    b"GET /%00/ HTTP/1.1",
    b"GET /%ED%A0%80/?q=%ED%A0%80 HTTP/1.1",
    b"GET /today/door/" + b"9" * 6000 + b"/ HTTP/1.1",
    b"GET /?next=%0d%0aSet-Cookie:%20a=b HTTP/1.1",
    b"GET /%zz%/%E4%B8/ HTTP/1.1",
    b"GET //elsewhere.example/ HTTP/1.1",
    b'GET /sign-in/ HTTP/1.1\r\nCookie: sessionid="abcdefgh\\000"; device="\\000"; csrftoken=\xff\xfe',
    b"GET /sign-in/?q=%61 HTTP/1.1\r\nContent-Type: text/plain; charset=unicode_escape",
    b"GET /sign-in/ HTTP/1.1\r\nContent-Type: text/plain; charset=rot13",
    b"GET /sign-in/ HTTP/1.1\r\nContent-Type: a; b*=rot13''%41",
    b"GET /sign-in/ HTTP/1.1\r\nContent-Type: a; b'*='c",
    b"GET /sign-in/ HTTP/1.1\r\nReferer: http://[::1",
    b"GET /sign-in/ HTTP/1.1\r\nHX-Request: true\r\nHX-Current-URL: http://[::1",
    b"GET /api/v1/areas/ HTTP/1.1\r\nAccept-Language: " + b"zh-" * 3000,
    b"GET /api/v1/areas/ HTTP/1.1\r\nAuthorization: Bearer \xe4\xb8\xad\xff",
    b"GET /sign-in/ HTTP/1.1\r\nUser-Agent: \xff\xfe\xfd",
    b"GET /static/%00 HTTP/1.1",
    b"GET /static/..%2f..%2fmanage.py HTTP/1.1",
    b"GET /sign-in/ HTTP/1.1\r\nRange: bytes=" + b"9" * 5000 + b"-",
    b"GET /sign-in/ HTTP/1.1\r\nIf-Modified-Since: Mon, 99 Foo 99999 99:99:99 GMT",
]


@pytest.fixture
def watched(house):  # noqa: F811
    house.environment |= {
        "ZERENTIAN_METRICS_TOKEN": TOKEN,
        "ZERENTIAN_LOG_FORM": "json",
        "ZERENTIAN_ACCESS_LOG": "1",
    }
    house.start()
    assert eventually(house.is_well)
    return house


def status_of(port, request):
    """Of an answer to these very bytes; None when the server hung up instead."""
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(request + b"\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        answer = b""
        while chunk := line.recv(65536):
            answer += chunk
    return int(answer.split()[1]) if answer else None


def test_a_house_that_is_watched(watched, figures):
    status, text = watched.get("/metrics", {"Authorization": f"Bearer {TOKEN}"})
    assert status == 200 and watched.get("/metrics")[0] == 404
    assert f'zerentian_info{{version="{VERSION}"}} 1' in text
    assert "zerentian_outbox_age_minutes 0" in text and "\ngranian_" in text

    answers = {request: status_of(watched.port, request) for request in BYTES}
    assert [request for request, got in answers.items() if got is None or got >= 500] == []
    assert watched.is_well()

    lines = [json.loads(line) for line in watched.log().splitlines()]
    pages = [line["page"] for line in lines if line.get("logger") == "zerentian.access"]
    assert {"metrics", "accounts:sign-in"} <= set(pages)
    assert not [line for line in lines if "error" in line]
    figures("raw requests", tried=len(BYTES), note="server errors 0; log: one object a line")
