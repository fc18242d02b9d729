"""The one door through which we call somebody else's server: bounded in time, and caged.

Called are hosts of ZERENTIAN_OUTBOUND_HOSTS and no others, and only at public addresses unless
ZERENTIAN_OUTBOUND_PRIVATE names the network. The very address that was looked at is the one that
is connected to, so a name that changes its mind in between (DNS rebinding) leads nowhere else. No
redirect is followed, no proxy asked. A name is looked up within 3 s, connected to within 3 s, and
the whole call ends within 10 s, also where the other side says one byte a second.

A gateway that fails five times in a row, or takes longer than 5 s, is left alone for a minute.
"""

import http.client
import ipaddress
import logging
import queue
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

import urllib3
from django.conf import settings
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util import Url, parse_url

LOOK_UP, CONNECT, WHOLE, SLOW = 3.0, 3.0, 10.0, 5.0  # seconds
MOST = 64 * 1024
"""Bytes of an answer; a longer one is no answer."""
FAILURES, REST = 5, 60.0
PORTS = {"http": 80, "https": 443}
# IPv6 addresses that stand for an IPv4 address besides those that `ipaddress` knows (RFC 6052, 8215).
TRANSLATED = [ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48")]
COMPATIBLE = ipaddress.ip_network("::/96")

# Its warnings repeat whole addresses, and some gateways want keys and numbers in theirs.
logging.getLogger("urllib3").setLevel(logging.CRITICAL)

TROUBLES = (OSError, urllib3.exceptions.HTTPError, http.client.HTTPException, ValueError)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Answer(NamedTuple):
    status: int
    body: bytes


class Caged(Exception):
    """Not a server we call; nothing was sent. The text names no path, for it may hold a key."""


class NoAnswer(Exception):
    """No whole answer came in time; what was asked may have happened, or not."""


class Resting(NoAnswer):
    """It failed too often of late; nothing was sent."""


def call(
    gateway: str,
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
) -> Answer:
    """Ask once. `gateway` is the name under which failures are counted.

    Raises Caged, NoAnswer, Resting.
    """
    place = allowed(url)
    breaker = breaker_of(gateway)
    breaker.pass_or_rest()
    begun = time.monotonic()
    try:
        answer = _asked(place, method, headers or {}, body)
    except TROUBLES as error:
        breaker.failed()
        raise NoAnswer(type(error).__name__) from None  # its text repeats the address
    except NoAnswer:
        breaker.failed()
        raise
    if answer.status >= 500 or time.monotonic() - begun > SLOW:
        breaker.failed()
    else:
        breaker.went_well()
    return answer


# The cage


def allowed(url: str) -> Url:
    """The address taken apart, if its host is one of ours to call. Raises Caged."""
    try:
        place = parse_url(url)
    except urllib3.exceptions.LocationParseError:
        raise Caged("not an address") from None
    host = place.host or ""
    if place.scheme not in PORTS or not host.isascii() or place.auth is not None:
        raise Caged("not a plain http(s) address")
    if "%" in host or host.endswith("."):
        raise Caged("not a plain http(s) address")
    if "\\" in url or any(each <= " " or each == "\x7f" for each in url):
        raise Caged("not a plain http(s) address")
    if not _listed(place):
        raise Caged(f"ZERENTIAN_OUTBOUND_HOSTS does not name {host}")
    return place


def _listed(place: Url) -> bool:
    """Named as HOST, for the usual port, or as HOST:PORT."""
    usual = PORTS[place.scheme or ""]
    port = place.port or usual
    names = {f"{place.host}:{port}", *([place.host] if port == usual else [])}
    return not names.isdisjoint(each.lower() for each in settings.OUTBOUND_HOSTS)


def may_reach(address: Address) -> bool:
    """A public address, or one of a network that ZERENTIAN_OUTBOUND_PRIVATE names."""
    meant = _meant(address)
    if any(each in network for network in settings.OUTBOUND_PRIVATE for each in (address, meant)):
        return True
    return all(_is_public(each) for each in {address, meant})


def _is_public(address: Address) -> bool:
    local = isinstance(address, ipaddress.IPv6Address) and address.is_site_local
    return address.is_global and not address.is_multicast and not local


def _meant(address: Address) -> Address:
    """The IPv4 address that an IPv6 address carries inside, if it does."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    inside = address.ipv4_mapped or address.sixtofour or (address.teredo or [None, None])[1]
    if inside is None and any(address in each for each in (*TRANSLATED, COMPATIBLE)):
        inside = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return inside or address


def _is_private(address: Address) -> bool:
    return not _is_public(_meant(address))


def _addresses(place: Url) -> list[Address]:
    """Where the name leads; if one of its addresses is not ours to call, none of them is."""
    found: queue.Queue[list[str] | OSError] = queue.Queue()

    def look() -> None:
        try:
            rows = socket.getaddrinfo(_bare(place), None, type=socket.SOCK_STREAM)
            found.put([str(row[4][0]) for row in rows])
        except (OSError, UnicodeError) as error:
            found.put(OSError(type(error).__name__))

    threading.Thread(target=look, daemon=True).start()
    try:
        names = found.get(timeout=LOOK_UP)
    except queue.Empty:
        raise NoAnswer("the name was not looked up in time") from None
    if isinstance(names, OSError):
        raise NoAnswer("the name is not known")
    addresses = [ipaddress.ip_address(each) for each in dict.fromkeys(names)]
    if not all(map(may_reach, addresses)):
        raise Caged("the name leads to an address that is not public")
    if place.scheme == "http" and not all(map(_is_private, addresses)):
        raise Caged("without encryption only a network of our own is called")
    return addresses


def _bare(place: Url) -> str:
    return (place.host or "").strip("[]")


# The call


def _asked(place: Url, method: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
    addresses = _addresses(place)
    ends = time.monotonic() + WHOLE
    connection = _connected(place, addresses, ends)
    cut = threading.Timer(max(0.0, ends - time.monotonic()), _cut, [connection])
    cut.daemon = True
    cut.start()
    try:
        connection.timeout = max(0.1, ends - time.monotonic())
        named = {"Host": place.netloc or "", "User-Agent": "zerentian", "Connection": "close"}
        connection.request(
            method,
            place.request_uri,
            body=body,
            headers={**named, **headers},
            preload_content=False,
            decode_content=False,
        )
        response = connection.getresponse()
        text = response.read(MOST + 1)
        whole = len(text) <= MOST and not (response.length_remaining or 0)
    finally:
        cut.cancel()
        connection.close()
    if time.monotonic() >= ends or not whole:
        raise NoAnswer("the answer was too long or broken off")
    return Answer(response.status, text)


def _connected(place: Url, addresses: list[Address], ends: float) -> HTTPConnection:
    """To the first of them that takes the call, all within CONNECT seconds."""
    begun, trouble = time.monotonic(), OSError("no address")
    for left, address in zip(range(len(addresses), 0, -1), addresses, strict=True):
        patience = (CONNECT - (time.monotonic() - begun)) / left
        if patience <= 0:
            break
        connection = _connection(place, str(address), patience)
        cut = threading.Timer(min(patience, ends - begun), _cut, [connection])
        cut.daemon = True
        cut.start()
        try:
            connection.connect()
        except TROUBLES as error:
            connection.close()
            trouble = OSError(type(error).__name__)
        else:
            return connection
        finally:
            cut.cancel()
    raise trouble


def _connection(place: Url, address: str, patience: float) -> HTTPConnection:
    port = place.port or PORTS[place.scheme or ""]
    if place.scheme == "http":
        return HTTPConnection(address, port, timeout=patience)
    return HTTPSConnection(
        address, port, timeout=patience, ssl_context=_tls(), server_hostname=_bare(place)
    )


@cache
def _tls() -> ssl.SSLContext:
    """Certificates the system trusts, and the name that was asked for."""
    return ssl.create_default_context()


def _cut(connection: HTTPConnection) -> None:
    """Whoever waits for it wakes up."""
    sock = connection.sock
    if sock is not None:
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)


# The breaker


@dataclass
class Breaker:
    """Counts of one gateway in this process; every machine finds out for itself."""

    failures: int = 0
    rests_until: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def pass_or_rest(self) -> None:
        """Raises Resting. After the rest one call may try, the others go on resting."""
        with self.lock:
            now = time.monotonic()
            if self.failures < FAILURES:
                return
            if now < self.rests_until:
                raise Resting("it failed too often, and is left alone for a minute")
            self.rests_until = now + REST

    def failed(self) -> None:
        with self.lock:
            self.failures += 1
            if self.failures >= FAILURES:
                self.rests_until = time.monotonic() + REST

    def went_well(self) -> None:
        with self.lock:
            self.failures = 0


_breakers: dict[str, Breaker] = {}


def breaker_of(gateway: str) -> Breaker:
    return _breakers.setdefault(gateway, Breaker())
