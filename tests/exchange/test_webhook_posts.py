"""One message, to the address that was checked and no further: names, redirects, proxies, TLS."""

import asyncio
import socket
import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from app.actions.webhooks import new_secret
from app.domain.addresses import Reach
from app.exchange import webhook_posts
from app.exchange.webhook_posts import Message, look_up, post
from tests.jobs.receiver import Received, Receiver, receiver

SECRET = new_secret()
MESSAGE = Message("e-1-2", b'{"seq":2}', [SECRET])
CLOSED = Reach([], https_only=False)
INSIDE = Reach(["127.0.0.1"], https_only=True)
NAME = "cong.example.vn"


class Names:
    """A name service of the test's own, which counts how often it is asked."""

    def __init__(self) -> None:
        self.leads_to: dict[str, list[list[str]]] = {}
        self.asked = 0

    def getaddrinfo(self, host: str, port: int, *_: Any, **__: Any) -> Any:
        self.asked += 1
        answers = self.leads_to.get(host)
        if answers is None:
            raise socket.gaierror(socket.EAI_NONAME, "no such host")
        addresses = answers.pop(0) if len(answers) > 1 else answers[0]
        return [
            (socket.AF_INET6 if ":" in one else socket.AF_INET, socket.SOCK_STREAM, 6, "",
             (one, port, 0, 0) if ":" in one else (one, port))
            for one in addresses
        ]  # fmt: skip


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    names = Names()
    names.leads_to["127.0.0.1"] = [["127.0.0.1"]]
    monkeypatch.setattr(socket, "getaddrinfo", names.getaddrinfo)
    return names


async def test_name_that_leads_inside_is_not_called(names: Names) -> None:
    async with receiver() as to:
        for inside in ("127.0.0.1", "::1", "::ffff:127.0.0.1", "169.254.169.254", "10.0.0.1"):
            names.leads_to[NAME] = [[inside]]
            posted = await post(f"http://{NAME}:{to.port}/", MESSAGE, CLOSED)
            assert (posted.status, posted.error) == (None, "address_not_allowed"), inside
    assert to.received == []


async def test_name_that_leads_inside_among_others_is_not_called(names: Names) -> None:
    async with receiver() as to:
        names.leads_to[NAME] = [["203.162.4.191", "127.0.0.1"]]
        posted = await post(f"http://{NAME}:{to.port}/", MESSAGE, CLOSED)
    assert posted.error == "address_not_allowed"
    assert to.received == []


