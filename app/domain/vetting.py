"""Rules of vetting: four eyes, and what came in after the deadline."""

from datetime import datetime

from app.domain.errors import Refusal
from app.domain.roles import Actor


class FourEyes(Refusal):
    """Who last changed a text is not the one who approves it."""

    code = "four_eyes"


def name_of(actor: Actor) -> str | None:
    """Return the name under which an editor is kept: of the account or key, whatever it is called.

    The command line has neither, and is bound by nothing.
    """
    if actor.user_id is not None:
        return f"user:{actor.user_id}"
    return f"key:{actor.key_id}" if actor.key_id is not None else None


def check_four_eyes(edited_by: str | None, actor: Actor) -> None:
    """Raise `FourEyes` when the one who would approve a text was the last to change it.

    What a site revises itself binds no moderator: the last to change it was the site.
    """
    if edited_by is not None and edited_by == name_of(actor):
        raise FourEyes


def is_late(collect_until: datetime | None, *, collected: bool, at: datetime) -> bool:
    """Tell whether a question comes after the deadline for collected ones."""
    return collected and collect_until is not None and at > collect_until
