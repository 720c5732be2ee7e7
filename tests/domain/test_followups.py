"""The life of a follow-up: every state and step, and how far rights go."""

from datetime import date

import pytest

from app.domain.errors import BadField
from app.domain.followups import (
    CLOSED,
    WAYS,
    FollowUpState,
    IllegalFollowUp,
    Reach,
    is_overdue,
    reach,
    step,
)
from app.domain.roles import Actor, Grant, Permission, Role

ALLOWED = {
    "in_progress": ("open forwarded", "follow_up.update", ""),
    "resolved": ("open in_progress forwarded", "follow_up.update", "reply"),
    "explained": ("open in_progress forwarded", "follow_up.update", "reply"),
    "forwarded": ("open in_progress forwarded", "follow_up.update", "agency"),
    "open": ("resolved explained", "follow_up.manage", "note"),
}
SEE = Permission.SEE_FOLLOW_UPS


@pytest.mark.parametrize("to", FollowUpState)
def test_step_leads_where_the_contract_says_and_from_nowhere_else(to: FollowUpState) -> None:
    sources, permission, needs = ALLOWED[to]
    assert (WAYS[to].permission, WAYS[to].needs) == (permission, needs)
    for state in FollowUpState:
        if state in sources.split():
            assert step(state, to, {"reply", "agency", "note"}) is to
            continue
        with pytest.raises(IllegalFollowUp) as refused:
            step(state, to, {"reply", "agency", "note"})
        assert refused.value.facts["allowed_from"] == sorted(sources.split())


@pytest.mark.parametrize("to", [to for to in FollowUpState if ALLOWED[to][2]])
def test_step_asks_for_what_has_to_be_said(to: FollowUpState) -> None:
    sources, _, needs = ALLOWED[to]
    with pytest.raises(BadField) as refused:
        step(FollowUpState(sources.split()[0]), to, set())
    assert refused.value.facts == {"field": needs, "reason": "missing"}


def test_only_what_is_pending_can_be_overdue() -> None:
    due, after = date(2025, 3, 21), date(2025, 3, 22)
    for state in FollowUpState:
        assert not is_overdue(state, due, due)
        assert is_overdue(state, due, after) == (state not in CLOSED)


def _actor(*grants: Grant) -> Actor:
    return Actor("ai", grants)


OFFICIAL = Grant(Role.OFFICIAL, official="lanh-dao-so-noi-vu")
SITE = Grant(Role.SITE_MODERATOR, site="cho-don")


@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        (_actor(Grant(Role.MODERATOR)), Reach()),
        (_actor(OFFICIAL, Grant(Role.CHAIR)), Reach()),
        (_actor(Grant(Role.INTEGRATION, scopes=frozenset({SEE}))), Reach()),
        (_actor(Grant(Role.INTEGRATION)), Reach(frozenset(), frozenset())),
        (_actor(Grant(Role.SCREEN)), Reach(frozenset(), frozenset())),
        (_actor(OFFICIAL), Reach(frozenset({"so-noi-vu"}), frozenset())),
        (_actor(SITE), Reach(frozenset(), frozenset({"cho-don"}))),
        (_actor(SITE, OFFICIAL), Reach(frozenset({"so-noi-vu"}), frozenset({"cho-don"}))),
    ],
)
def test_right_goes_as_far_as_its_role(actor: Actor, expected: Reach) -> None:
    agencies = {"so-noi-vu"} if actor.officials() else set()
    within = reach(actor, SEE, agencies)
    assert within == expected
    everywhere = expected == Reach()
    assert within.holds_for("so-y-te", "na-ri") == everywhere
    assert within.holds_for("so-noi-vu", "na-ri") == (everywhere or bool(agencies))
    assert within.holds_for("so-y-te", "cho-don") == (everywhere or SITE in actor.grants)


def test_who_speaks_for_the_agency_is_told_more_than_the_site() -> None:
    both = reach(_actor(SITE, OFFICIAL), SEE, {"so-noi-vu"})
    assert both.is_only_of_sites("so-y-te")
    assert not both.is_only_of_sites("so-noi-vu")
    assert not Reach().is_only_of_sites("so-y-te")
