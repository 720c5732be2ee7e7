"""The renderings of a question, from the fullest to the barest. The rule is in `views`."""

from collections.abc import Callable
from typing import Any

from app.domain.facts import Asker, Promise, QuestionFacts
from app.domain.followups import CLOSED
from app.domain.preparation import Preparedness

Shown = dict[str, Any]
"""A rendered object: names of the API to JSON-able values."""


def _asker_line(asker: Asker) -> Shown:
    return {"name": asker.name, "position": asker.position, "organisation": asker.organisation}


def _full_asker(asker: Asker) -> Shown:
    return _asker_line(asker) | {
        "phone": asker.phone,
        "circumstances": asker.circumstances,
        "may_show_name": asker.may_show_name,
    }


def _chair_asker(asker: Asker) -> Shown:
    return _asker_line(asker) | {"may_show_name": asker.may_show_name}


def _agreed_asker(asker: Asker) -> Shown | None:
    return _asker_line(asker) if asker.may_show_name else None


def _origins(question: QuestionFacts, asker: Callable[[Asker], Shown | None]) -> list[Shown]:
    first = {"site": question.site, "asker": asker(question.asker)}
    return [first, *({"site": m.site, "asker": asker(m.asker)} for m in question.merged_in)]


def _reason(question: QuestionFacts) -> Shown | None:
    if question.reason_code is None and question.reason_note is None:
        return None
    return {"code": question.reason_code, "note": question.reason_note}


def _who_answers(question: QuestionFacts) -> Shown | None:
    if question.assignment is None:
        return None
    supporting = [p.official for p in question.assignment.parts if not p.lead]
    return {"lead": question.assignment.lead().official, "supporting": supporting}


def _assignment(question: QuestionFacts) -> Shown | None:
    if question.assignment is None:
        return None
    lead = question.assignment.lead()
    declined = [
        {"official": part.official, "reason": part.reason}
        for part in question.assignment.parts
        if part.status == "declined"
    ]
    return (_who_answers(question) or {}) | {
        "status": lead.status,
        "note": question.assignment.note,
        "declined": declined,
    }


def _turn(question: QuestionFacts) -> Shown | None:
    if question.answer is None:
        return None
    return {
        "official": question.answer.official,
        "started_at": question.answer.started_at,
        "ended_at": question.answer.ended_at,
    }


def _answer(question: QuestionFacts) -> Shown | None:
    turn = _turn(question)
    if turn is None or question.answer is None:
        return None
    return turn | {"summary": question.answer.summary}


def _promise(promise: Promise) -> Shown:
    return {
        "id": promise.id,
        "agency": promise.agency,
        "due": promise.due,
        "state": promise.state,
    }


def _written(promise: Promise) -> Shown:
    return {"document_number": promise.document_number, "reply": promise.reply}


def _promises(question: QuestionFacts) -> list[Shown]:
    return [_promise(promise) for promise in question.promises]


def _full_promises(question: QuestionFacts) -> list[Shown]:
    return [_promise(p) | {"promise": p.promise} | _written(p) for p in question.promises]


def _told_promises(question: QuestionFacts) -> list[Shown]:
    """Return what the asker's site is told: the reply once it is given, not as it is drafted."""
    return [
        _promise(p) | {"promise": p.promise} | (_written(p) if p.state in CLOSED else {})
        for p in question.promises
    ]


def _attachments(question: QuestionFacts) -> list[Shown]:
    return [
        {"id": a.id, "name": a.name, "media_type": a.media_type, "size": a.size}
        for a in question.attachments
    ]


def _prepared(question: QuestionFacts) -> Shown | None:
    if question.prepared is None:
        return None
    return {
        "agency": question.prepared.agency,
        "state": question.prepared.state,
        "text": question.prepared.text,
        "note": question.prepared.note,
        "updated_at": question.prepared.updated_at,
        "updated_by": question.prepared.updated_by,
    }


def _asked(question: QuestionFacts) -> Shown | None:
    if question.asked is None:
        return None
    return {
        "agency": question.asked.agency,
        "due": question.asked.due,
        "note": question.asked.note,
        "asked_at": question.asked.asked_at,
    }


def _cleared(question: QuestionFacts) -> Shown | None:
    shown = _prepared(question)
    if shown is None or shown["state"] is not Preparedness.CLEARED:
        return None
    return {name: value for name, value in shown.items() if name != "note"}


def _publication(question: QuestionFacts) -> Shown | None:
    if question.published is None:
        return None
    return {"at": question.published.at, "answer": question.published.answer}


def _listed(question: QuestionFacts) -> Shown:
    return {
        "id": question.id,
        "number": question.number,
        "site": question.site,
        "topic": question.topic,
        "kind": question.kind,
        "origin": question.origin,
        "text": question.text,
        "state": question.state,
        "state_since": question.state_since,
        "rank": question.rank,
        "asker": _agreed_asker(question.asker),
        "origins": _origins(question, _agreed_asker),
        "assignment": _who_answers(question),
        "answer": _turn(question),
    }


def _own(question: QuestionFacts) -> Shown:
    return _listed(question) | {
        "original_text": question.original_text,
        "is_late": question.is_late,
        "submitted_at": question.submitted_at,
        "version": question.version,
        "asker": _full_asker(question.asker),
        "reason": _reason(question),
        "merged_into": question.merged_into,
        "attachments": _attachments(question),
        "follow_ups": _told_promises(question),
    }


def _assigned(question: QuestionFacts) -> Shown:
    return _listed(question) | {
        "submitted_at": question.submitted_at,
        "version": question.version,
        "asker": _asker_line(question.asker),
        "assignment": _assignment(question),
        "answer": _answer(question),
        "follow_ups": _promises(question),
        "preparation": _asked(question),
        "prepared_answer": _prepared(question),
    }


def _chair(question: QuestionFacts) -> Shown:
    return _assigned(question) | {
        "original_text": question.original_text,
        "is_late": question.is_late,
        "asker": _chair_asker(question.asker),
        "origins": _origins(question, _chair_asker),
        "reason": _reason(question),
        "merged_into": question.merged_into,
        "follow_ups": _full_promises(question),
        "prepared_answer": _cleared(question),
    }


def _desk(question: QuestionFacts) -> Shown:
    return _chair(question) | {
        "asker": _full_asker(question.asker),
        "origins": _origins(question, _full_asker),
        "attachments": _attachments(question),
        "prepared_answer": _prepared(question),
        "published": _publication(question),
    }


def _published(question: QuestionFacts) -> Shown:
    return {
        "number": question.number,
        "site": question.site,
        "topic": question.topic,
        "kind": question.kind,
        "text": question.text,
        "asker": _agreed_asker(question.asker),
        "official": question.answer and question.answer.official,
        "answer": question.published and question.published.answer,
        "published_at": question.published and question.published.at,
    }


RENDERINGS: dict[str, Callable[[QuestionFacts], Shown]] = {
    "desk": _desk,
    "chair": _chair,
    "own": _own,
    "assigned": _assigned,
    "listed": _listed,
    "published": _published,
}
"""By name, the fullest first."""
