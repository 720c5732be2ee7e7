"""fold.js follows the rules of the live protocol; run in the browser that will run it."""

import pytest
from playwright.sync_api import Page

from tests.screens.messages import Json, change, question, resumed, snapshot, tick

FOLD = """
async (messages) => {
  const { fold, byRank } = await import("/static/fold.js");
  let state = null;
  const outcomes = messages.map((message) => {
    const folded = fold(state, message);
    state = folded.state;
    return folded.outcome;
  });
  const questions = [...(state?.objects.questions.values() ?? [])].sort(byRank);
  return [outcomes.join(" "), state?.seq ?? null, questions.map((one) => one.text).join(" ")];
}
"""
ONE = question(1, "b", text="một")
TWO = question(2, "a", text="hai")
ONE_LATER = question(1, "b", text="một*")

CASES: list[tuple[str, list[Json], str, int | None, str]] = [
    ("snapshot", [snapshot(5, ONE)], "applied", 5, "một"),
    ("snapshot replaces", [snapshot(5, ONE), snapshot(9, TWO)], "applied applied", 9, "hai"),
    ("change", [snapshot(5, ONE), change(5, 6, ONE_LATER)], "applied applied", 6, "một*"),
    ("overlap", [snapshot(5, ONE), change(3, 6, ONE_LATER)], "applied applied", 6, "một*"),
    ("old change", [snapshot(5, ONE), change(3, 5, ONE_LATER)], "applied ignored", 5, "một"),
    ("gap", [snapshot(5, ONE), change(6, 7, ONE_LATER)], "applied gap", 5, "một"),
    ("change before anything", [change(0, 1, ONE)], "gap", None, ""),
    (
        "tick passes over",
        [snapshot(5), tick(8), change(8, 9, ONE)],
        "applied applied applied",
        9,
        "một",
    ),
    ("tick never back", [snapshot(5), tick(4)], "applied ignored", 5, ""),
    ("remove", [snapshot(5, ONE, TWO), change(5, 6, remove=(1,))], "applied applied", 6, "hai"),
    (
        "remove the unknown",
        [snapshot(5, ONE), change(5, 6, remove=(7,))],
        "applied applied",
        6,
        "một",
    ),
    (
        "resumed",
        [snapshot(5, ONE), resumed(5), change(5, 9, TWO)],
        "applied applied applied",
        9,
        "hai một",
    ),
    ("resumed elsewhere", [snapshot(5), resumed(4)], "applied gap", 5, ""),
    ("resumed in another epoch", [snapshot(5), resumed(5, "e2")], "applied gap", 5, ""),
    ("unknown type", [snapshot(5), {"type": "later"}], "applied ignored", 5, ""),
    (
        "order",
        [snapshot(5, question(3, None), question(2, "a"), question(1, "a"), question(4, "10"))],
        "applied",
        5,
        "câu 4 câu 1 câu 2 câu 3",
    ),
]


@pytest.mark.parametrize(
    ("messages", "outcomes", "seq", "questions"),
    [pytest.param(*case, id=name) for name, *case in CASES],
)
def test_fold(
    blank: Page, messages: list[Json], outcomes: str, seq: int | None, questions: str
) -> None:
    assert blank.evaluate(FOLD, messages) == [outcomes, seq, questions]


def test_fold_leaves_the_old_state_as_it_was(blank: Page) -> None:
    sizes = blank.evaluate(
        """
        async ([first, second]) => {
          const { fold } = await import("/static/fold.js");
          const before = fold(null, first).state;
          const after = fold(before, second).state;
          return [before.objects.questions.size, after.objects.questions.size];
        }
        """,
        [snapshot(5, ONE), change(5, 6, TWO)],
    )
    assert sizes == [1, 2]
