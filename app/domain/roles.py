"""Who may do what: roles, permissions, and the one table that joins them.

The table speaks of the right as such. Where a right is bound to one site or one official
(`OWN_SITE`, `OWN_OFFICIAL`), the caller's grant names which.
"""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person or a program is to a conference (`admin` is bound to all of them)."""

    ADMIN = "admin"
    MODERATOR = "moderator"
    CHAIR = "chair"
    SITE_MODERATOR = "site_moderator"
    OFFICIAL = "official"
    SCREEN = "screen"
    INTEGRATION = "integration"


class Permission(StrEnum):
    """One right, by the one name that refusals and API scopes use."""

    SEE_CONFERENCE = "conference.see"
    SETUP_CONFERENCE = "conference.setup"
    SWITCH_PHASE = "conference.phase"
    MANAGE_PEOPLE = "people.manage"
    MANAGE_KEYS = "keys.manage"
    MANAGE_WEBHOOKS = "webhooks.manage"
    APPROVE_SCREENS = "screen.approve"
    MARK_PRESENCE = "official.presence"
    REPORT_READINESS = "site.readiness"

    SUBMIT = "question.submit"
    IMPORT = "question.import"
    REVISE = "question.revise"
    RETURN = "question.return"
    APPROVE = "question.approve"
    REJECT = "question.reject"
    MERGE = "question.merge"
    WITHDRAW = "question.withdraw"
    ENQUEUE = "question.enqueue"
    DEQUEUE = "question.dequeue"
    CALL = "question.call"
    PUT_BACK = "question.put_back"
    FINISH = "question.finish"
    DEFER = "question.defer"
    RECALL = "question.recall"
    RESTORE = "question.restore"
    ASSIGN = "question.assign"
    ACCEPT_ASSIGNMENT = "assignment.accept"
    RECORD_ANSWER = "answer.record"
    ATTACH = "attachment.add"
    SEE_ATTACHMENTS = "attachment.see"
    DRAFT_PREPARED = "prepared_answer.draft"
    CLEAR_PREPARED = "prepared_answer.clear"
    PUBLISH = "question.publish"
    SEE_FOLLOW_UPS = "follow_up.see"
    OPEN_FOLLOW_UP = "follow_up.open"
    UPDATE_FOLLOW_UP = "follow_up.update"
    MANAGE_FOLLOW_UPS = "follow_up.manage"
    ASK_PREPARATION = "preparation.ask"
    SEE_PREPARATION = "preparation.see"

    SEE_QUESTIONS = "question.see"
    SEE_HISTORY = "question.history"
    SEE_QUEUE = "queue.see"
    ORDER_QUEUE = "queue.order"
    SEE_FLOOR = "floor.see"
    RUN_FLOOR = "floor.run"
    READ_EVENTS = "events.read"
    READ_SUMMARY = "summary.read"
    EXPORT_QUESTIONS = "export.questions"
    EXPORT_REPORT = "export.report"

    VIEW_HALL = "view.hall"
    VIEW_CHAIR = "view.chair"
    VIEW_DESK = "view.desk"
    VIEW_SITE = "view.site"
    VIEW_OFFICIAL = "view.official"
    VIEW_PUBLIC = "view.public"


P = Permission

_EVERY_MEMBER = frozenset(
    {P.SEE_CONFERENCE, P.SEE_QUESTIONS, P.SEE_QUEUE, P.SEE_FLOOR, P.VIEW_HALL, P.VIEW_PUBLIC}
) | {P.EXPORT_QUESTIONS}
_FLOOR = frozenset(
    {
        P.CALL,
        P.PUT_BACK,
        P.FINISH,
        P.DEFER,
        P.RECALL,
        P.DEQUEUE,
        P.RUN_FLOOR,
        P.ORDER_QUEUE,
        P.RECORD_ANSWER,
        P.READ_SUMMARY,
        P.EXPORT_REPORT,
        P.SEE_HISTORY,
        P.ASSIGN,
        P.MARK_PRESENCE,
        P.SEE_FOLLOW_UPS,
        P.OPEN_FOLLOW_UP,
    }
)
_VETTING = frozenset(
    {
        P.SUBMIT,
        P.IMPORT,
        P.REVISE,
        P.RETURN,
        P.APPROVE,
        P.REJECT,
        P.MERGE,
        P.WITHDRAW,
        P.ENQUEUE,
        P.RESTORE,
        P.SWITCH_PHASE,
        P.APPROVE_SCREENS,
        P.REPORT_READINESS,
        P.READ_EVENTS,
        P.ATTACH,
        P.SEE_ATTACHMENTS,
        P.DRAFT_PREPARED,
        P.CLEAR_PREPARED,
        P.PUBLISH,
        P.UPDATE_FOLLOW_UP,
        P.MANAGE_FOLLOW_UPS,
        P.ASK_PREPARATION,
        P.SEE_PREPARATION,
    }
)
_SITE = frozenset(
    {
        P.SUBMIT,
        P.IMPORT,
        P.REVISE,
        P.WITHDRAW,
        P.REPORT_READINESS,
        P.SEE_HISTORY,
        P.ATTACH,
        P.SEE_ATTACHMENTS,
        P.SEE_FOLLOW_UPS,
    }
)
_OFFICIAL = frozenset(
    {
        P.ACCEPT_ASSIGNMENT,
        P.DRAFT_PREPARED,
        P.VIEW_OFFICIAL,
        P.SEE_FOLLOW_UPS,
        P.UPDATE_FOLLOW_UP,
        P.SEE_PREPARATION,
    }
)

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ADMIN: frozenset(Permission) - {P.ACCEPT_ASSIGNMENT},
    Role.MODERATOR: _EVERY_MEMBER
    | _FLOOR
    | _VETTING
    | {P.VIEW_CHAIR, P.VIEW_DESK, P.VIEW_SITE, P.VIEW_OFFICIAL},
    Role.CHAIR: _EVERY_MEMBER | _FLOOR | {P.VIEW_CHAIR},
    Role.SITE_MODERATOR: _EVERY_MEMBER | _SITE | {P.VIEW_SITE},
    Role.OFFICIAL: _EVERY_MEMBER | _OFFICIAL,
    Role.SCREEN: _EVERY_MEMBER,
    # A key has what its scopes name and the conference's own description, nothing by its role.
    Role.INTEGRATION: frozenset({P.SEE_CONFERENCE}),
}
"""The rights of each role, in every conference it is bound to."""

NOT_FOR_KEYS = frozenset(
    {
        P.SETUP_CONFERENCE,
        P.MANAGE_PEOPLE,
        P.MANAGE_KEYS,
        P.MANAGE_WEBHOOKS,
        P.APPROVE_SCREENS,
        P.ACCEPT_ASSIGNMENT,
        P.VIEW_OFFICIAL,
    }
)
SCOPES = frozenset(Permission) - NOT_FOR_KEYS
"""What an API key may be given."""


@dataclass(frozen=True, slots=True)
class Grant:
    """One membership: a role, and the site or official it is bound to, both by slug."""

    role: Role
    site: str | None = None
    official: str | None = None
    scopes: frozenset[Permission] = frozenset()

    def has(self, permission: Permission) -> bool:
        """Tell whether this grant holds the right, wherever it may be bound to."""
        return permission in PERMISSIONS[self.role] or permission in self.scopes


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is acting in one conference. `label` is what the audit trail shows."""

    label: str
    grants: tuple[Grant, ...]
    user_id: int | None = None
    key_id: int | None = None

    def has(self, permission: Permission) -> bool:
        """Tell whether any grant holds the right."""
        return any(grant.has(permission) for grant in self.grants)

    def may_at_site(self, permission: Permission, site: str) -> bool:
        """Tell whether the right holds for this site: a site's moderator has only its own."""
        return any(
            grant.has(permission) and (grant.role is not Role.SITE_MODERATOR or grant.site == site)
            for grant in self.grants
        )

    def own_sites(self, permission: Permission) -> frozenset[str] | None:
        """Return the sites this right is held for; `None` when it is held for all of them."""
        grants = [grant for grant in self.grants if grant.has(permission)]
        if any(grant.role is not Role.SITE_MODERATOR for grant in grants):
            return None
        return frozenset(grant.site for grant in grants if grant.site is not None)

    def is_bound_to_officials(self, permission: Permission) -> bool:
        """Tell whether the right is held as an official only: for what is assigned to it."""
        return all(grant.role is Role.OFFICIAL for grant in self.grants if grant.has(permission))

    def officials(self) -> frozenset[str]:
        """Return the slugs of the officials this actor speaks for."""
        return frozenset(
            grant.official
            for grant in self.grants
            if grant.role is Role.OFFICIAL and grant.official is not None
        )
