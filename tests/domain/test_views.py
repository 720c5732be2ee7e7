"""Who is shown what of a question, and when a screen is told of a change."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, permutations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import to_json

from app.domain.facts import (
    Asked,
    Asker,
    Assigned,
    Attached,
    Floor,
    MergedIn,
    Part,
    Prepared,
    Promise,
    Published,
    QuestionFacts,
    Spoken,
)
from app.domain.lifecycle import State
from app.domain.preparation import Preparedness
from app.domain.roles import Actor, Grant, Permission, Role
from app.domain.views import (
    PUBLISHED,
    View,
    ViewName,
    audiences,
    last_seen_change,
    project,
    project_floor,
    project_for,
    render,
    seen_after,
    views_of,
)

NOON = datetime(2025, 6, 14, 5, 0, tzinfo=UTC)

DESK, CHAIR = View(ViewName.DESK), View(ViewName.CHAIR)
HALL, PUBLIC = View(ViewName.HALL), View(ViewName.PUBLIC)
OWN_SITE, OTHER_SITE = View(ViewName.SITE, "cho-don"), View(ViewName.SITE, "na-ri")
LEAD, SUPPORT = View(ViewName.OFFICIAL, "chu-tich"), View(ViewName.OFFICIAL, "giam-doc")
ASKED = View(ViewName.OFFICIAL, "pho-giam-doc")
NO_PART = View(ViewName.OFFICIAL, "truong-phong")

OF_THE_HALL = "queued answering answered deferred"
OF_THE_CHAIR = "approved " + OF_THE_HALL
ALL = "submitted returned rejected merged withdrawn " + OF_THE_CHAIR
HAS = {
    DESK: ALL,
    CHAIR: OF_THE_CHAIR,
    OWN_SITE: ALL,
    OTHER_SITE: OF_THE_HALL,
    LEAD: ALL,
    SUPPORT: ALL,
    ASKED: ALL,
    NO_PART: OF_THE_HALL,
    HALL: OF_THE_HALL,
    PUBLIC: OF_THE_HALL,
}
"""View → the states in which it has the question of Chợ Đồn, which is assigned to `chu-tich`, and
which the agency of `pho-giam-doc` is asked about."""

QUESTION = QuestionFacts(
    id=41,
    number=17,
    site="cho-don",
    topic="giao-thong",
    kind="question",
    origin="live",
    asker=Asker("ASKER", "POSITION", "ORGANISATION", "PHONE", circumstances="CASE"),
    text="TEXT",
    original_text="ORIGINAL",
    state=State.ANSWERED,
    state_since=NOON,
    version=7,
    rank="i00000",
    submitted_at=NOON,
    reason_code="REASON",
    reason_note="NOTE-TO-SITE",
    merged_in=(
        MergedIn(5, "na-ri", Asker("SILENT", phone="SECOND-PHONE", circumstances="SECOND-CASE")),
        MergedIn(
            6,
            "ba-be",
            Asker("WILLING", phone="THIRD-PHONE", circumstances="THIRD-CASE", may_show_name=True),
        ),
    ),
    assignment=Assigned(
        (
            Part("chu-tich", True, "accepted", None),
            Part("giam-doc", False, "declined", "WHY-DECLINED"),
        ),
        "NOTE-TO-OFFICIALS",
    ),
    answer=Spoken("chu-tich", NOON, NOON + timedelta(minutes=3), "SUMMARY"),
    promises=(Promise(9, "so-giao-thong", date(2025, 7, 1), "open"),),
    attachments=(Attached(3, "FILE", "image/png", 70),),
    prepared=Prepared(
        "so-giao-thong", Preparedness.SUBMITTED, "PREPARED", "NOTE-TO-AGENCY", NOON, "WRITER"
    ),
    published=Published(NOON, "PUBLISHED"),
    asked=Asked("so-giao-thong", date(2025, 6, 9), "WHAT-IS-ASKED", NOON, ("pho-giam-doc",)),
)

NEVER_LISTED = (
    "ASKER POSITION ORGANISATION PHONE ORIGINAL REASON NOTE-TO-SITE SILENT SECOND-PHONE "
    "THIRD-PHONE CASE SECOND-CASE THIRD-CASE WHY-DECLINED NOTE-TO-OFFICIALS SUMMARY PUBLISHED "
    "FILE PREPARED NOTE-TO-AGENCY WRITER WHAT-IS-ASKED"
)
STAYS_PRIVATE_TO = {
    "PHONE": {DESK, OWN_SITE},
    "CASE": {DESK, OWN_SITE},
    "SECOND-CASE": {DESK},
    "THIRD-CASE": {DESK},
    "SECOND-PHONE": {DESK},
    "THIRD-PHONE": {DESK},
    "SILENT": {DESK, CHAIR},
    "ASKER": {DESK, CHAIR, OWN_SITE, LEAD, SUPPORT, ASKED},
    "NOTE-TO-SITE": {DESK, CHAIR, OWN_SITE},
    "NOTE-TO-OFFICIALS": {DESK, CHAIR, LEAD, SUPPORT, ASKED},
    "WHY-DECLINED": {DESK, CHAIR, LEAD, SUPPORT, ASKED},
    "SUMMARY": {DESK, CHAIR, LEAD, SUPPORT, ASKED},
    "ORIGINAL": {DESK, CHAIR, OWN_SITE},
    "FILE": {DESK, OWN_SITE},
    "PUBLISHED": {DESK},
    "PREPARED": {DESK, LEAD, SUPPORT, ASKED},
    "NOTE-TO-AGENCY": {DESK, LEAD, SUPPORT, ASKED},
    "WHAT-IS-ASKED": {DESK, CHAIR, LEAD, SUPPORT, ASKED},
    "WRITER": {DESK, LEAD, SUPPORT, ASKED},
    "TEXT": set(HAS),
    "WILLING": set(HAS),
}
"""A piece of the question → the views that show it, and no others do."""


def words(shown: Any) -> str:
    return to_json(shown).decode()


def test_view_has_a_question_in_the_states_of_the_contract_and_in_no_others() -> None:
    for view, states in HAS.items():
        for state in State:
            shown = project(view, replace(QUESTION, state=state))
            assert (shown is not None) == (state in states.split()), (str(view), state)


def test_unassigned_question_is_no_business_of_an_official_before_the_queue() -> None:
    facts = replace(QUESTION, state=State.APPROVED, assignment=None)
    assert project(LEAD, facts) is None


def test_nothing_private_is_in_what_the_hall_is_shown() -> None:
    for view in (HALL, PUBLIC, OTHER_SITE, NO_PART):
        for state in OF_THE_HALL.split():
            text = words(project(view, replace(QUESTION, state=State(state))))
            assert not [secret for secret in NEVER_LISTED.split() if f'"{secret}"' in text], str(
                view
            )


def test_late_question_is_marked_for_desk_chair_and_its_own_site() -> None:
    facts = replace(QUESTION, is_late=True)
    marking = {view for view in HAS if (project(view, facts) or {}).get("is_late")}
    assert marking == {DESK, CHAIR, OWN_SITE}


def test_listed_question_has_only_the_fields_for_everybody() -> None:
    assert set(project(HALL, QUESTION) or ()) == {
        *("id", "number", "site", "topic", "kind", "origin", "text", "state", "state_since"),
        *("rank", "asker", "origins", "assignment", "answer"),
    }
    listed: dict[str, Any] = project(HALL, QUESTION) or {}
    assert listed["asker"] is None
    assert listed["assignment"] == {"lead": "chu-tich", "supporting": ["giam-doc"]}
    assert set(listed["answer"]) == {"official", "started_at", "ended_at"}


def test_each_private_piece_is_shown_in_the_views_it_is_for_and_in_no_others() -> None:
    for secret, views in STAYS_PRIVATE_TO.items():
        showing = {view for view in HAS if f'"{secret}"' in words(project(view, QUESTION))}
        assert showing == views, (secret, [str(view) for view in showing ^ views])


def test_prepared_answer_reaches_the_chair_once_it_is_cleared_and_its_note_never() -> None:
    assert QUESTION.prepared is not None
    for state in Preparedness:
        facts = replace(QUESTION, prepared=replace(QUESTION.prepared, state=state))
        for view in HAS:
            shown = words(project(view, facts))
            is_for = view in {DESK, LEAD, SUPPORT, ASKED}
            is_cleared = view == CHAIR and state is Preparedness.CLEARED
            assert ('"PREPARED"' in shown) == (is_for or is_cleared), (str(view), state)
            assert ('"NOTE-TO-AGENCY"' in shown) == is_for, (str(view), state)


def test_askers_name_reaches_the_hall_when_the_asker_agreed_but_never_phone_or_circumstances() -> (
    None
):
    facts = replace(QUESTION, asker=replace(QUESTION.asker, may_show_name=True))
    agreed = {"name": "ASKER", "position": "POSITION", "organisation": "ORGANISATION"}
    for view in (HALL, PUBLIC, OTHER_SITE, NO_PART):
        shown = project(view, facts) or {}
        assert shown["asker"] == agreed
        assert shown["origins"][0] == {"site": "cho-don", "asker": agreed}
        assert "PHONE" not in words(shown)
        assert "CASE" not in words(shown)


def test_published_question_has_what_is_for_everybody_and_not_a_word_more() -> None:
    shown = render(PUBLISHED, QUESTION)
    assert shown == {
        "number": 17,
        "site": "cho-don",
        "topic": "giao-thong",
        "kind": "question",
        "text": "TEXT",
        "asker": None,
        "official": "chu-tich",
        "answer": "PUBLISHED",
        "published_at": NOON,
    }
    agreed = replace(QUESTION, asker=replace(QUESTION.asker, may_show_name=True))
    named = {"name": "ASKER", "position": "POSITION", "organisation": "ORGANISATION"}
    assert render(PUBLISHED, agreed) == shown | {"asker": named}


def test_question_is_for_the_public_only_while_published_and_answered() -> None:
    for state in State:
        facts = replace(QUESTION, state=state)
        is_public = state in {State.ANSWERED, State.DEFERRED}
        assert (PUBLISHED in audiences(facts)) == is_public, state
        assert PUBLISHED not in audiences(replace(facts, published=None)), state


def test_merged_question_keeps_every_site_and_asker_in_origins() -> None:
    for view in HAS:
        origins = (project(view, QUESTION) or {})["origins"]
        assert [origin["site"] for origin in origins] == ["cho-don", "na-ri", "ba-be"], str(view)
        assert origins[2]["asker"]["name"] == "WILLING", str(view)
    names = [origin["asker"]["name"] for origin in (project(DESK, QUESTION) or {})["origins"]]
    assert names == ["ASKER", "SILENT", "WILLING"]


def test_fullest_view_wins_in_whatever_order_they_come() -> None:
    fullest_first = [DESK, CHAIR, OWN_SITE, LEAD, HALL]
    for size in range(1, 6):
        for views in combinations(fullest_first, size):
            for order in permutations(views):
                assert project_for(order, QUESTION) == project(views[0], QUESTION)


def test_nobody_is_shown_anything_without_a_view() -> None:
    assert project_for((), QUESTION) is None
    assert project_for((CHAIR, HALL), replace(QUESTION, state=State.SUBMITTED)) is None
    shown = project_for((HALL, OWN_SITE), replace(QUESTION, state=State.SUBMITTED))
    assert shown == project(OWN_SITE, replace(QUESTION, state=State.SUBMITTED))


def test_floor_is_shown_question_by_question() -> None:
    floor = Floor(replace(QUESTION, state=State.ANSWERING), None, can_undo=True)
    shown = project_floor((HALL,), floor)
    assert shown == {
        "current": project(HALL, replace(QUESTION, state=State.ANSWERING)),
        "next": None,
        "can_undo": True,
    }


def test_each_role_looks_through_its_own_view() -> None:
    def views(grant: Grant) -> list[str]:
        return [str(view) for view in views_of(Actor("somebody", (grant,)))]

    assert views(Grant(Role.ADMIN)) == ["desk"]
    assert views(Grant(Role.MODERATOR)) == ["desk"]
    assert views(Grant(Role.CHAIR)) == ["chair"]
    assert views(Grant(Role.SITE_MODERATOR, site="na-ri")) == ["site/na-ri"]
    assert views(Grant(Role.OFFICIAL, official="chu-tich")) == ["official/chu-tich"]
    assert views(Grant(Role.SCREEN)) == ["hall"]
    assert views(Grant(Role.INTEGRATION, scopes=frozenset({Permission.SUBMIT}))) == []
    assert views(Grant(Role.INTEGRATION, scopes=frozenset({Permission.VIEW_DESK}))) == ["desk"]
    assert views_of(Actor("nobody", ())) == ()


askers = st.builds(
    Asker,
    name=st.sampled_from(["A", "B"]),
    position=st.sampled_from([None, "P"]),
    phone=st.sampled_from([None, "1", "2"]),
    circumstances=st.sampled_from([None, "C"]),
    may_show_name=st.booleans(),
)
parts = st.builds(
    lambda lead, status, reason, other: (
        Part(lead, True, status, reason),
        *([Part("giam-doc", False, "pending", None)] if other else []),
    ),
    st.sampled_from(["chu-tich", "truong-phong"]),
    st.sampled_from(["pending", "declined"]),
    st.sampled_from([None, "R"]),
    st.booleans(),
)
changes: dict[str, st.SearchStrategy[Any]] = {
    "state": st.sampled_from(list(State)),
    "rank": st.sampled_from([None, "i", "j"]),
    "text": st.sampled_from(["T", "U"]),
    "version": st.integers(1, 3),
    "asker": askers,
    "reason_note": st.sampled_from([None, "N"]),
    "merged_into": st.sampled_from([None, 3]),
    "merged_in": st.just(()) | st.tuples(st.builds(MergedIn, st.just(5), st.just("na-ri"), askers)),
    "assignment": st.none() | st.builds(Assigned, parts, st.sampled_from([None, "M"])),
    "answer": st.none()
    | st.builds(Spoken, st.none(), st.just(NOON), st.none(), st.sampled_from([None, "S"])),
    "promises": st.sampled_from([(), QUESTION.promises]),
    "attachments": st.sampled_from([(), QUESTION.attachments]),
    "prepared": st.none()
    | st.builds(
        Prepared,
        st.sampled_from(["so-giao-thong", "so-noi-vu"]),
        st.sampled_from(list(Preparedness)),
        st.sampled_from(["T", "U"]),
        st.sampled_from([None, "N"]),
        st.just(NOON),
        st.just("W"),
    ),
    "published": st.sampled_from([None, QUESTION.published, Published(NOON, "OTHER")]),
}
differences = st.fixed_dictionaries({}, optional=changes)
numbers = st.dictionaries(
    st.sampled_from(["desk", "chair", "listed", "site/cho-don", "official/chu-tich"]),
    st.integers(1, 9),
)


@given(first=differences, then=differences, seen=numbers)
def test_view_is_told_exactly_when_its_picture_changed(
    first: dict[str, Any], then: dict[str, Any], seen: dict[str, int]
) -> None:
    before = replace(QUESTION, seen=seen, **first)
    after = replace(before, **then)
    stamped = replace(after, seen=seen_after(before, after, 10))
    for view in HAS:
        changed = project(view, before) != project(view, after)
        expected = 10 if changed else last_seen_change(view, before)
        assert last_seen_change(view, stamped) == expected, str(view)


@given(difference=differences)
def test_new_question_is_told_to_exactly_the_views_that_have_it(difference: dict[str, Any]) -> None:
    new = replace(QUESTION, **difference)
    stamped = replace(new, seen=seen_after(None, new, 1))
    for view in HAS:
        assert (last_seen_change(view, stamped) == 1) == (project(view, new) is not None), view
