"""What may be sent: bounds and normal forms; hostile input gets a 4xx and leaves no trace."""

import json
import unicodedata
from typing import Any

import pytest

from tests.conftest import World, question
from tests.routers.problems import MEDIA_TYPE, errors, refused, stock

one_database = pytest.mark.parametrize("database_kind", ["sqlite"])
BASE = "/api/v1/conferences/bac-kan-2025"
BIG = "9" * 5000

BODIES: dict[str, bytes | dict[str, Any]] = {
    "no object": b"[]",
    "null": b"null",
    "a text": b'"x"',
    "the word password": b'["password"]',
    "deep lists": b"[" * 100_000,
    "deep objects": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "a name twice": b'{"text": "a", "text": null}',
    "huge number": f'{{"text": {BIG}}}'.encode(),
    "huge exponent": b'{"text": 1e999999}',
    "not a number": b'{"text": NaN}',
    "not UTF-8": b'{"text": "\xff"}',
    "lone surrogate as field": b'{"\\ud800": 1}',
    "NUL as field": b'{"\\u0000": 1}',
    "null text": question() | {"text": None},
    "null asker": question() | {"asker": None},
    "null site": question() | {"site": None},
    "null kind": question() | {"kind": None},
    "number as text": question() | {"text": 1},
    "list as text": question() | {"text": ["a"]},
    "text as asker": question() | {"asker": "Nguyễn"},
    "text as consent": question() | {"asker": {"name": "A", "may_show_name": "có lẽ"}},
    "unknown kind": question() | {"kind": "rumour"},
    "unknown field": question() | {"state": "approved"},
    "unknown inner field": question() | {"asker": {"name": "A", "email": "a@b"}},
    "blank text": question() | {"text": " \n\t "},
    "blank name": question() | {"asker": {"name": "\u00a0"}},
    "no site of ours": question() | {"site": "../../etc"},
    "site with NUL": question() | {"site": "cho-don\x00"},
    "site with newline": question() | {"site": "cho-don\n"},
    "site as surrogate": question() | {"site": "\ud800"},
    "phone of letters": question() | {"asker": {"name": "A", "phone": "<b>"}},
    "long name": question() | {"asker": {"name": "A" * 201}},
}
for code in (0x00, 0x07, 0x1B, 0x7F, 0x85, 0xD800, 0xDFFF):
    BODIES[f"U+{code:04X} in the text"] = question(text=f"a{chr(code)}b")
    BODIES[f"U+{code:04X} in the name"] = question() | {"asker": {"name": f"a{chr(code)}b"}}


async def send(world: World, method: str, path: str, body: bytes, **more: str) -> Any:
    headers = {
        "authorization": "Bearer token-of-admin",
        "content-type": "application/json",
        "idempotency-key": "k1",
    }
    return await world.client.request(method, path, content=body, headers=headers | more)


async def test_hostile_questions_are_refused_and_leave_no_trace(world: World) -> None:
    before = await stock(world)
    wrong: list[tuple[str, int, str]] = []
    for name, given in BODIES.items():
        body = given if isinstance(given, bytes) else json.dumps(given).encode()
        response = await send(world, "POST", f"{BASE}/questions", body)
        kind = response.headers["content-type"]
        if not 400 <= response.status_code < 500 or kind != MEDIA_TYPE:
            wrong.append((name, response.status_code, kind))
    assert wrong == []
    assert await stock(world) == before


async def test_hostile_addresses_are_refused(world: World) -> None:
    await world.submit()
    for query in (
        "q=%00",
        "q=a%00b",
        "q=%ED%A0%80",
        f"q={'a' * 201}",
        "site=%00",
        "site=A",
        "state=%00",
        "state=submitted&state=x",
        "&".join(["state=queued"] * 11),
        "origin=x",
        "topic=a--b",
        "official=%27",
    ):
        response = await world.get("moderator", f"/questions?{query}")
        assert response.status_code in {200, 422}, (query, response.text)
        assert response.status_code == 422 or response.json()["items"] == []
    for number in ("0", "-1", "1.0", "x", "%00", BIG, str(2**31), str(2**63), "१"):
        response = await world.get("moderator", f"/questions/{number}")
        assert response.status_code in {404, 422}, (number, response.text)
    for slug in ("%00", "a%0a", "A", "..%2f", "x" * 65, "a--b", "%ff"):
        for path in (f"/sites/{slug}", f"/officials/{slug}"):
            assert (await world.get("moderator", path)).status_code in {404, 422}, path
        response = await world.get("moderator", f"conferences/{slug}/questions")
        assert response.status_code in {404, 422}


async def test_hostile_names_cannot_sign_in(world: World) -> None:
    for username in ("a\x00b", "\x00", "' OR 1=1 --", "đ" * 64, "Ａ", ""):
        for path in ("token", "session"):
            form = {"username": username, "password": "mat-khau\x00"}
            response = await world.client.post(f"/api/v1/auth/{path}", data=form)
            assert response.status_code in {401, 422}, (username, response.text)


