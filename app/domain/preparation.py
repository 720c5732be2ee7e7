"""The life of a prepared answer: drafted by an agency, submitted, cleared for the chair to see."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.errors import IllegalPreparation, NotPrepared
from app.domain.roles import Permission


class Preparedness(StrEnum):
    """How far a prepared answer has come; the chair sees it once it is cleared."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CLEARED = "cleared"


class Step(StrEnum):
    """What can be done to a prepared answer; the names are those of the API."""

    DRAFT = "draft"
    SUBMIT = "submit"
    CLEAR = "clear"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class Way:
    """From where a step leads to where, and the right it needs."""

    sources: frozenset[Preparedness]
    target: Preparedness
    permission: Permission


def _way(target: Preparedness, permission: Permission, *sources: Preparedness) -> Way:
    return Way(frozenset(sources), target, permission)


R, P = Preparedness, Permission

WAYS: dict[Step, Way] = {
    Step.DRAFT: _way(R.DRAFT, P.DRAFT_PREPARED, R.DRAFT, R.SUBMITTED, R.CLEARED),
    Step.SUBMIT: _way(R.SUBMITTED, P.DRAFT_PREPARED, R.DRAFT),
    Step.CLEAR: _way(R.CLEARED, P.CLEAR_PREPARED, R.DRAFT, R.SUBMITTED),
    Step.RETURN: _way(R.DRAFT, P.CLEAR_PREPARED, R.SUBMITTED, R.CLEARED),
}
"""The whole of a prepared answer's life; `draft` also begins it."""


def prepare(state: Preparedness | None, step: Step) -> Preparedness:
    """Return where `step` leads from `state`; `None` is a question without a prepared answer.

    Raises `NotPrepared` when there is nothing to take the step with, and `IllegalPreparation`,
    which names the states the step would have been allowed from.
    """
    way = WAYS[step]
    if state is None and step is not Step.DRAFT:
        raise NotPrepared
    if state is not None and state not in way.sources:
        raise IllegalPreparation(step, state, sorted(way.sources))
    return way.target
