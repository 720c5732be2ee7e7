"""What the state machine knows: a plain list as the queue, and how a command changes it."""

from collections.abc import Sequence
from itertools import count
from typing import Any, TypeVar

from hypothesis.stateful import RuleBasedStateMachine

from tests.live.client import Json
from tests.properties.live_rules import FLOOR, STEPS, verdict
from tests.properties.stage import Stage

T = TypeVar("T")
Stood = tuple[int, list[int], int | None, dict[int, Json]]
"""A floor command's number, and how queue, floor and questions stood before it."""


class LiveModel(RuleBasedStateMachine):
    """`queue` and `current` are the model: a plain list, and who has the floor."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.stage = Stage(url)
        self.queue: list[int] = []
        self.current: int | None = None
        self.stood: Stood | None = None
        self._marks = count(1)

    def teardown(self) -> None:
        try:
            self.stage.check_journal()
        finally:
            self.stage.close()

    def send(self, who: str | None, method: str, path: str, body: Any = None) -> Json | None:
        """Send a command; return what it was answered, `None` for a refusal."""
        response = self.stage.send(who, method, path, body)
        if not response.is_success:
            return None
        return dict(response.json()) if response.content else {}

    def command(self, who: str | None, number: int, name: str, body: Any) -> None:
        """Give a question's command; it has to be answered as the rules say."""
        stood = self.as_it_stands()
        expected = verdict(self.stage.desk, who, name, number, body)
        path = f"/questions/{number}" + ("" if name == "revise" else f"/{name}")
        response = self.stage.send(who, "PATCH" if name == "revise" else "POST", path, body)
        assert response.status_code in expected, response.text
        if response.is_success:
            assert self.stage.desk[number]["state"] == STEPS[name][1]
            self.follow(number, name, body)
            if name in FLOOR:
                self.stood = (self.stage.seq, *stood)
        self.check_queue()

    def follow(self, number: int, name: str, body: Any) -> None:
        """Do to the model what the command did."""
        if number in self.queue:
            self.queue.remove(number)
        if number == self.current:
            self.current = None
        if name in {"put_back", "recall"}:
            self.queue.insert(0, number)
        elif name == "call":
            self.current = number
        elif name == "enqueue":
            before = body and body["before"]
            place = len(self.queue) if before is None else self.queue.index(before)
            self.queue.insert(place, number)

    def check_queue(self) -> None:
        hall = self.stage.screens["hall"].client
        assert hall.numbers("queued") == self.queue
        assert hall.numbers("answering") == ([] if self.current is None else [self.current])

    def look_again(self) -> None:
        """Take the queue over from the API: the model cannot know in which order things went."""
        self.queue = self.stage.queue()
        answering = [n for n, q in self.stage.desk.items() if q["state"] == "answering"]
        assert len(answering) <= 1
        self.current = answering[0] if answering else None
        self.check_queue()

    def as_it_stands(self) -> tuple[list[int], int | None, dict[int, Json]]:
        questions = {
            number: {field: value for field, value in question.items() if field != "version"}
            for number, question in self.stage.desk.items()
        }
        return list(self.queue), self.current, questions

    def pick(self, which: int) -> int:
        return pick_of(sorted(self.stage.desk), which)

    def mark(self, kind: str) -> str:
        return f"{kind}-{next(self._marks)}x"

    def question(self, site: str, topic: str | None, agrees: bool) -> Json:
        asker = {
            "name": self.mark("name"),
            "position": self.mark("post"),
            "phone": f"0900 {next(self._marks):06}",
            "circumstances": f"0901 {next(self._marks):06}",
            "may_show_name": agrees,
        }
        return {"site": site, "topic": topic, "text": self.mark("text"), "asker": asker}

    def body(self, name: str, other: int) -> Json | None:
        """Return what a command needs."""
        revised = self.question("", None, bool(other % 2))
        return {
            "revise": {"text": revised["text"], "asker": revised["asker"]},
            "return": {"note": self.mark("reason")},
            "reject": {"reason": "off_topic", "note": self.mark("reason")},
            "merge": {"into": other},
            "defer": {"agency": "ubnd-tinh", "due": "2025-04-01"},
        }.get(name)

    def queue_version(self, is_stale: bool) -> int:
        version: int = self.stage.fresh["chair"]["conference"]["queue_version"]
        return version + is_stale


def pick_of(choices: Sequence[T], which: int) -> T:
    return choices[which % len(choices)]
