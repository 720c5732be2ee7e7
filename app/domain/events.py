"""The closed catalogue of journal events: every accepted command is one of these.

A payload holds the fields named here and no others; `check_payload` says so before anything is
written. The journal is for those who may see everything: what a screen is told of an event is its
name, its time and its questions, never the payload.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class EventType(StrEnum):
    """The name of an accepted command, in the past tense."""

    CONFERENCE_CREATED = "conference.created"
    CONFERENCE_CHANGED = "conference.changed"
    PHASE_SWITCHED = "conference.phase_switched"
    ANONYMISED = "conference.anonymised"
    SITE_ADDED = "site.added"
    SITE_CHANGED = "site.changed"
    SITE_REMOVED = "site.removed"
    READINESS_REPORTED = "site.readiness_reported"
    TOPIC_ADDED = "topic.added"
    TOPIC_CHANGED = "topic.changed"
    TOPIC_REMOVED = "topic.removed"
    AGENCY_ADDED = "agency.added"
    AGENCY_CHANGED = "agency.changed"
    AGENCY_REMOVED = "agency.removed"
    OFFICIAL_ADDED = "official.added"
    OFFICIAL_CHANGED = "official.changed"
    OFFICIAL_REMOVED = "official.removed"
    AGENDA_ITEM_ADDED = "agenda_item.added"
    AGENDA_ITEM_CHANGED = "agenda_item.changed"
    AGENDA_ITEM_REMOVED = "agenda_item.removed"

    SUBMITTED = "question.submitted"
    IMPORTED = "import.applied"
    REVISED = "question.revised"
    RETURNED = "question.returned"
    APPROVED = "question.approved"
    REJECTED = "question.rejected"
    MERGED = "question.merged"
    WITHDRAWN = "question.withdrawn"
    QUEUED = "question.queued"
    DEQUEUED = "question.dequeued"
    CALLED = "question.called"
    PUT_BACK = "question.put_back"
    ANSWERED = "question.answered"
    DEFERRED = "question.deferred"
    RECALLED = "question.recalled"
    RESTORED = "question.restored"
    ASSIGNED = "question.assigned"
    UNASSIGNED = "question.unassigned"
    ASSIGNMENT_ACCEPTED = "assignment.accepted"
    ASSIGNMENT_DECLINED = "assignment.declined"
    ANSWER_RECORDED = "answer.recorded"
    ATTACHMENT_ADDED = "attachment.added"
    ATTACHMENT_REMOVED = "attachment.removed"
    PREPARED_DRAFTED = "prepared_answer.drafted"
    PREPARED_SUBMITTED = "prepared_answer.submitted"
    PREPARED_CLEARED = "prepared_answer.cleared"
    PREPARED_RETURNED = "prepared_answer.returned"
    PUBLISHED = "question.published"
    UNPUBLISHED = "question.unpublished"
    FOLLOW_UP_OPENED = "follow_up.opened"
    FOLLOW_UP_CHANGED = "follow_up.changed"
    FOLLOW_UP_FORWARDED = "follow_up.forwarded"
    FOLLOW_UP_ATTACHED = "follow_up.attached"
    FOLLOW_UP_DETACHED = "follow_up.detached"
    CALENDAR_OPENED = "calendar.opened"
    CALENDAR_CLOSED = "calendar.closed"
    PREPARATION_ASKED = "preparation.asked"
    PREPARATION_WITHDRAWN = "preparation.withdrawn"

    QUEUE_MOVED = "queue.moved"
    QUEUE_ARRANGED = "queue.arranged"
    FLOOR_MOVED_ON = "floor.moved_on"
    FLOOR_UNDONE = "floor.undone"

    WEBHOOK_ADDED = "webhook.added"
    WEBHOOK_CHANGED = "webhook.changed"
    WEBHOOK_REMOVED = "webhook.removed"
    WEBHOOK_REKEYED = "webhook.rekeyed"
    WEBHOOK_PAUSED = "webhook.paused"
    FOLLOW_UP_DUE_SOON = "follow_up.due_soon"
    FOLLOW_UP_OVERDUE = "follow_up.overdue"


E = EventType
_NAMED = frozenset({"slug"})
_CHANGED = frozenset({"slug", "changes"})

PAYLOADS: dict[EventType, frozenset[str]] = {
    E.CONFERENCE_CREATED: frozenset({"preset"}),
    E.CONFERENCE_CHANGED: frozenset({"changes"}),
    E.PHASE_SWITCHED: frozenset({"from", "to"}),
    E.ANONYMISED: frozenset({"questions"}),
    E.SITE_ADDED: _NAMED,
    E.SITE_CHANGED: _CHANGED,
    E.SITE_REMOVED: _NAMED,
    E.READINESS_REPORTED: frozenset({"slug", "line", "microphone", "delegate_present"}),
    E.TOPIC_ADDED: _NAMED,
    E.TOPIC_CHANGED: _CHANGED,
    E.TOPIC_REMOVED: _NAMED,
    E.AGENCY_ADDED: _NAMED,
    E.AGENCY_CHANGED: _CHANGED,
    E.AGENCY_REMOVED: _NAMED,
    E.OFFICIAL_ADDED: _NAMED,
    E.OFFICIAL_CHANGED: _CHANGED,
    E.OFFICIAL_REMOVED: _NAMED,
    E.AGENDA_ITEM_ADDED: _NAMED,
    E.AGENDA_ITEM_CHANGED: _CHANGED,
    E.AGENDA_ITEM_REMOVED: _NAMED,
    E.SUBMITTED: frozenset({"site", "origin", "kind", "topic"}),
    E.IMPORTED: frozenset({"import", "file", "count"}),
    E.REVISED: frozenset({"from", "changes"}),
    E.RETURNED: frozenset({"from", "note"}),
    E.APPROVED: frozenset({"from"}),
    E.REJECTED: frozenset({"from", "reason", "note"}),
    E.MERGED: frozenset({"from", "into"}),
    E.WITHDRAWN: frozenset({"from"}),
    E.QUEUED: frozenset({"from", "before"}),
    E.DEQUEUED: frozenset({"from"}),
    E.CALLED: frozenset({"from"}),
    E.PUT_BACK: frozenset({"from"}),
    E.ANSWERED: frozenset({"from"}),
    E.DEFERRED: frozenset({"from", "agency", "due", "follow_up"}),
    E.RECALLED: frozenset({"from"}),
    E.RESTORED: frozenset({"from"}),
    E.ASSIGNED: frozenset({"lead", "supporting", "note"}),
    E.UNASSIGNED: frozenset({"lead"}),
    E.ASSIGNMENT_ACCEPTED: frozenset({"official"}),
    E.ASSIGNMENT_DECLINED: frozenset({"official", "reason"}),
    E.ANSWER_RECORDED: frozenset({"official", "summary"}),
    E.ATTACHMENT_ADDED: frozenset({"attachment", "media_type", "size"}),
    E.ATTACHMENT_REMOVED: frozenset({"attachment"}),
    E.PREPARED_DRAFTED: frozenset({"from", "agency"}),
    E.PREPARED_SUBMITTED: frozenset({"from", "agency"}),
    E.PREPARED_CLEARED: frozenset({"from", "agency"}),
    E.PREPARED_RETURNED: frozenset({"from", "agency", "note"}),
    E.PUBLISHED: frozenset({"answer"}),
    E.UNPUBLISHED: frozenset(),
    E.FOLLOW_UP_OPENED: frozenset({"follow_up", "agency", "promise", "due"}),
    E.FOLLOW_UP_CHANGED: frozenset({"follow_up", "changes", "note"}),
    E.FOLLOW_UP_FORWARDED: frozenset({"follow_up", "from", "to", "changes", "note"}),
    E.FOLLOW_UP_ATTACHED: frozenset({"follow_up", "attachment", "media_type", "size"}),
    E.FOLLOW_UP_DETACHED: frozenset({"follow_up", "attachment"}),
    E.CALENDAR_OPENED: frozenset({"calendar", "agency"}),
    E.CALENDAR_CLOSED: frozenset({"calendar", "agency"}),
    E.PREPARATION_ASKED: frozenset({"agency", "due", "note"}),
    E.PREPARATION_WITHDRAWN: frozenset({"agency"}),
    E.QUEUE_MOVED: frozenset({"before"}),
    E.QUEUE_ARRANGED: frozenset({"by", "order"}),
    E.FLOOR_MOVED_ON: frozenset({"finished", "called"}),
    E.FLOOR_UNDONE: frozenset({"undone"}),
    E.WEBHOOK_ADDED: frozenset({"webhook"}),
    E.WEBHOOK_CHANGED: frozenset({"webhook", "fields"}),
    E.WEBHOOK_REMOVED: frozenset({"webhook"}),
    E.WEBHOOK_REKEYED: frozenset({"webhook"}),
    E.WEBHOOK_PAUSED: frozenset({"webhook", "reason"}),
    E.FOLLOW_UP_DUE_SOON: frozenset({"follow_up", "agency", "due"}),
    E.FOLLOW_UP_OVERDUE: frozenset({"follow_up", "agency", "due"}),
}
"""The fields of each event's payload: all of them, always."""


