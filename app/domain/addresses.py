"""Which addresses the server may be made to call: none that only it can reach, unless allowed."""

from collections.abc import Collection
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from urllib.parse import urlsplit

Address = IPv4Address | IPv6Address

_NAT64 = IPv6Network("64:ff9b::/96")
LONGEST_URL = 1000


class Reach:
    """Where webhooks may go: anywhere in public by HTTPS, and to what an operator has allowed.

    Hosts are allowed by name, address or network (`10.2.0.0/16`); they need no HTTPS.
    """

    def __init__(self, allowed: Collection[str], *, https_only: bool) -> None:
        """Read the operator's list. Raises `ValueError` for what is neither name nor network."""
        self._https_only = https_only
        self._names: set[str] = set()
        self._networks: list[IPv4Network | IPv6Network] = []
        for host in allowed:
            if _looks_like_address(host):
                self._networks.append(ip_network(host, strict=False))
            elif _is_name(host):
                self._names.add(host.lower())
            else:
                raise ValueError(host)

    def why_not(self, url: str) -> str | None:
        """Return what is wrong with the address of a webhook, or `None`.

        Names are looked up when a connection is opened, not here: they can change.
        """
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError:
            return "not_a_url"
        if parts.scheme not in {"http", "https"} or not host or port == 0:
            return "not_a_url"
        if "@" in parts.netloc or "#" in url or "\\" in url:
            return "not_a_url"
        address = _literal(host)
        if address is not None and not self.may_call(host, address):
            return "address_not_allowed"
        if parts.scheme == "http" and self._https_only and not self._is_allowed(host, address):
            return "https_needed"
        return None

    def may_call(self, host: str, address: Address) -> bool:
        """Tell whether a connection to `address`, found under the name `host`, may be opened."""
        return self._is_allowed(host, address) or is_public(address)

    def _is_allowed(self, host: str, address: Address | None) -> bool:
        if host.lower().rstrip(".") in self._names:
            return True
        known = () if address is None else (address, _inner(address))
        return any(one in network for network in self._networks for one in known)


def is_public(address: Address) -> bool:
    """Tell whether anybody can reach the address, so that calling it gives nothing away."""
    plain = _inner(address)
    if isinstance(plain, IPv6Address) and (plain.sixtofour or plain.teredo or plain.is_site_local):
        return False
    return plain.is_global and not plain.is_multicast and not plain.is_reserved


def _literal(host: str) -> Address | None:
    """Return the address when the host is one, and not a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def _inner(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 address stands for, if it does."""
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else address


def _looks_like_address(host: str) -> bool:
    return ":" in host or host.replace(".", "").replace("/", "").isdigit()


def _is_name(host: str) -> bool:
    return 0 < len(host) <= 253 and all(
        part.replace("-", "").isalnum() and part.isascii() for part in host.split(".")
    )
