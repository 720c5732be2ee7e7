"""The life of a follow-up: opened with a promise, worked on, replied to, or sent on."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.errors import BadField, Refusal
from app.domain.lifecycle import State
from app.domain.roles import Actor, Permission, Role


class IllegalFollowUp(Refusal):
    """The follow-up is in a state from which the step does not lead anywhere."""

    code = "illegal_follow_up"

    def __init__(self, step: str, state: str, allowed_from: Sequence[str]) -> None:
        super().__init__(step=step, state=state, allowed_from=list(allowed_from))


class FollowUpState(StrEnum):
    """How far a promise has come."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    RESOLVED = "resolved"
    EXPLAINED = "explained"
    FORWARDED = "forwarded"


class Needs(StrEnum):
    """What has to be said with a step; the names are those of the API's fields."""

    NOTHING = ""
    REPLY = "reply"
    AGENCY = "agency"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Way:
    """From where one comes into a state, the right it takes, and what has to be said."""

    sources: frozenset[FollowUpState]
    permission: Permission
    needs: Needs


def _way(permission: Permission, needs: Needs, *sources: FollowUpState) -> Way:
    return Way(frozenset(sources), permission, needs)


S, P = FollowUpState, Permission

CLOSED = frozenset({S.RESOLVED, S.EXPLAINED})
"""States in which the agency has done with it: the asker's site is told the reply."""
PENDING = frozenset(FollowUpState) - CLOSED

WAYS: dict[FollowUpState, Way] = {
    S.IN_PROGRESS: _way(P.UPDATE_FOLLOW_UP, Needs.NOTHING, S.OPEN, S.FORWARDED),
    S.RESOLVED: _way(P.UPDATE_FOLLOW_UP, Needs.REPLY, S.OPEN, S.IN_PROGRESS, S.FORWARDED),
    S.EXPLAINED: _way(P.UPDATE_FOLLOW_UP, Needs.REPLY, S.OPEN, S.IN_PROGRESS, S.FORWARDED),
    S.FORWARDED: _way(P.UPDATE_FOLLOW_UP, Needs.AGENCY, S.OPEN, S.IN_PROGRESS, S.FORWARDED),
    S.OPEN: _way(P.MANAGE_FOLLOW_UPS, Needs.NOTE, *CLOSED),
}
"""The whole of a follow-up's life, by where a step leads; it begins as `open`."""

CAN_PROMISE = frozenset({State.ANSWERING, State.ANSWERED, State.DEFERRED})
"""States of a question in which something can be promised."""


def step(state: FollowUpState, to: FollowUpState, said: Collection[str]) -> FollowUpState:
    """Return the state after a step, given the names of the fields that have a value.

    Raises `IllegalFollowUp`, which names the states the step would have been allowed from, and
    `BadField` for what the step needs and nobody has said.
    """
    way = WAYS[to]
    if state not in way.sources:
        raise IllegalFollowUp(to, state, sorted(way.sources))
    if way.needs is not Needs.NOTHING and way.needs not in said:
        raise BadField(way.needs, "missing")
    return to


def is_overdue(state: str, due: date, today: date) -> bool:
    """Tell whether the day of the reply has gone by without one."""
    return due < today and state in PENDING


@dataclass(frozen=True, slots=True)
class Reach:
    """Which follow-ups of a conference a right holds for; `None` in place of sets: all."""

    agencies: frozenset[str] | None = None
    sites: frozenset[str] | None = None

    def holds_for(self, agency: str, site: str) -> bool:
        """Tell whether a follow-up of this agency, on a question of this site, is within."""
        if self.agencies is None or self.sites is None:
            return True
        return agency in self.agencies or site in self.sites

    def is_only_of_sites(self, agency: str) -> bool:
        """Tell whether a follow-up of this agency is seen for its question's site alone."""
        return self.agencies is not None and agency not in self.agencies


def reach(actor: Actor, permission: Permission, agencies: Collection[str]) -> Reach:
    """Return how far a right of the actor goes; `agencies` are those of its officials."""
    grants = [grant for grant in actor.grants if grant.has(permission)]
    if any(grant.role not in {Role.OFFICIAL, Role.SITE_MODERATOR} for grant in grants):
        return Reach()
    speaks = any(grant.role is Role.OFFICIAL for grant in grants)
    sites = {grant.site for grant in grants if grant.role is Role.SITE_MODERATOR}
    return Reach(
        frozenset(agencies if speaks else ()), frozenset(site for site in sites if site is not None)
    )
