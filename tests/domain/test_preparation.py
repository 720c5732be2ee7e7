"""The life of a prepared answer: every state and step, against the table of the contract."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.domain.preparation import WAYS, Preparedness, Step, prepare, usual_due
from app.domain.preparation_errors import IllegalPreparation, NotPrepared

ALLOWED = {
    ("none", "draft"): "draft",
    ("draft", "draft"): "draft",
    ("submitted", "draft"): "draft",
    ("cleared", "draft"): "draft",
    ("draft", "submit"): "submitted",
    ("draft", "clear"): "cleared",
    ("submitted", "clear"): "cleared",
    ("submitted", "return"): "draft",
    ("cleared", "return"): "draft",
}


@pytest.mark.parametrize("step", Step)
def test_step_leads_where_the_contract_says_and_from_nowhere_else(step: Step) -> None:
    sources = {source for source, name in ALLOWED if name == step} - {"none"}
    for state in Preparedness:
        if (state, step) in ALLOWED:
            assert prepare(state, step) == ALLOWED[state, step]
            continue
        with pytest.raises(IllegalPreparation) as refused:
            prepare(state, step)
        assert refused.value.facts == {
            "step": step,
            "state": state,
            "allowed_from": sorted(sources),
        }


def test_only_a_draft_can_be_made_of_nothing() -> None:
    assert prepare(None, Step.DRAFT) is Preparedness.DRAFT
    for step in set(Step) - {Step.DRAFT}:
        with pytest.raises(NotPrepared):
            prepare(None, step)


def test_agencies_write_and_moderators_clear() -> None:
    assert {step.value: way.permission.value for step, way in WAYS.items()} == {
        "draft": "prepared_answer.draft",
        "submit": "prepared_answer.draft",
        "clear": "prepared_answer.clear",
        "return": "prepared_answer.clear",
    }


def test_prepared_answers_are_due_five_days_before_and_today_at_the_earliest() -> None:
    # Three in the morning of the 15th in Hà Nội, still the 14th in UTC.
    starts = datetime(2025, 6, 14, 20, 0, tzinfo=UTC)
    zone = "Asia/Ho_Chi_Minh"
    assert usual_due(starts, zone, starts - timedelta(days=30)) == date(2025, 6, 10)
    assert usual_due(starts, zone, starts - timedelta(days=2)) == date(2025, 6, 13)
    assert usual_due(starts, zone, starts) is None
    assert usual_due(None, zone, starts) is None
