"""Which address a host has, and whether it may be spoken to: no private one unless allowed."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from app.notify.attempt import Failed

Resolve = Callable[[str, int], Sequence[str]]
IpAddress = IPv4Address | IPv6Address
NAT64 = IPv6Network("64:ff9b::/96")
IPV4_BITS = 0xFFFF_FFFF


def resolved(host: str, port: int) -> Sequence[str]:
    """The addresses of a host, as the system knows them. Blocks. Raises OSError (`socket.gaierror`)."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def addresses_of(host: str, port: int, *, allow_private: bool, resolve: Resolve = resolved) -> Sequence[str]:
    """Addresses to connect to, and to no other. Blocks. Raises `Failed`, also when one of several is private: the name
    is not to be trusted then."""
    try:
        found = resolve(host, port)
    except (OSError, UnicodeError):
        raise Failed(f"there is no address for {host}: check the name and this machine's DNS") from None
    if not found:
        raise Failed(f"there is no address for {host}: check the name and this machine's DNS")
    for address in found:
        if not allow_private and not public(address):
            raise Failed(
                f"{host} has the address {address}, which is not public: set allow_private if it is meant to be"
            )
    return found


def public(address: str) -> bool:
    """Whether an address is one of the internet at large, and so is whatever it carries inside."""
    ip = ip_address(address.partition("%")[0])
    inner = _inner(ip)
    return ip.is_global and not ip.is_multicast if inner is None else public(str(inner))


def _inner(ip: IpAddress) -> IpAddress | None:
    """The IPv4 address that an IPv6 address leads to."""
    if not isinstance(ip, IPv6Address):
        return None
    if ip in NAT64:
        return IPv4Address(int(ip) & IPV4_BITS)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo is not None else None)
