"""The rules of a site's desk by themselves: order, what a refusal means, who is next."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.screens.messages import Json, question, snapshot

RULES = """
async ([name, ...given]) => (await import("/static/site/rules.js"))[name](...given)
"""
DRAFT = """
async ([name, ...given]) => (await import("/static/site/draft.js"))[name](...given)
"""
LISTS = """
async ([message, site]) => {
  const { fold } = await import("/static/fold.js");
  const lists = await import("/static/site/lists.js");
  const { objects } = fold(null, message).state;
  const numbers = (questions) => questions.map((one) => one.number);
  const { returned, open, over } = lists.ownQuestions(objects, site);
  const { now, next } = lists.callsOf(objects, site);
  return {
    returned: numbers(returned), open: numbers(open), over: numbers(over),
    now: now?.number ?? null, next: next?.number ?? null,
    places: Object.fromEntries(lists.placesInQueue(objects)),
  };
}
"""


def entry(id: int, owner: str = "a@c", refused: Json | None = None) -> Json:
    return {"id": id, "owner": owner, "refused": refused}


def test_only_own_entries_in_the_order_written(blank: Page) -> None:
    entries = [entry(3), entry(1), entry(2, "b@c"), entry(10)]
    own = blank.evaluate(RULES, ["ownEntries", entries, "a@c"])
    assert [one["id"] for one in own] == [1, 3, 10]


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([], None),
        ([entry(3), entry(1)], 1),
        ([entry(1, refused={"status": 422}), entry(2)], 2),
        ([entry(1, refused={"status": 422})], None),
    ],
)
def test_the_oldest_that_was_not_refused_is_next(
    blank: Page, entries: list[Json], expected: int | None
) -> None:
    found = blank.evaluate(RULES, ["nextToSend", entries])
    assert (found and found["id"]) == expected


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (0, "unreachable", "later"),
        (401, "not_signed_in", "signed-out"),
        (408, "x", "later"),
        (429, "too_many_requests", "later"),
        (500, "internal_error", "later"),
        (503, "unavailable", "later"),
        (409, "request_in_flight", "later"),
        (409, "conference_archived", "refused"),
        (422, "invalid_request", "refused"),
        (404, "not_found", "refused"),
        (404, "", "later"),
        (403, "", "later"),
        (302, "", "later"),
    ],
)
def test_what_an_answer_means(blank: Page, status: int, code: str, expected: str) -> None:
    problem = {"status": status, "code": code}
    assert blank.evaluate(RULES, ["meaningOf", problem]) == expected


def test_an_entry_ends_when_nothing_of_it_is_left(blank: Page) -> None:
    def after(entry: Json, arrived: Json) -> Any:
        return blank.evaluate(RULES, ["afterArrival", entry, arrived])

    files = [{"key": "f1"}, {"key": "f2"}]
    whole = entry(1) | {"number": None, "files": files}
    assert after(whole | {"files": []}, {"number": 7}) is None
    begun = after(whole, {"number": 7})
    assert (begun["number"], begun["files"]) == (7, files)
    half = after(begun, {"file": "f1"})
    assert (half["number"], half["files"]) == (7, [{"key": "f2"}])
    assert after(half, {"file": "f2"}) is None


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        ({}, {}),
        ({"text": " \n "}, {"text": "text_missing"}),
        ({"text": "👩🏽" * 2000}, {}),
        ({"text": "ế" * 4000}, {}),
        ({"text": "e\u0302\u0301" * 4000}, {}),
        ({"text": "W" * 4001}, {"text": "text_long"}),
        ({"name": " "}, {"name": "name_missing"}),
        ({"phone": "+84 (912) 345-678"}, {}),
        ({"phone": "gọi tôi"}, {"phone": "phone_wrong"}),
    ],
)
def test_what_cannot_be_sent_is_known_before(blank: Page, change: Json, faults: Json) -> None:
    values = {"text": "Bao giờ?", "name": "Mai", "phone": ""} | change
    assert blank.evaluate(DRAFT, ["faultsOf", values]) == faults


@pytest.mark.parametrize(
    ("phase", "chosen", "origin"),
    [("live", "", "live"), ("collecting", "", "collected"), ("collecting", "live", "live")],
)
def test_origin_follows_the_phase_until_chosen(
    blank: Page, phase: str, chosen: str, origin: str
) -> None:
    values = {"text": " a ", "name": "b", "position": "", "organisation": "", "phone": ""}
    values |= {"topic": "", "kind": "question", "origin": chosen}
    made = blank.evaluate(DRAFT, ["questionFrom", values, "cho-don", phase])
    assert (made["origin"], made["text"], made["topic"]) == (origin, "a", None)


def look(blank: Page, *questions: Json, **conference: Any) -> Any:
    return blank.evaluate(LISTS, [snapshot(1, *questions, **conference), "cho-don"])


def test_own_questions_stand_in_the_order_of_what_they_need(blank: Page) -> None:
    seen = look(
        blank,
        question(1, state="answered"),
        question(2, state="submitted"),
        question(3, "b"),
        question(4, "a", site="na-ri"),
        question(5, "c", state="answering"),
        question(6, state="returned"),
        question(7, state="approved"),
        question(8, "aa"),
    )
    assert (seen["returned"], seen["open"], seen["over"]) == ([6], [5, 8, 3, 7, 2], [1])
    assert seen["places"] == {"4": 1, "8": 2, "3": 3}
    assert (seen["now"], seen["next"]) == (5, None)


def test_next_also_when_another_question_stands_for_ours(blank: Page) -> None:
    origins = [{"site": "na-ri", "asker": None}, {"site": "cho-don", "asker": None}]
    lead = question(1, "a", site="na-ri", origins=origins)
    assert look(blank, lead, question(2, "b"))["next"] == 1


def test_nobody_is_called_before_the_dialogue(blank: Page) -> None:
    assert look(blank, question(1, "a"), phase="vetting")["next"] is None
