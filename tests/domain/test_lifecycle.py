"""The life of a question and of a conference, pair by pair, against the table of the contract."""

from itertools import pairwise, product

import pytest

from app.domain.errors import IllegalPhase, IllegalTransition
from app.domain.lifecycle import ENDED, Command, Phase, State, move, move_phase

STATES = [
    *("submitted", "returned", "approved", "queued", "answering"),
    *("answered", "deferred", "rejected", "merged", "withdrawn"),
]

LIFE = {
    "revise": ("submitted returned", "submitted"),
    "return": ("submitted approved", "returned"),
    "approve": ("submitted", "approved"),
    "reject": ("submitted approved queued", "rejected"),
    "merge": ("submitted approved queued", "merged"),
    "withdraw": ("submitted returned approved queued", "withdrawn"),
    "enqueue": ("submitted approved", "queued"),
    "dequeue": ("queued", "approved"),
    "call": ("queued", "answering"),
    "put_back": ("answering", "queued"),
    "finish": ("answering", "answered"),
    "defer": ("approved queued answering", "deferred"),
    "recall": ("answered deferred", "queued"),
    "restore": ("rejected withdrawn merged", "submitted"),
}
"""Command → the states it is allowed from, and the state it leads to."""

PAIRS = list(product(LIFE, STATES))
LEGAL = [(command, state) for command, state in PAIRS if state in LIFE[command][0].split()]
ILLEGAL = [pair for pair in PAIRS if pair not in LEGAL]


def reachable_from(state: str, without: tuple[str, ...] = ()) -> set[str]:
    """Every state that commands other than `without` lead to from `state`."""
    reached, new = {state}, {state}
    while new:
        steps = product(set(Command) - {Command(name) for name in without}, new)
        new = {_after(command, at) for command, at in steps} - reached
        reached |= new
    return reached


def _after(command: Command, state: str) -> str:
    try:
        return move(State(state), command)
    except IllegalTransition:
        return state


def test_questions_have_the_states_and_commands_of_the_contract_and_no_others() -> None:
    assert sorted(STATES) == sorted(State)
    assert sorted(LIFE) == sorted(Command)
    assert len(LEGAL) == 29


def test_command_leads_from_each_allowed_state_to_its_target() -> None:
    for command, state in LEGAL:
        assert move(State(state), Command(command)) == LIFE[command][1], (command, state)


def test_command_from_any_other_state_is_refused_with_state_and_allowed_states() -> None:
    for command, state in ILLEGAL:
        with pytest.raises(IllegalTransition) as refusal:
            move(State(state), Command(command))
        facts = refusal.value.facts
        assert facts["command"] == command, (command, state)
        assert facts["state"] == state, (command, state)
        assert sorted(facts["allowed_from"]) == sorted(LIFE[command][0].split()), (command, state)


def test_rejected_question_cannot_be_queued() -> None:
    with pytest.raises(IllegalTransition):
        move(State.REJECTED, Command.ENQUEUE)


def test_answered_question_cannot_be_withdrawn() -> None:
    with pytest.raises(IllegalTransition):
        move(State.ANSWERED, Command.WITHDRAW)


def test_floor_is_reached_through_the_queue_only() -> None:
    assert "answering" in reachable_from("submitted")
    assert "answering" not in reachable_from("submitted", without=("call",))
    assert "queued" not in reachable_from("submitted", without=("enqueue", "recall"))


def test_no_state_is_a_dead_end() -> None:
    for state in STATES:
        assert "queued" in reachable_from(state), state


def test_question_has_ended_once_it_is_answered_deferred_or_out() -> None:
    assert sorted(ENDED) == ["answered", "deferred", "merged", "rejected", "withdrawn"]


PHASES = ["draft", "collecting", "vetting", "live", "closed", "archived"]


def test_conference_goes_through_its_phases_in_order() -> None:
    assert list(Phase) == PHASES
    for phase, following in pairwise(PHASES):
        assert move_phase(Phase(phase), Phase(following)) == following


def test_conference_may_leave_phases_out_but_goes_back_one_step_at_most() -> None:
    for was, to in product(range(5), range(6)):
        if to > was or to == was - 1:
            assert move_phase(Phase(PHASES[was]), Phase(PHASES[to])) == PHASES[to]
        else:
            with pytest.raises(IllegalPhase) as refusal:
                move_phase(Phase(PHASES[was]), Phase(PHASES[to]))
            assert refusal.value.facts == {"phase": PHASES[was], "to": PHASES[to]}


def test_archived_conference_stays_archived() -> None:
    for to in PHASES:
        with pytest.raises(IllegalPhase):
            move_phase(Phase.ARCHIVED, Phase(to))
