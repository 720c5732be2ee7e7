"""The life of a question and of a conference: states, commands, one table, one mover."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.errors import IllegalPhase, IllegalTransition
from app.domain.roles import Permission


class State(StrEnum):
    """Where a question is in its life."""

    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    QUEUED = "queued"
    ANSWERING = "answering"
    ANSWERED = "answered"
    DEFERRED = "deferred"
    REJECTED = "rejected"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class Command(StrEnum):
    """What can be done to a question; the names are those of the API."""

    REVISE = "revise"
    RETURN = "return"
    APPROVE = "approve"
    REJECT = "reject"
    MERGE = "merge"
    WITHDRAW = "withdraw"
    ENQUEUE = "enqueue"
    DEQUEUE = "dequeue"
    CALL = "call"
    PUT_BACK = "put_back"
    FINISH = "finish"
    DEFER = "defer"
    RECALL = "recall"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class Transition:
    """From which states a command leads to which, and the right it needs."""

    sources: frozenset[State]
    target: State
    permission: Permission


def _step(target: State, permission: Permission, *sources: State) -> Transition:
    return Transition(frozenset(sources), target, permission)


S, P = State, Permission

TRANSITIONS: dict[Command, Transition] = {
    Command.REVISE: _step(S.SUBMITTED, P.REVISE, S.SUBMITTED, S.RETURNED),
    Command.RETURN: _step(S.RETURNED, P.RETURN, S.SUBMITTED, S.APPROVED),
    Command.APPROVE: _step(S.APPROVED, P.APPROVE, S.SUBMITTED),
    Command.REJECT: _step(S.REJECTED, P.REJECT, S.SUBMITTED, S.APPROVED, S.QUEUED),
    Command.MERGE: _step(S.MERGED, P.MERGE, S.SUBMITTED, S.APPROVED, S.QUEUED),
    Command.WITHDRAW: _step(S.WITHDRAWN, P.WITHDRAW, S.SUBMITTED, S.RETURNED, S.APPROVED, S.QUEUED),
    Command.ENQUEUE: _step(S.QUEUED, P.ENQUEUE, S.SUBMITTED, S.APPROVED),
    Command.DEQUEUE: _step(S.APPROVED, P.DEQUEUE, S.QUEUED),
    Command.CALL: _step(S.ANSWERING, P.CALL, S.QUEUED),
    Command.PUT_BACK: _step(S.QUEUED, P.PUT_BACK, S.ANSWERING),
    Command.FINISH: _step(S.ANSWERED, P.FINISH, S.ANSWERING),
    Command.DEFER: _step(S.DEFERRED, P.DEFER, S.APPROVED, S.QUEUED, S.ANSWERING),
    Command.RECALL: _step(S.QUEUED, P.RECALL, S.ANSWERED, S.DEFERRED),
    Command.RESTORE: _step(S.SUBMITTED, P.RESTORE, S.REJECTED, S.WITHDRAWN, S.MERGED),
}
"""The whole of a question's life after `submit`, which makes it."""

ENDED = frozenset({S.ANSWERED, S.DEFERRED, S.REJECTED, S.MERGED, S.WITHDRAWN})
"""States in which an assignment can no longer be set or changed."""

CAN_LEAD = frozenset({S.SUBMITTED, S.APPROVED, S.QUEUED, S.ANSWERING, S.ANSWERED, S.DEFERRED})
"""States in which a question can take a merged one in."""


def move(state: State, command: Command) -> State:
    """Return the state that `command` leads to from `state`.

    Raises `IllegalTransition`, which names the states the command would have been allowed from.
    """
    transition = TRANSITIONS[command]
    if state not in transition.sources:
        raise IllegalTransition(command, state, sorted(transition.sources))
    return transition.target


class Phase(StrEnum):
    """The stages of a conference, in their order."""

    DRAFT = "draft"
    COLLECTING = "collecting"
    VETTING = "vetting"
    LIVE = "live"
    CLOSED = "closed"
    ARCHIVED = "archived"


_PHASES = list(Phase)


def move_phase(phase: Phase, to: Phase) -> Phase:
    """Return `to` when the conference may go there: any step on, or one step back.

    A step back mends a slip of the finger; from `archived` there is none. Raises `IllegalPhase`.
    """
    distance = _PHASES.index(to) - _PHASES.index(phase)
    if distance == 0 or distance < -1 or phase is Phase.ARCHIVED:
        raise IllegalPhase(phase, to)
    return to
