"""Messages of the live protocol, as a server would send them, for the tests of the screens."""

from typing import Any

Json = dict[str, Any]

NOW = "2025-03-05T01:00:00.000000Z"
CONFERENCE: Json = {
    "id": 1,
    "slug": "bac-kan-2025",
    "title": "Hội nghị đối thoại",
    "theme": None,
    "timezone": "Asia/Ho_Chi_Minh",
    "phase": "live",
    "rehearsal": False,
    "starts_at": NOW,
    "version": 1,
}


def question(id: int, rank: str | None = None, **other: Any) -> Json:
    return {
        "id": id,
        "number": id,
        "site": "cho-don",
        "topic": None,
        "kind": "question",
        "origin": "live",
        "text": f"câu {id}",
        "state": "queued",
        "state_since": NOW,
        "rank": rank,
        "asker": None,
        "origins": [],
        "assignment": None,
        "answer": None,
        **other,
    }


def snapshot(seq: int, *questions: Json, epoch: str = "e1", **conference: Any) -> Json:
    state: Json = {name: [] for name in ("sites", "topics", "officials", "agenda")}
    state |= {"conference": CONFERENCE | conference, "questions": list(questions)}
    return _hello("snapshot", seq, epoch) | {"state": state}


def resumed(seq: int, epoch: str = "e1") -> Json:
    return _hello("resumed", seq, epoch)


def tick(seq: int) -> Json:
    return {"type": "tick", "seq": seq, "server_time": NOW}


def change(prev: int, seq: int, *questions: Json, remove: tuple[int, ...] = ()) -> Json:
    return {
        "type": "change",
        "prev": prev,
        "seq": seq,
        "events": [],
        "upsert": {"questions": list(questions)} if questions else {},
        "remove": {"questions": list(remove)} if remove else {},
    }


def _hello(type_: str, seq: int, epoch: str) -> Json:
    return {
        "type": type_,
        "protocol": 1,
        "view": "hall",
        "epoch": epoch,
        "seq": seq,
        "server_time": NOW,
    }
