"""The messages of the live socket and its close codes. Encoding only; see docs/live-protocol.md."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from enum import IntEnum
from pathlib import Path
from typing import Any

from pydantic_core import to_json

from app.domain.views import View

PROTOCOL = 1
ASYNCAPI = Path(__file__).parent / "asyncapi.json"
"""The messages as an AsyncAPI document; a test holds real messages against it."""

COLLECTIONS = ("sites", "topics", "officials", "agenda", "questions")


class Close(IntEnum):
    """Why the server ends a connection. 40xx: do not retry as you are; 41xx: retry later."""

    BAD_REQUEST = 4000
    NOT_SIGNED_IN = 4001
    NOT_ALLOWED = 4003
    NO_SUCH_CONFERENCE = 4004
    SIGNED_OUT = 4009
    RESTARTING = 4100
    TOO_SLOW = 4108
    TOO_MANY = 4129


def encode_state(state: Mapping[str, Any]) -> str:
    """Encode what a view shows; it is kept and sent in many snapshots."""
    return _encode(state)


def snapshot(view: View, epoch: str, seq: int, state: str) -> str:
    """Put an encoded state, true at `seq`, into its message."""
    head = _encode({"type": "snapshot"} | _standing(view, epoch, seq))
    return f'{head[:-1]},"state":{state}}}'


def resumed(view: View, epoch: str, seq: int) -> str:
    """Encode that the connection goes on from where the client said it stands."""
    return _encode({"type": "resumed"} | _standing(view, epoch, seq))


def change(
    prev: int,
    seq: int,
    events: Sequence[Mapping[str, Any]],
    upsert: Mapping[str, Any],
    remove: Mapping[str, Sequence[int]],
) -> str:
    """Encode what commits after `prev`, up to `seq`, changed for a view."""
    return _encode(
        {
            "type": "change",
            "prev": prev,
            "seq": seq,
            "events": events,
            "upsert": upsert,
            "remove": remove,
        }
    )


def tick(seq: int) -> str:
    """Encode that everything up to `seq` has been sent."""
    return _encode({"type": "tick", "seq": seq, "server_time": datetime.now(UTC)})


def presence(
    sites: Mapping[str, int], screens: Mapping[str, int], handling: Sequence[Mapping[str, Any]]
) -> str:
    """Encode which screens are open and who has which question open. It has no number."""
    shown = {"sites": dict(sorted(sites.items())), "screens": dict(sorted(screens.items()))}
    return _encode({"type": "presence"} | shown | {"handling": handling})


def bye(code: Close, reason: str, retry_after_ms: int | None) -> str:
    """Encode why the server is about to close, and when to come back (`null`: not as you are)."""
    return _encode(
        {"type": "bye", "code": code.value, "reason": reason, "retry_after_ms": retry_after_ms}
    )


def _standing(view: View, epoch: str, seq: int) -> dict[str, Any]:
    return {
        "protocol": PROTOCOL,
        "view": str(view.name),
        "epoch": epoch,
        "seq": seq,
        "server_time": datetime.now(UTC),
    }


def _encode(message: Mapping[str, Any]) -> str:
    return to_json(message).decode()