IN_THE_OPEN = frozenset(
    {
        E.QUEUED,
        E.CALLED,
        E.PUT_BACK,
        E.ANSWERED,
        E.DEFERRED,
        E.RECALLED,
        E.ASSIGNED,
        E.UNASSIGNED,
        E.QUEUE_MOVED,
        E.QUEUE_ARRANGED,
        E.FLOOR_MOVED_ON,
        E.FLOOR_UNDONE,
    }
)
"""What everybody in the hall may be told of a question, by name."""


IN_PRINT = frozenset(
    {
        E.CONFERENCE_CHANGED,
        E.SITE_ADDED,
        E.SITE_CHANGED,
        E.SITE_REMOVED,
        E.TOPIC_ADDED,
        E.TOPIC_CHANGED,
        E.TOPIC_REMOVED,
        E.OFFICIAL_CHANGED,
        E.OFFICIAL_REMOVED,
    }
)
"""What changes the pages of published questions without being about a question: names, titles."""


class BadPayload(Exception):
    """A payload does not have exactly the declared fields: a defect of ours, not of a caller."""


def check_payload(event: EventType, payload: Mapping[str, Any]) -> None:
    """Raise `BadPayload` unless the payload has exactly the fields the catalogue declares."""
    if payload.keys() != PAYLOADS[event]:
        raise BadPayload(f"{event}: {sorted(payload)} instead of {sorted(PAYLOADS[event])}")
