"""What docs and domain say of commands and views, written down a second time, independently.

`verdict` says how a command on a question has to be answered; `allowed` which marked words of a
question a view may hold. Words that must not leak carry a mark: `text-17x`, `phone`
and `circumstances` as a number.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from tests.live.client import Json

LISTED = {"queued", "answering", "answered", "deferred"}
ENDED = {"answered", "deferred", "rejected", "merged", "withdrawn"}
CAN_LEAD = {"submitted", "approved"} | LISTED
STEPS: Mapping[str, tuple[set[str], str]] = {
    "revise": ({"submitted", "returned"}, "submitted"),
    "return": ({"submitted", "approved"}, "returned"),
    "approve": ({"submitted"}, "approved"),
    "reject": ({"submitted", "approved", "queued"}, "rejected"),
    "merge": ({"submitted", "approved", "queued"}, "merged"),
    "withdraw": ({"submitted", "returned", "approved", "queued"}, "withdrawn"),
    "enqueue": ({"submitted", "approved"}, "queued"),
    "dequeue": ({"queued"}, "approved"),
    "call": ({"queued"}, "answering"),
    "put_back": ({"answering"}, "queued"),
    "finish": ({"answering"}, "answered"),
    "defer": ({"approved", "queued", "answering"}, "deferred"),
    "recall": ({"answered", "deferred"}, "queued"),
    "restore": ({"rejected", "withdrawn", "merged"}, "submitted"),
}
FLOOR = {"call", "put_back", "finish", "defer", "recall"}
_CHAIR = FLOOR | {"dequeue"}
_OWN_SITE = {"revise", "withdraw"}
REFUSED = {401, 403, 404, 409, 422}

Desk = Mapping[int, Json]
"""The desk's questions by number: everything there is to know of them."""


def may(who: str | None, command: str, site: str) -> bool:
    """Tell whether one of the world's people may give a command to a question of a site."""
    match who:
        case "moderator" | "moderator-2" | "admin":
            return True
        case "chair":
            return command in _CHAIR
        case "cho-don" | "na-ri":
            return command in _OWN_SITE and site == who
        case _:
            return False


def verdict(desk: Desk, who: str | None, command: str, number: int, body: Any) -> set[int]:
    """Return the statuses one of which the command has to be answered with."""
    question = desk[number]
    if not may(who, command, question["site"]):
        return {401, 403, 404}
    state, given = question["state"], body or {}
    if who == "chair" and state not in LISTED | {"approved"}:
        return {404}
    blocked = set()
    if state not in STEPS[command][0]:
        blocked.add(409)
    if command == "merge":
        if given["into"] == number:
            blocked.add(422)
        elif desk[given["into"]]["state"] not in CAN_LEAD:
            blocked.add(409)
    if command in {"withdraw", "reject"} and any(q["merged_into"] == number for q in desk.values()):
        blocked.add(409)
    if command == "call" and any(q["state"] == "answering" for q in desk.values()):
        blocked.add(409)
    if command == "enqueue" and given.get("before") is not None:
        before = given["before"]
        if before == number or desk[before]["state"] != "queued":
            blocked.add(409)
    return blocked or {200}


_MARK = re.compile(r"\b[a-z]+-\d+x|090[01] \d{6}")


def marks(value: object) -> set[str]:
    """Return the marks in any JSON."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return set(_MARK.findall(text))


def allowed(view: str, desk: Desk, agencies: Mapping[str, str | None]) -> set[str]:
    """Return the marks a view may hold, now that the questions stand like this.

    `agencies` says for which agency each official speaks.
    """
    found: set[str] = set()
    for question in desk.values():
        found |= _of_one(view, question, agencies)
    return found


def _of_one(view: str, question: Json, agencies: Mapping[str, str | None]) -> set[str]:
    kind, _, whose = view.partition("/")
    assignment = question["assignment"] or {}
    involved = {assignment.get("lead"), *assignment.get("supporting", ())}
    if question["preparation"] is not None:
        asked = question["preparation"]["agency"]
        involved |= {official for official, agency in agencies.items() if agency == asked}
    agreed = [o["asker"] for o in question["origins"] if o["asker"]["may_show_name"]]
    shown: set[str] = set()
    if question["state"] in LISTED:
        shown |= marks(question["text"]) | _names(agreed)
    if kind == "desk":
        return marks(question)
    if kind == "chair" and (question["state"] in LISTED | {"approved"}):
        known = {**question, "attachments": None, "prepared_answer": _cleared(question)}
        known["published"] = None
        return {mark for mark in marks(known) if not mark.startswith(("0900", "0901"))}
    if kind == "site" and question["site"] == whose:
        fields = ("text", "original_text", "asker", "reason", "attachments")
        own = [question[field] for field in fields]
        return shown | marks(own) | _names(agreed)
    if kind == "official" and whose in involved:
        known_to = ("text", "assignment", "answer", "follow_ups", "preparation", "prepared_answer")
        told = [question[field] for field in known_to]
        return shown | marks(told) | _names([question["asker"], *agreed])
    return shown


def _cleared(question: Json) -> str | None:
    """Return the prepared answer's text, once the chair may see it."""
    prepared = question["prepared_answer"]
    if prepared is None or prepared["state"] != "cleared":
        return None
    text: str = prepared["text"]
    return text


def _names(askers: list[Json]) -> set[str]:
    return {mark for asker in askers for mark in marks([asker["name"], asker["position"]])}


def has_private_fields(view: str, message: Json) -> bool:
    """Tell whether a message holds fields, or an actor, that only some views have."""
    kind, _, whose = view.partition("/")
    if kind in {"desk", "chair"}:
        return False
    content = message.get("state") or message.get("upsert") or {}
    conference = content.get("conference") or {}
    sites = [site for site in content.get("sites", ()) if "readiness" in site]
    actors = [event for event in message.get("events", ()) if event["actor"] is not None]
    return bool(
        {"queue_version", "can_undo"} & conference.keys()
        or any(kind != "site" or site["slug"] != whose for site in sites)
        or actors
    )
