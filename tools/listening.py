"""Where the program listens, and the names it may be called by."""

import contextlib
import fcntl
import socket

from tools.install import Trouble


def check_port(host, port):
    if not 0 < port < 65536:
        raise Trouble(f"cannot listen on port {port}: ports are 1 to 65535. Try --port 8000.")
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except PermissionError:
        raise Trouble(f"port {port} needs root. Choose one above 1023: --port 8000.") from None
    except (OSError, OverflowError) as error:
        raise Trouble(
            f"cannot listen on {host}, port {port} ({error}). Choose another: --port {port_near(port)}."
        ) from None


def free_port():
    """One nobody listens on now, on this machine alone."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def port_near(port):
    return port + 1 if 1023 < port < 65535 else 8000


def names_of(host):
    """The names a browser may call this program by: always this machine's own, more when asked."""
    names = ["localhost", "127.0.0.1", "[::1]"]
    if host in ("0.0.0.0", "::"):  # noqa: S104 - asked by whoever starts it
        own = socket.gethostname().lower()
        names += [own, f"{own}.local", *own_addresses()]
    else:
        names.append(f"[{host}]" if ":" in host else host)
    return list(dict.fromkeys(names))


def own_addresses():
    """IPv4 addresses of this machine, asked of the kernel; nothing is sent."""
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, interface in socket.if_nameindex():
            with contextlib.suppress(OSError):
                request = interface.encode()[:15].ljust(256, b"\0")
                answer = fcntl.ioctl(probe, 0x8915, request)  # SIOCGIFADDR
                found.append(socket.inet_ntoa(answer[20:24]))
        if not found:  # not Linux: the address that a packet to the outside would carry
            with contextlib.suppress(OSError):
                probe.connect(("192.0.2.1", 9))
                found.append(probe.getsockname()[0])
    return [address for address in found if not address.startswith("127.")]


def links_to(host, port):
    """What to type into a browser, here and, when that was asked for, nearby."""
    everywhere = host in ("0.0.0.0", "::")  # noqa: S104 - asked by whoever starts it
    hosts = (
        ["127.0.0.1", *own_addresses()] if everywhere else [f"[{host}]" if ":" in host else host]
    )
    return [f"http://{name}:{port}/" for name in hosts]