async def test_name_that_leads_elsewhere_a_moment_later_leads_nowhere(
    names: Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second answer would be this machine: nobody asks a second time."""
    monkeypatch.setattr(webhook_posts, "TIMEOUT", 0.3)
    async with receiver() as to:
        names.leads_to[NAME] = [["203.0.113.1"], ["127.0.0.1"]]
        reach = Reach(["203.0.113.0/24"], https_only=False)
        posted = await post(f"http://{NAME}:{to.port}/", MESSAGE, reach)
    assert posted.status is None
    assert to.received == []


@pytest.mark.parametrize(
    "host", ["127.1", "0x7f.0.0.1", "2130706433", "0177.0.0.1", "localhost", "[::ffff:7f00:1]"]
)
async def test_other_ways_to_write_this_machine_are_not_called(host: str) -> None:
    async with receiver() as to:
        posted = await post(f"http://{host}:{to.port}/", MESSAGE, CLOSED)
    assert posted.status is None
    assert posted.error in {"address_not_allowed", "unknown_host"}
    assert to.received == []


async def test_allowed_name_is_called_by_its_name(names: Names) -> None:
    """The connection goes to the address, the name stays in the request; the next address counts
    where the first does not answer.
    """
    async with receiver() as to:
        names.leads_to["cong.noi-bo"] = [["127.0.0.2", "127.0.0.1"]]
        reach = Reach(["cong.noi-bo"], https_only=True)
        posted = await post(f"http://cong.noi-bo:{to.port}/nhan?x=1", MESSAGE, reach)
    assert posted.status == 204
    (one,) = to.received
    assert one.headers["host"] == f"cong.noi-bo:{to.port}"
    assert one.is_signed_with(SECRET)
    assert one.id == "e-1-2"


async def test_host_that_is_not_there_is_an_outcome(names: Names) -> None:
    posted = await post("https://khong-co.example.vn/", MESSAGE, CLOSED)
    assert (posted.status, posted.error) == (None, "unknown_host")
    assert names.asked == 1


async def test_setting_that_was_taken_away_counts_at_once() -> None:
    async with receiver() as to:
        assert (await post(to.url, MESSAGE, INSIDE)).status == 204
        assert (await post(to.url, MESSAGE, CLOSED)).error == "address_not_allowed"
        public = await post("http://203.162.4.191/", MESSAGE, Reach([], https_only=True))
        assert public.error == "address_not_allowed"
    assert len(to.received) == 1


async def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    async with receiver() as to, receiver() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert (await post(to.url, MESSAGE, INSIDE)).status == 204
    assert len(to.received) == 1
    assert proxy.received == []


async def test_redirect_is_an_answer_and_not_a_way() -> None:
    async with receiver() as secret:
        moved = f"HTTP/1.1 302 X\r\nlocation: {secret.url}\r\ncontent-length: 0\r\n\r\n".encode()
        async with receiver(lambda _: moved) as to:
            assert (await post(to.url, MESSAGE, INSIDE)).status == 302
    assert secret.received == []


async def test_answer_that_never_comes_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    async def silent(_: Received) -> int:
        await asyncio.sleep(60)
        return 204

    monkeypatch.setattr(webhook_posts, "TIMEOUT", 0.2)
    async with receiver(silent) as to:
        posted = await post(to.url, MESSAGE, INSIDE)
    assert (posted.status, posted.error) == (None, "timeout")
    assert 150 <= posted.duration_ms < 5000


@pytest.mark.parametrize("said", [b"", b"no http\r\n\r\n", b"HTTP/1.1 abc X\r\n\r\n"])
async def test_what_is_no_answer_is_an_outcome(said: bytes) -> None:
    async with receiver(lambda _: said) as to:
        posted = await post(to.url, MESSAGE, INSIDE)
    assert (posted.status, posted.error) == (None, "connection_failed")


async def test_headers_without_end_are_given_up() -> None:
    said = b"HTTP/1.1 200 X\r\n" + b"x: " + b"y" * 1_000_000
    async with receiver(lambda _: said) as to:
        posted = await post(to.url, MESSAGE, INSIDE)
    assert (posted.status, posted.error) == (None, "connection_failed")


def certificate(folder: Path, name: str) -> tuple[Path, ssl.SSLContext]:
    """A certificate that speaks for itself, and the server's side of it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{name}.pem"
    file.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return file, context


async def test_certificate_has_to_be_the_names_own(
    names: Names, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is checked against the name, though the connection goes to an address."""
    file, context = certificate(tmp_path, NAME)
    to = Receiver()
    server = await asyncio.start_server(to.serve, "127.0.0.1", 0, ssl=context)
    port = server.sockets[0].getsockname()[1]
    for name in (NAME, "khac.example.vn"):
        names.leads_to[name] = [["127.0.0.1"]]
    unknown = await post(f"https://{NAME}:{port}/", MESSAGE, INSIDE)
    trusting = ssl.create_default_context(cafile=str(file))
    monkeypatch.setattr(webhook_posts, "_certificates", lambda: trusting)
    known = await post(f"https://{NAME}:{port}/", MESSAGE, INSIDE)
    other = await post(f"https://khac.example.vn:{port}/", MESSAGE, INSIDE)
    server.close()
    assert (unknown.status, unknown.error) == (None, "tls_failed")
    assert (known.status, known.error) == (204, None)
    assert (other.status, other.error) == (None, "tls_failed")
    assert [one.headers["host"] for one in to.received] == [f"{NAME}:{port}"]


async def test_every_address_of_a_name_is_found_once(names: Names) -> None:
    names.leads_to[NAME] = [["10.0.0.1", "fe80::1%eth0", "10.0.0.1"]]
    assert await look_up(NAME, 443) == [ip_address("10.0.0.1"), ip_address("fe80::1")]
