"""One signed message to one receiver, by HTTP: to the address that was checked, and no further.

A name is looked up here, once, and the connection goes to what was found and allowed: a name that
leads elsewhere a moment later leads nowhere. Redirects are not followed, proxies of the environment
not used, and of the answer only its status is read.
"""

import asyncio
import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from ipaddress import ip_address
from time import perf_counter

import httpx
from standardwebhooks import Webhook as Signer

from app.domain.addresses import Address, Reach

TIMEOUT = 10.0
"""Seconds that one attempt may take in all."""


class NotAllowed(Exception):
    """The receiver's name leads to an address that must not be called."""


class UnknownHost(Exception):
    """The receiver's name leads nowhere."""


@dataclass(frozen=True, slots=True)
class Posted:
    """What came of it: the receiver's status, or why there is none."""

    status: int | None
    error: str | None
    duration_ms: int


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent, and with which secrets it is signed."""

    id: str
    body: bytes
    secrets: Sequence[str]

    def headers(self, at: datetime) -> dict[str, str]:
        """Return the headers of Standard Webhooks, with a signature by each secret."""
        text = self.body.decode()
        return {
            "content-type": "application/json",
            "user-agent": "doi-thoai",
            "webhook-id": self.id,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": " ".join(
                Signer(secret).sign(self.id, at, text) for secret in self.secrets
            ),
        }


class CheckedTransport(httpx.AsyncHTTPTransport):
    """Connects to an address that `reach` allows, whatever the name may lead to later."""

    def __init__(self, reach: Reach) -> None:
        super().__init__(
            verify=_certificates(),
            trust_env=False,
            limits=httpx.Limits(max_keepalive_connections=0),
        )
        self._reach = reach

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request to its host's first address that answers; the host's name stays in it."""
        host = request.url.host
        addresses = await look_up(host, request.url.port or _PORTS[request.url.scheme])
        if not all(self._reach.may_call(host, address) for address in addresses):
            raise NotAllowed
        request.extensions = {**request.extensions, "sni_hostname": host}
        for address in addresses[:-1]:
            request.url = request.url.copy_with(host=str(address))
            try:
                return await super().handle_async_request(request)
            except httpx.ConnectError:
                continue
        request.url = request.url.copy_with(host=str(addresses[-1]))
        return await super().handle_async_request(request)


async def look_up(host: str, port: int) -> list[Address]:
    """Return the addresses of a host, each once, in the system's order. Raises `UnknownHost`."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise UnknownHost from None
    # An address of this link has its link's name behind it: fe80::1%eth0.
    plain = [str(place[4][0]).partition("%")[0] for place in found]
    return [ip_address(address) for address in dict.fromkeys(plain)]


async def post(url: str, message: Message, reach: Reach) -> Posted:
    """Send a message; whatever happens is an outcome."""
    begun = perf_counter()
    status, error = None, None
    try:
        status = await _status(url, message, reach)
    except NotAllowed:
        error = "address_not_allowed"
    except (UnknownHost, httpx.InvalidURL):
        error = "unknown_host"
    except TimeoutError:
        error = "timeout"
    except (httpx.HTTPError, OSError) as failed:
        error = "tls_failed" if _is_about_certificates(failed) else "connection_failed"
    return Posted(status, error, round((perf_counter() - begun) * 1000))


async def _status(url: str, message: Message, reach: Reach) -> int:
    if reach.why_not(url) is not None:
        raise NotAllowed
    async with (
        asyncio.timeout(TIMEOUT),
        httpx.AsyncClient(
            transport=CheckedTransport(reach), trust_env=False, timeout=TIMEOUT
        ) as client,
        client.stream(
            "POST", url, content=message.body, headers=message.headers(datetime.now(UTC))
        ) as answer,
    ):
        return answer.status_code


def _is_about_certificates(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False


@cache
def _certificates() -> ssl.SSLContext:
    """Return what the system trusts: made once, it takes a while."""
    return ssl.create_default_context()


_PORTS = {"http": 80, "https": 443}
