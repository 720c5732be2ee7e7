"""A client of the live protocol that folds strictly by its rules and forgives nothing.

Where a screen would shrug (an unknown field, a number that goes back), this one raises `Broken`:
a test that folds with it also tests that the server keeps to what docs/live-protocol.md declares.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

Json = dict[str, Any]

_STANDING = {"type", "protocol", "view", "epoch", "seq", "server_time"}
FIELDS: Mapping[str, set[str]] = {
    "snapshot": _STANDING | {"state"},
    "resumed": _STANDING,
    "change": {"type", "prev", "seq", "events", "upsert", "remove"},
    "tick": {"type", "seq", "server_time"},
    "presence": {"type", "sites", "screens", "handling"},
    "bye": {"type", "code", "reason", "retry_after_ms"},
}
"""The declared fields of each message: all of them, always, and no others."""
EVENT = {"type", "seq", "at", "questions", "actor"}
LISTS = ("sites", "topics", "officials", "agenda", "questions")
LAST = "~"
"""What has no rank sorts after all ranks, which are made of 0-9a-z."""


class Broken(Exception):
    """The server did not keep to the protocol."""


class Gap(Broken):
    """A change does not follow on what the client has."""


class LiveClient:
    """What one screen knows: the state of a view by collection and id, and where it stands."""

    def __init__(self, epoch: str | None = None, seq: int | None = None) -> None:
        self.epoch = epoch
        self.seq = seq
        self.conference: Json | None = None
        self.collections: dict[str, dict[int, Json]] = {name: {} for name in LISTS}
        self.heard: list[Json] = []
        self.is_greeted = False
        self.presence: Json | None = None
        self.bye: Json | None = None
        self.strangers: list[tuple[str, int]] = []
        """What it was told to remove although it did not have it: collection and id."""

    def hear(self, text: str | bytes) -> Json:
        """Fold one message; return it. Raises `Broken`, `Gap`."""
        message: Json = json.loads(text)
        kind = message.get("type")
        if not isinstance(kind, str) or kind not in FIELDS:
            raise Broken(f"undeclared type {kind}")
        if message.keys() != FIELDS[kind]:
            raise Broken(f"{kind} has {sorted(message)} instead of {sorted(FIELDS[kind])}")
        if self.bye is not None:
            raise Broken(f"{kind} after bye")
        if not self.is_greeted and kind not in {"snapshot", "resumed", "bye"}:
            raise Broken(f"{kind} comes first")
        if self.is_greeted and kind == "resumed":
            raise Broken("resumed in the middle")
        {
            "snapshot": self._begin,
            "resumed": self._resume,
            "change": self._follow,
            "tick": self._tick,
            "presence": self._meet,
            "bye": self._part,
        }[kind](message)
        self.heard.append(message)
        return message

    def resuming(self) -> "LiveClient":
        """Return the same client on a new connection."""
        again = LiveClient(self.epoch, self.seq)
        again.conference = self.conference
        again.collections = {name: dict(objects) for name, objects in self.collections.items()}
        return again

    def state(self) -> Json:
        """Return what is shown, in a shape that can be compared."""
        return {"conference": self.conference} | self.collections

    def questions(self) -> list[Json]:
        """Return the questions in the order of rule 3."""
        return sorted(self.collections["questions"].values(), key=place)

    def numbers(self, *states: str) -> list[int]:
        """Return the numbers of the questions in these states (none: in all), in their order."""
        return [q["number"] for q in self.questions() if not states or q["state"] in states]

    def kinds(self) -> list[str]:
        """Return the types of the messages heard, in order."""
        return [message["type"] for message in self.heard]

    def _begin(self, message: Json) -> None:
        if message["epoch"] == self.epoch and self._stands_after(message["seq"]):
            raise Broken(f"a snapshot of {message['seq']} when standing at {self.seq}")
        self._greet(message)
        self.presence = None
        self.epoch, self.seq = message["epoch"], message["seq"]
        state = message["state"]
        if state.keys() != {"conference", *LISTS}:
            raise Broken(f"the state has {sorted(state)}")
        self.conference = state["conference"]
        self.collections = {name: by_id(state[name]) for name in LISTS}

    def _resume(self, message: Json) -> None:
        if (message["epoch"], message["seq"]) != (self.epoch, self.seq):
            raise Broken(f"resumed at {message['epoch']}/{message['seq']}, not where I stand")
        self._greet(message)

    def _greet(self, message: Json) -> None:
        if message["protocol"] != 1:
            raise Broken(f"protocol {message['protocol']}")
        self.is_greeted = True

    def _follow(self, message: Json) -> None:
        assert self.seq is not None
        prev, seq = message["prev"], message["seq"]
        for event in message["events"]:
            if event.keys() != EVENT:
                raise Broken(f"an event has {sorted(event)}")
        if not prev < seq:
            raise Broken(f"a change from {prev} to {seq}")
        if prev > self.seq:
            raise Gap(f"a change from {prev} when standing at {self.seq}")
        if seq <= self.seq:
            return
        self._put(message["upsert"])
        for name, ids in message["remove"].items():
            for id_ in ids:
                if self.collections[_declared(name)].pop(id_, None) is None:
                    self.strangers.append((name, id_))
        self.seq = seq

    def _put(self, upsert: Json) -> None:
        for name, value in upsert.items():
            if name == "conference":
                self.conference = value
            else:
                self.collections[_declared(name)].update(by_id(value))

    def _tick(self, message: Json) -> None:
        if self._stands_after(message["seq"]):
            raise Broken(f"a tick of {message['seq']} when standing at {self.seq}")
        self.seq = message["seq"]

    def _meet(self, message: Json) -> None:
        if message == self.presence:
            raise Broken("told again who is where, although nothing has changed")
        self.presence = message

    def _part(self, message: Json) -> None:
        self.bye = message

    def _stands_after(self, seq: int) -> bool:
        return self.seq is not None and seq < self.seq


def state_of(snapshot: str | bytes) -> Json:
    """Return the state in a snapshot message, in the shape of `LiveClient.state`."""
    client = LiveClient()
    client.hear(snapshot)
    return client.state()


def by_id(objects: Sequence[Json]) -> dict[int, Json]:
    """Return objects by id. Raises `Broken` for an id that comes twice."""
    found = {one["id"]: one for one in objects}
    if len(found) < len(objects):
        raise Broken("an id comes twice")
    return found


def place(question: Json) -> tuple[str, int]:
    """Return what questions are sorted by."""
    return (question["rank"] or LAST, question["id"])


def _declared(name: str) -> str:
    if name not in LISTS:
        raise Broken(f"undeclared collection {name}")
    return name
