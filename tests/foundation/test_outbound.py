"""Calls to servers of others: only to those that were named, at public addresses, and never for long."""

import ipaddress
import re
import socket
import ssl
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from foundation import outbound
from foundation.outbound import Caged, NoAnswer, Resting
from tests.foundation.listener import drip, half, listening

LOOPBACK = [ipaddress.ip_network("127.0.0.0/8")]
# What leads inside, in every spelling known to us; {port} is where something listens.
INSIDE = re.split(
    r"\s+",
    """
http://127.0.0.1:{port}/ http://127.1:{port}/ http://0:{port}/ http://0.0.0.0:{port}/
http://2130706433:{port}/ http://0x7f000001:{port}/ http://0x7f.0.0.1:{port}/ http://017700000001:{port}/
http://0177.0.0.1:{port}/ http://127.000.000.001:{port}/ http://127.0.0.1.:{port}/ http://localhost:{port}/
http://LOCALHOST:{port}/ http://localhost.:{port}/ http://[::1]:{port}/ http://[0:0:0:0:0:0:0:1]:{port}/
http://[::]:{port}/ http://[::ffff:127.0.0.1]:{port}/ http://[::ffff:7f00:1]:{port}/ http://[::127.0.0.1]:{port}/
http://[64:ff9b::7f00:1]:{port}/ http://[2002:7f00:1::]:{port}/ http://[fe80::1]:{port}/ http://[fc00::1]:{port}/
http://[fec0::1]:{port}/ http://[ff02::1]:{port}/ http://10.0.0.1:{port}/ http://172.16.0.1:{port}/
http://192.168.1.1:{port}/ http://169.254.169.254/latest/ http://100.100.100.200/latest/ http://192.0.0.192/
http://198.18.0.1/ http://224.0.0.1/ http://255.255.255.255/ http://[fd00:ec2::254]/latest/
http://sms.example@127.0.0.1:{port}/ http://127.0.0.1:{port}#@sms.example/ http://127.0.0.1:{port}\\@sms.example/
http://rebinding.example:{port}/ http://mixed.example:{port}/ https://127.0.0.1:{port}/ http://１２７.0.0.1:{port}/
file:///etc/passwd gopher://127.0.0.1:{port}/ ftp://127.0.0.1:{port}/ //127.0.0.1:{port}/
""".strip(),
)
NAMES = {"rebinding.example": ["127.0.0.1"], "mixed.example": ["93.184.216.34", "127.0.0.1"]}
PUBLIC = "93.184.216.34"


@pytest.fixture(autouse=True)
def fresh(monkeypatch, settings):
    monkeypatch.setattr(outbound, "_breakers", {})
    settings.OUTBOUND_HOSTS, settings.OUTBOUND_PRIVATE = ["sms.example"], []


@pytest.fixture
def names(monkeypatch):
    """Names of nobody; everything else is looked up as it is (none of it asks a name server)."""
    real = socket.getaddrinfo

    def look(host, *args, **more):
        found = NAMES.get(host)
        if not found:
            return real(host, *args, **more)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 0)) for each in found]

    monkeypatch.setattr(socket, "getaddrinfo", look)


@pytest.fixture
def open_list(monkeypatch):
    monkeypatch.setattr(outbound, "_listed", lambda place: True)


@pytest.fixture
def here(settings):
    """`here(server)`: it may be called, as an operator would say so."""

    def here(server):
        settings.OUTBOUND_HOSTS, settings.OUTBOUND_PRIVATE = [f"127.0.0.1:{server.port}"], LOOPBACK
        return server.url

    return here


def refused(url):
    try:
        outbound.call("ssrf", "GET", url)
    except Caged:
        return True
    except NoAnswer:
        return False
    return False


def hits(urls):
    """Addresses that were not refused, and how many requests reached something inside."""
    with listening() as server:
        through = [url for url in urls if not refused(url.format(port=server.port))]
        return through, len(server.requests)


def test_nothing_that_is_not_on_the_list_is_called(names):
    assert len(INSIDE) > 40
    assert hits(INSIDE) == ([], 0)


def test_nor_what_is_on_it_and_leads_inside(names, open_list):
    assert hits(INSIDE) == ([], 0)


def test_without_either_lock_much_of_it_would_be(names, open_list, monkeypatch):
    """Negative control. Not those that lead off this machine: their packets are nobody's here."""
    monkeypatch.setattr(outbound, "may_reach", lambda address: True)
    monkeypatch.setattr(outbound, "_is_private", lambda address: True)
    monkeypatch.setattr(outbound, "FAILURES", 1000)
    here = [url for url in INSIDE if "127.0.0.1" in url or "localhost" in url.lower()]
    through, requests = hits(
        [*here, "http://2130706433:{port}/", "http://rebinding.example:{port}/"]
    )
    assert len(through) >= requests >= 5


