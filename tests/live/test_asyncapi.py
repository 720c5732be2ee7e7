"""The published description of the socket, held against messages of the real feed."""

import json
from typing import Any

import jsonschema
import pytest

from app.domain.views import View, ViewName
from app.live import feed, protocol
from app.live.protocol import ASYNCAPI, Close
from tests.conftest import OFFICIAL, World

DOCUMENT: dict[str, Any] = json.loads(ASYNCAPI.read_text(encoding="utf-8"))
VIEWS = [
    View(ViewName.HALL),
    View(ViewName.CHAIR),
    View(ViewName.DESK),
    View(ViewName.SITE, "cho-don"),
    View(ViewName.OFFICIAL, OFFICIAL),
    View(ViewName.PUBLIC),
]


def validate(text: str) -> dict[str, Any]:
    """Hold a message against the schema of its type."""
    message: dict[str, Any] = json.loads(text)
    schema = {"$ref": f"#/components/schemas/{message['type']}", **DOCUMENT}
    jsonschema.validate(message, schema, format_checker=jsonschema.FormatChecker())
    return message


@pytest.mark.parametrize("view", VIEWS, ids=str)
async def test_every_message_of_a_view_is_as_described(world: World, view: View) -> None:
    first = await world.queued()
    body = {"lead": OFFICIAL}
    await world.send("moderator", "PUT", f"/questions/{first}/assignment", body)
    conference = await world.conference()
    id_ = conference.id or 0
    async with world.session() as session:
        seq, state = await feed.state(session, id_, view)
    snapshot = protocol.snapshot(view, conference.epoch, seq, state)
    assert validate(snapshot)["state"]["questions"]
    await world.do("moderator", first, "call")
    second = await world.queued()
    await world.do("moderator", second, "reject", {"reason": "other", "note": "trùng"})
    async with world.session() as session:
        changes = await feed.changes(session, id_, seq)
    changed = feed.compose(view, changes, seq)
    assert changed is not None
    assert validate(changed)["upsert"]


def test_ticks_resumptions_and_farewells_are_as_described() -> None:
    validate(protocol.tick(7))
    validate(protocol.resumed(VIEWS[0], "abc", 7))
    for code in Close:
        validate(protocol.bye(code, "why", None))


def test_message_with_an_undeclared_field_is_refused() -> None:
    message = json.loads(protocol.tick(7)) | {"phone": "0900 000 001"}
    with pytest.raises(jsonschema.ValidationError):
        validate(json.dumps(message))


async def test_document_is_served(world: World) -> None:
    response = await world.client.get("/asyncapi.json")
    assert response.json() == DOCUMENT
