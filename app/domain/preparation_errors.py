"""Refusals of preparing answers, and of asking agencies for them."""

from collections.abc import Sequence

from app.domain.errors import Refusal


class NotPrepared(Refusal):
    """Nobody has drafted an answer to this question yet."""

    code = "not_prepared"


class NotAsked(Refusal):
    """No agency is asked to prepare an answer to this question."""

    code = "not_asked"


class IllegalPreparation(Refusal):
    """The prepared answer is in a state from which the step does not lead anywhere."""

    code = "illegal_preparation"

    def __init__(self, step: str, state: str, allowed_from: Sequence[str]) -> None:
        super().__init__(step=step, state=state, allowed_from=list(allowed_from))