def test_what_was_looked_at_is_what_is_connected_to(names, monkeypatch):
    """A name that says something public first and something of ours a moment later."""
    place = outbound.allowed("https://sms.example/")
    answers = [[PUBLIC], ["127.0.0.1"]]
    monkeypatch.setitem(NAMES, "sms.example", answers[0])
    addresses = outbound._addresses(place)
    monkeypatch.setitem(NAMES, "sms.example", answers[1])

    assert outbound._connection(place, str(addresses[0]), 1).host == PUBLIC


def test_a_network_of_our_own_is_reached_when_it_is_named(here):
    with listening() as server:
        url = here(server)
        assert outbound.call("ours", "POST", url, body=b"x") == (200, b"ok")
        assert [asked.body for asked in server.requests] == [b"x"]


def test_a_redirect_is_an_answer_like_any_other(here):
    with listening() as inside, listening() as server:
        url = here(server)
        server.answers = lambda asked: asked.say(302, b"", Location=inside.url)
        assert outbound.call("ours", "GET", url).status == 302
        assert inside.requests == []


@pytest.mark.parametrize(
    "answers",
    [
        drip,
        half,
        lambda asked: (200, b"x" * (outbound.MOST + 1)),
        lambda asked: asked.wfile.close(),
    ],
)
def test_no_answer_is_waited_for_long_or_read_to_no_end(answers, here, monkeypatch):
    monkeypatch.setattr(outbound, "WHOLE", 0.3)
    # Some of them would go on for ever.
    with listening(answers) as server, pytest.raises(NoAnswer):
        outbound.call("ours", "GET", here(server))


def test_a_gateway_that_fails_is_left_alone_and_no_other(here):
    with listening(lambda asked: (500, b"")) as server:
        url = here(server)
        for _ in range(outbound.FAILURES):
            assert outbound.call("broken", "GET", url).status == 500
        with pytest.raises(Resting):
            outbound.call("broken", "GET", url)
        assert len(server.requests) == outbound.FAILURES

        server.answers = lambda asked: (200, b"")
        assert outbound.call("other", "GET", url).status == 200
        outbound.breaker_of("broken").rests_until -= outbound.REST
        assert [outbound.call("broken", "GET", url).status for _ in range(2)] == [200, 200]


def test_one_that_is_slow_is_left_alone_too(here, monkeypatch):
    monkeypatch.setattr(outbound, "SLOW", -1)
    with listening() as server:
        url = here(server)
        for _ in range(outbound.FAILURES):
            outbound.call("slow", "GET", url)
        with pytest.raises(Resting):
            outbound.call("slow", "GET", url)


@pytest.mark.parametrize("named", [["sms.example"], ["sms.example:443"], ["SMS.example"]])
def test_the_list_knows_hosts_and_ports(named, settings):
    settings.OUTBOUND_HOSTS = named
    assert outbound.allowed("https://sms.example/x").path == "/x"
    for other in ("https://sms.example:8443/", "http://sms.example/", "https://a.sms.example/"):
        if other != "http://sms.example/" or ":" in named[0]:
            with pytest.raises(Caged):
                outbound.allowed(other)


# Encryption, and what is written down


@pytest.fixture
def certificate(tmp_path):
    """A file with a certificate for sms.example and its key, signed by nobody but itself."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sms.example")]),
    )
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder(name, name, key.public_key(), 1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("sms.example")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    path = tmp_path / "certificate.pem"
    path.write_bytes(built.public_bytes(pem) + key.private_bytes(pem, *plain))
    return path


def test_only_a_certificate_of_that_name_is_believed(certificate, names, settings, monkeypatch):
    monkeypatch.setitem(NAMES, "sms.example", ["127.0.0.1"])
    monkeypatch.setitem(NAMES, "other.example", ["127.0.0.1"])
    with listening() as server:
        served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        served.load_cert_chain(certificate)
        server.socket = served.wrap_socket(server.socket, server_side=True)
        here = [f"{name}:{server.port}" for name in ("sms.example", "other.example")]
        settings.OUTBOUND_HOSTS, settings.OUTBOUND_PRIVATE = here, LOOPBACK
        ours, others = (f"https://{each}/" for each in here)
        with pytest.raises(NoAnswer):
            outbound.call("signed by nobody", "GET", ours)

        trusting = ssl.create_default_context(cafile=str(certificate))
        monkeypatch.setattr(outbound, "_tls", lambda: trusting)
        assert outbound.call("known", "GET", ours) == (200, b"ok")
        with pytest.raises(NoAnswer):
            outbound.call("another name", "GET", others)
        assert [asked.headers["Host"] for asked in server.requests] == here[:1]


def odd_headers(asked):
    asked.wfile.write(b"HTTP/1.1 200 OK\r\nno header\r\nContent-Length: 2\r\n\r\nok")
    asked.close_connection = True


def test_no_address_is_written_into_a_log(here, caplog):
    with listening(odd_headers) as server, caplog.at_level("DEBUG"):
        outbound.call("odd", "GET", here(server) + "/?key=very-secret")
    assert len(server.requests) == 1 and "very-secret" not in caplog.text