@one_database
async def test_hostile_accounts_and_keys_are_refused(world: World) -> None:
    account = {"username": "nguoi-moi", "name": "A", "password": "đủ dài mà an toàn"}
    key = {"name": "A", "scopes": ["queue.see"]}
    for path, given in [
        ("users", account | {"username": "A B"}),
        ("users", account | {"username": "a\ud800"}),
        ("users", account | {"password": "\ud800" * 12}),
        ("users", account | {"password": "ngắn"}),
        ("users", account | {"password": "x" * 201}),
        ("users", account | {"password": None}),
        ("users", account | {"password": 1234567890}),
        ("users", account | {"is_admin": None}),
        ("users", account | {"is_active": True}),
        ("/keys", key | {"scopes": []}),
        ("/keys", key | {"scopes": ["\ud800"]}),
        ("/keys", key | {"scopes": ["*"]}),
        ("/keys", key | {"scopes": ["people.manage"]}),
        ("/keys", key | {"scopes": [{}]}),
        ("/keys", key | {"scopes": ["x" * 10_000]}),
        ("/keys", key | {"scopes": ["queue.see"] * 65}),
    ]:
        url = f"{BASE}{path}" if path.startswith("/") else f"/api/v1/{path}"
        response = await send(world, "POST", url, json.dumps(given).encode())
        assert len(refused(response, 422, "invalid_request")["detail"]) < 1000


async def test_text_holds_four_thousand_characters_counted_in_nfc(world: World) -> None:
    decomposed = unicodedata.normalize("NFD", "ế")
    assert len(decomposed) == 3
    for letter in ("a", "ế", decomposed, "\U00020000"):
        number = await world.submit(text=letter * 4000)
        got = (await world.get("moderator", f"/questions/{number}")).json()
        assert got["text"] == unicodedata.normalize("NFC", letter) * 4000
        response = await world.post("moderator", "/questions", question(text=letter * 4001))
        assert errors(response) == {"text": "dài quá 4000 ký tự"}


async def test_text_is_stored_in_nfc_however_it_was_typed(world: World) -> None:
    text = "Đường về bản Nà Khoang bao giờ được bê tông hoá?"
    given = question(text=unicodedata.normalize("NFD", text))
    given["asker"]["name"] = unicodedata.normalize("NFD", "Hoàng Thị Thuỷ")
    made = (await world.post("moderator", "/questions", given)).json()
    assert (made["text"], made["original_text"]) == (text, text)
    assert made["asker"]["name"] == "Hoàng Thị Thuỷ"
    for query in ("nà khoang", unicodedata.normalize("NFD", "nà khoang"), "NA KHOANG", "duong"):
        found = (await world.get("moderator", f"/questions?q={query}")).json()["items"]
        assert [item["text"] for item in found] == [text]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert('x')</script>",
        "'; DROP TABLE question; --",
        '=HYPERLINK("http://x")',
        "{{7*7}} ${7*7} %s {0} {told}",
        "\u202eđảo ngược\u202c",
        "👩‍👩‍👧‍👦 🇻🇳 \U0010fffd",
        "a\u200bb\u0301\u0301\u0301",
        "\\ud800 \\x00 &#0; %00",
    ],
)
async def test_hostile_text_is_kept_as_text(world: World, text: str) -> None:
    given = question(text=text) | {"asker": {"name": text}}
    made = await world.post("moderator", "/questions", given)
    kept = unicodedata.normalize("NFC", text)
    assert (made.json()["text"], made.json()["asker"]["name"]) == (kept, kept)
    assert made.headers["content-type"] == "application/json"
    got = (await world.get("moderator", "/questions")).json()["items"]
    assert [item["text"] for item in got] == [kept]


async def test_pasted_line_ends_and_tabs_are_no_error(world: World) -> None:
    number = await world.submit(text=" Câu\tmột\r\n\r\n\r\n\r\ncâu hai\r ")
    got = (await world.get("moderator", f"/questions/{number}")).json()
    assert got["text"] == "Câu một\n\ncâu hai"


@one_database
async def test_null_is_refused_where_a_value_must_stay(world: World) -> None:
    number = await world.submit()
    before = await stock(world)
    for path, field in [
        (f"/questions/{number}", "text"),
        (f"/questions/{number}", "kind"),
        (f"/questions/{number}", "asker"),
        ("/sites/cho-don", "name"),
        ("/sites/cho-don", "order"),
        ("/officials/chu-tich-ubnd-tinh", "topics"),
        ("/agenda/doi-thoai", "title"),
        ("conferences/bac-kan-2025", "timezone"),
    ]:
        response = await world.send("admin", "PATCH", path, {field: None}, if_match="*")
        assert errors(response) == {field: "không được để trống"}
    assert await stock(world) == before
