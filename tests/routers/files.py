"""Files as people attach them, small and whole, and how they are sent."""

import struct
import zlib

import httpx

from tests.conftest import World


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\x00\x00"))
    + _chunk(b"IEND", b"")
)
JPEG = (
    b"\xff\xd8"
    b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    b"\xff\xc0\x00\x0b\x08\x00\x01\x00\x01\x01\x01\x11\x00"
    b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\xd2\xcf\x20"
    b"\xff\xd9"
)
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>"
    b"endobj\nxref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Size 3>>\nstartxref\n98\n%%EOF\n"
)


def address(number: int, attachment: int | None = None) -> str:
    """The address of a question's attachments, or of one, below the conference."""
    path = f"/questions/{number}/attachments"
    return path if attachment is None else f"{path}/{attachment}"


async def attach(
    world: World,
    who: str | None,
    number: int,
    content: bytes = PNG,
    name: str = "anh.png",
    *,
    key: str | None = None,
) -> httpx.Response:
    """Send one file; `key` is the Idempotency-Key, a fresh one unless given (`""`: none)."""
    sent = {} if key is None else {"idempotency_key": key}
    return await world.post(who, address(number), (name, content), **sent)
