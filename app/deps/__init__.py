"""What routes ask for: the caller, the actor in a conference, a right, the one transaction."""

from app.deps.callers import (
    COOKIE,
    Caller,
    CallerDep,
    Require,
    Standing,
    StandingDep,
    actor_in,
    identify,
    is_own_origin,
    presented_secret,
    require,
    require_admin,
    standing_in,
)
from app.deps.commands import DeedDep, IfMatch, IfNotDone, NeedsIfMatch, OnceOnly
from app.deps.limiting import address_of, too_many
from app.deps.services import Services, services
from app.deps.unit import Reading, Unit, UnitDep, UnitRoute, WriteSession

__all__ = [
    "COOKIE",
    "Caller",
    "CallerDep",
    "DeedDep",
    "IfMatch",
    "IfNotDone",
    "NeedsIfMatch",
    "OnceOnly",
    "Reading",
    "Require",
    "Services",
    "Standing",
    "StandingDep",
    "Unit",
    "UnitDep",
    "UnitRoute",
    "WriteSession",
    "actor_in",
    "address_of",
    "identify",
    "is_own_origin",
    "presented_secret",
    "require",
    "require_admin",
    "services",
    "standing_in",
    "too_many",
]
