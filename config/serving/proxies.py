"""Our own proxies: what they say of whom they speak for is believed, what others say of themselves
is not.

A request that a named proxy handed on carries the address of whoever asked it; headers of that
kind from anybody else are taken away before anybody could read them.
"""

from ipaddress import IPv4Network, IPv6Network, ip_network

from foundation.networks import address_in

FORWARDED = [
    "HTTP_FORWARDED",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_REAL_IP",
]


class NotAProxy(ValueError):
    """The text names no proxy, or everybody; the message says what to write instead."""


def named(texts: list[str]) -> list[IPv4Network | IPv6Network]:
    """The proxies of a setting. Raises NotAProxy."""
    return [_network(text.strip()) for text in texts if text.strip()]


def _network(text):
    everybody = f"“{text}” would believe anybody about where they come from"
    if text == "*":
        raise NotAProxy(everybody)
    try:
        network = ip_network(text, strict=False)
    except ValueError:
        raise NotAProxy(f"“{text}” is neither an address nor a network") from None
    if not network.prefixlen:
        raise NotAProxy(everybody)
    return network


def believing(proxies: list[IPv4Network | IPv6Network], application):
    """The WSGI application, told where a request comes from by these proxies and nobody else.

    Without any, X-Forwarded-Proto is left for installations from before they had to be named;
    `check --deploy` warns of it (config/serving/checks.py).
    """

    def known(text):
        address = address_in(text)
        return address and any(address in network for network in proxies)

    def hand_on(environ, start_response):
        handed_on = known(environ.get("REMOTE_ADDR", ""))
        scheme = environ.get("HTTP_X_FORWARDED_PROTO")
        asked_for = environ.get("HTTP_X_FORWARDED_FOR", "")
        for name in FORWARDED:
            environ.pop(name, None)
        if handed_on and asked_for:
            # Each proxy adds whom it saw at the end: the last that is none of ours is the one.
            hops = [hop.strip() for hop in asked_for.split(",")]
            strangers = [hop for hop in hops if not known(hop)]
            environ["REMOTE_ADDR"] = (strangers or hops[:1])[-1]
        if scheme and (handed_on or not proxies):
            environ["HTTP_X_FORWARDED_PROTO"] = scheme
        return application(environ, start_response)

    return hand_on
