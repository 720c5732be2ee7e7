"""Which files are taken, by their content, and which names are kept of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.files import LONGEST_NAME, kept_name, recognise
from tests.routers.files import JPEG, PDF, PNG

WHOLE = {"image/png": PNG, "image/jpeg": JPEG, "application/pdf": PDF}
HOSTILE = {
    "empty": b"",
    "text": "Kính gửi Uỷ ban nhân dân tỉnh".encode(),
    "html": b"<!doctype html><script>alert(1)</script>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "html behind a signature": b"\x89PNG\r\n\x1a\n<script>alert(1)</script>",
    "html behind a start of picture": b"\xff\xd8\xff<script>alert(1)</script>",
    "only the head of a document": b"%PDF-1.7\n",
    "gif": b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
    "picture of no size": PNG.replace(b"IHDR\x00\x00\x00\x01", b"IHDR\x00\x00\x00\x00"),
    "picture without data": PNG.replace(b"IDAT", b"tEXt"),
    "picture without a frame": JPEG.replace(b"\xff\xc0", b"\xff\xe1"),
    "endless fill": b"\xff\xd8" + b"\xff" * 100_000,
    "endless segments": b"\xff\xd8" + b"\xff\xe1\x00\x02" * 100_000,
}


@pytest.mark.parametrize("media_type", WHOLE)
def test_whole_file_is_recognised_whatever_its_name_says(media_type: str) -> None:
    for name in ("anh.png", "thu.exe", ""):
        upload = recognise(name, WHOLE[media_type])
        assert upload is not None
        assert upload.media_type == media_type
        assert upload.content == WHOLE[media_type]


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_only_pretends_is_not_taken(kind: str) -> None:
    assert recognise("anh.png", HOSTILE[kind]) is None


@pytest.mark.parametrize("media_type", WHOLE)
def test_truncated_file_is_not_taken(media_type: str) -> None:
    whole = WHOLE[media_type]
    for length in range(len(whole) - 2):
        if whole[:length].rstrip() != whole.rstrip():
            assert recognise("anh", whole[:length]) is None, length


@given(st.binary(max_size=200), st.sampled_from([b"", b"\xff\xd8\xff", PNG[:8], b"%PDF-1.4"]))
def test_no_bytes_make_it_fail(content: bytes, head: bytes) -> None:
    recognise("x", head + content)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("đơn kiến nghị.pdf", "đơn kiến nghị.pdf"),
        ("do\u031bn.pdf", "dơn.pdf"),
        ("/etc/passwd", "passwd"),
        (r"C:\Users\xa\anh.png", "anh.png"),
        ("../../anh.png", "anh.png"),
        ("..", "tep.png"),
        ("", "tep.png"),
        (" \t\n", "tep.png"),
        ("a\x00b\r\nc.png", "ab c.png"),
        ("anh\u202egnp.exe", "anhgnp.exe"),
        ("\ud800.png", "png"),
    ],
)
def test_name_is_kept_in_nfc_without_folders_and_invisible_signs(sent: str, kept: str) -> None:
    assert kept_name(sent, ".png") == kept


def test_long_name_loses_its_middle_and_keeps_its_ending() -> None:
    kept = kept_name("ả" * 500 + ".jpeg", ".jpg")
    assert len(kept) == LONGEST_NAME
    assert kept.endswith("ả.jpeg")


@given(st.text(max_size=300))
def test_name_always_fits(sent: str) -> None:
    kept = kept_name(sent, ".pdf")
    assert 0 < len(kept) <= LONGEST_NAME
    assert not {"/", "\\", "\n", "\x00"} & set(kept)
    assert kept.encode()
