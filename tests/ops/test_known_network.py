"""Where a request comes from is what our own proxies say, and nothing anybody says of themselves."""

import ast

import pytest
from django.core.checks import run_checks
from django.test import RequestFactory

from config.environment.reading import read
from config.serving import proxies
from foundation.networks import UNKNOWN, network_of
from tests.ops.house import ROOT

OURS = ["127.0.0.1", "10.1.0.0/24", "fd00::/8"]
PHONE, FORGED = "203.0.113.7", "198.51.100.99"

TELLS_WHERE_FROM = ("REMOTE_ADDR", "X_FORWARDED", "X-FORWARDED", "X_REAL_IP", "HTTP_FORWARDED")
MAY_KNOW = {
    "foundation/networks.py": "the one place that asks",
    "config/serving/proxies.py": "settles it before",
    "config/serving/front.py": "writes down who connected",
    "config/settings.py": "names the header of Django's own that says https",
}
"""Files whose code may name what tells where a request comes from."""


@pytest.mark.parametrize(
    ("connected", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("203.0.113.7:4711", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("[2001:db8:1:2:aaaa::1]:443", "2001:db8:1:2::"),
        ("fe80::1%eth0", "fe80::"),
        ("unknown", UNKNOWN),
        ("", UNKNOWN),
        ("1" * 5000, UNKNOWN),
    ],
)
def test_one_network_is_one_connection_of_a_house(connected, network):
    assert network_of(RequestFactory().get("/", REMOTE_ADDR=connected)) == network


def seen(connected, proxies_named=OURS, **headers):
    """Where the application believes this comes from, and whether by https."""
    environ = {"REMOTE_ADDR": connected, **headers}
    kept = {}
    application = proxies.believing(
        proxies.named(proxies_named), lambda environ, start: kept.update(environ)
    )
    application(environ, None)
    return kept["REMOTE_ADDR"], kept.get("HTTP_X_FORWARDED_PROTO", "http")


@pytest.mark.parametrize(
    ("connected", "said", "believed"),
    [
        ("127.0.0.1", PHONE, PHONE),
        ("10.1.0.9", f"{FORGED}, {PHONE}", PHONE),  # the client began the list itself
        ("127.0.0.1", f"{FORGED}, {PHONE}, 10.1.0.9", PHONE),  # two proxies of ours
        ("fd00::1", f"{PHONE}:4711", f"{PHONE}:4711"),
        ("127.0.0.1", "10.1.0.5, 10.1.0.9", "10.1.0.5"),  # from inside
        ("127.0.0.1", "", "127.0.0.1"),
        ("10.2.0.9", FORGED, "10.2.0.9"),  # no proxy of ours
        (PHONE, f"127.0.0.1, {FORGED}", PHONE),
    ],
)
def test_only_our_own_proxies_are_believed(connected, said, believed):
    ours = connected not in ("10.2.0.9", PHONE)
    headers = {"HTTP_X_FORWARDED_FOR": said, "HTTP_X_FORWARDED_PROTO": "https"}

    assert seen(connected, **headers) == (believed, "https" if ours else "http")


def test_without_naming_them_nobody_is_believed_about_the_address():
    headers = {"HTTP_X_FORWARDED_FOR": FORGED, "HTTP_X_FORWARDED_PROTO": "https"}

    assert seen(PHONE, [], **headers) == (PHONE, "https")


def test_everybody_believed_a_forged_address_would_be_taken():
    """Negative control."""
    assert seen(PHONE, ["203.0.113.0/24"], HTTP_X_FORWARDED_FOR=FORGED)[0] == FORGED


@pytest.mark.parametrize("text", ["*", "0.0.0.0/0", "::/0", "proxy.invalid", "10.0.0.0/99"])
def test_a_wrong_name_ends_the_start_with_a_sentence(text):
    [fault] = [
        each.en
        for each in read({"ZERENTIAN_PROXIES": f"127.0.0.1,{text}"}).faults
        if "PROXIES" in each.en
    ]

    assert fault.startswith("ZERENTIAN_PROXIES=127.0.0.1,") and "never *" in fault


@pytest.mark.parametrize(("https", "named", "warned"), [(1, [], 1), (1, OURS, 0), (0, [], 0)])
def test_https_without_named_proxies_is_warned_of(settings, https, named, warned):
    settings.HTTPS, settings.PROXIES = bool(https), proxies.named(named)

    found = run_checks(tags=["security"], include_deployment_checks=True)

    assert [each.id for each in found].count("zerentian.W001") == warned


def tells(text):
    """Whether code in this text names what tells where a request comes from."""
    return any(
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and " " not in node.value  # a sentence reads nothing
        and any(name in node.value.upper() for name in TELLS_WHERE_FROM)
        for node in ast.walk(ast.parse(text))
    )


def test_nothing_else_asks_where_a_request_comes_from():
    rooms = [path.parent for path in ROOT.glob("*/__init__.py")]
    files = [
        path
        for room in rooms
        if room.name not in ("tests", "tools", "bench")
        for path in room.rglob("*.py")
    ]
    asking = {str(path.relative_to(ROOT)) for path in files if tells(path.read_text())}

    assert asking == set(MAY_KNOW)
    assert len(files) > 500


@pytest.mark.parametrize(
    "line", ['request.META["REMOTE_ADDR"]', 'request.headers.get("X-Forwarded-For")']
)
def test_another_place_that_asked_is_noticed(line):
    assert tells(f"def limit(request):\n    return {line}\n")
