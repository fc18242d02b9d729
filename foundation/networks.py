"""Where a request comes from, for limits and for evidence: the one place that asks.

Who stands in front of the house says it for others only when it is one of our own proxies; that is
settled before anybody asks here (config/serving/proxies.py).
"""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from django.http import HttpRequest

SUBSCRIBER = 64
"""Bits of an IPv6 address that one connection is given (RFC 6177); the rest changes by itself."""
UNKNOWN = "0.0.0.0"  # noqa: S104 - nobody listens here
"""For whoever comes from no address we can read: all of them are one network."""


def network_of(request: HttpRequest) -> str:
    """An IPv4 address, or the address of an IPv6 network of 64 bits; never anything else."""
    address = address_in(request.META.get("REMOTE_ADDR", ""))
    if isinstance(address, IPv6Address):
        return str(IPv6Network((int(address), SUBSCRIBER), strict=False).network_address)
    return str(address or UNKNOWN)


def address_in(text: str) -> IPv4Address | IPv6Address | None:
    """The address this is, with or without a port; an IPv4 one inside an IPv6 one is IPv4."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address
