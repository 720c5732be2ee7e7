"""From committed rows to one message for each view. Nobody's memory: the rows know it all.

A live change, a resume and a snapshot are made here and by the same rules, so they agree.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.domain.events import IN_THE_OPEN, EventType
from app.domain.facts import QuestionFacts
from app.domain.views import LISTED, View, ViewName, audiences, last_seen_change, project
from app.live import protocol
from app.models.conference import Conference
from app.models.journal import JournalEntry, Tombstone
from app.models.programme import AgendaItem, Official, Site, Topic
from app.models.programme_shown import conference_shown, site_shown, thing_shown
from app.queries import conferences, journal, questions

RESUME_LIMIT = 2000
"""A client further behind than this many commands is given a snapshot."""

SNAPSHOT_FROM = 300
"""So many questions taken in by one command are told by snapshots, made aside and once for all."""

_COLLECTION_OF_EVENT = {
    "site": "sites",
    "topic": "topics",
    "official": "officials",
    "agenda_item": "agenda",
    "conference": "conference",
}


@dataclass(frozen=True)
class Changes:
    """Everything that commands after `since` changed, as it stands at `conference.last_seq`."""

    since: int
    conference: Conference
    sites: Sequence[Site]
    things: Mapping[str, Sequence[Topic | Official | AgendaItem]]
    questions: Sequence[QuestionFacts]
    removed: Sequence[Tombstone]
    entries: Sequence[JournalEntry]
    subjects: Mapping[int, Sequence[int]]
    is_too_much: bool = False
    """So much that it was not read: it is for snapshots to tell."""

    @property
    def seq(self) -> int:
        """Return the number up to which this holds."""
        return self.conference.last_seq

    @cached_property
    def closer(self) -> frozenset[str]:
        """Return the audiences that are, or were, shown more of something here than the hall."""
        had = (question.seen.keys() for question in self.questions)
        has = (audiences(question) for question in self.questions)
        own = (f"site/{site.slug}" for site in self.sites)
        return frozenset(chain(own, *had, *has)) - {LISTED}


async def state(session: AsyncSession, conference_id: int, view: View) -> tuple[int, str]:
    """Return everything the view shows, encoded, and the number it is true at."""
    conference = await session.get_one(Conference, conference_id)
    facts = await questions.all_visible(session, conference_id, (view,))
    sites = await conferences.things(session, Site, conference_id)
    shown: dict[str, Any] = {
        "conference": conference_shown(conference, private=view.sees_private_floor()),
        "sites": [site_shown(site, private=_sees_readiness(view, site)) for site in sites],
    }
    for collection, kind in _THINGS.items():
        rows = await conferences.things(session, kind, conference_id)
        shown[collection] = [thing_shown(row) for row in rows]
    projected = (project(view, question) for question in facts)
    shown["questions"] = [question for question in projected if question is not None]
    return conference.last_seq, protocol.encode_state(shown)


async def changes(session: AsyncSession, conference_id: int, since: int) -> Changes:
    """Read everything that changed after `since`: a few queries, however many views there are."""
    conference = await session.get_one(Conference, conference_id)
    entries = await journal.entries(session, conference_id, after=since)
    if any(map(_is_much, entries)):
        return Changes(since, conference, [], {}, [], [], entries, {}, is_too_much=True)
    # The journal knows what kinds of things were changed; most rounds are about questions only.
    changed = {_COLLECTION_OF_EVENT.get(entry.type.partition(".")[0]) for entry in entries}
    if any(entry.type is EventType.CONFERENCE_CREATED for entry in entries):
        changed |= {"sites", *_THINGS}
    return Changes(
        since=since,
        conference=conference,
        sites=await conferences.things(session, Site, conference_id, since=since)
        if "sites" in changed
        else [],
        things={
            collection: await conferences.things(session, kind, conference_id, since=since)
            for collection, kind in _THINGS.items()
            if collection in changed
        },
        questions=await questions.changed_since(session, conference_id, since),
        removed=await journal.tombstones(session, conference_id, after=since)
        if changed & {"sites", *_THINGS}
        else [],
        entries=entries,
        subjects=await journal.subjects(
            session, conference_id, after=since, up_to=conference.last_seq
        ),
    )


def same_as(view: View, changes: Changes) -> View:
    """Return a view that is told the same: most of thousands of sites are told what the hall is."""
    if view.sees_private_floor() or view.audiences()[0] in changes.closer:
        return view
    return View(ViewName.HALL)


def _is_much(entry: JournalEntry) -> bool:
    return entry.type is EventType.IMPORTED and entry.payload["count"] >= SNAPSHOT_FROM


def compose(view: View, changes: Changes, prev: int) -> str | None:
    """Return the view's `change` message from `prev` on, or `None` when it saw nothing.

    `prev` may lie before `changes.since` only when the view saw no change in between.
    """
    upsert = _upserted_things(view, changes)
    shown, gone = _questions(view, changes)
    if shown:
        upsert["questions"] = shown
    remove: dict[str, list[int]] = {"questions": gone} if gone else {}
    for tombstone in changes.removed:
        if tombstone.collection in protocol.COLLECTIONS:
            remove.setdefault(tombstone.collection, []).append(tombstone.object_id)
    if not upsert and not remove:
        return None
    events = _events(view, changes, upsert, remove)
    return protocol.change(prev, changes.seq, events, upsert, remove)


_THINGS: dict[str, type[Any]] = {"topics": Topic, "officials": Official, "agenda": AgendaItem}


def _sees_readiness(view: View, site: Site) -> bool:
    return view.sees_private_floor() or str(view) == f"site/{site.slug}"


def _upserted_things(view: View, changes: Changes) -> dict[str, Any]:
    upsert: dict[str, Any] = {}
    conference, private = changes.conference, view.sees_private_floor()
    if conference.seq > changes.since or (private and conference.private_seq > changes.since):
        upsert["conference"] = conference_shown(conference, private=private)
    sites = [
        site_shown(site, private=_sees_readiness(view, site))
        for site in changes.sites
        if site.seq > changes.since or _sees_readiness(view, site)
    ]
    if sites:
        upsert["sites"] = sites
    for collection, rows in changes.things.items():
        if rows:
            upsert[collection] = [thing_shown(row) for row in rows]
    return upsert


def _questions(view: View, changes: Changes) -> tuple[list[dict[str, Any]], list[int]]:
    """Return what the view is shown anew, and the ids of what has left it."""
    shown, gone = [], []
    for question in changes.questions:
        if last_seen_change(view, question) <= changes.since:
            continue
        projected = project(view, question)
        if projected is None:
            gone.append(question.id)
        else:
            shown.append(projected)
    return shown, gone


def _events(
    view: View,
    changes: Changes,
    upsert: Mapping[str, Any],
    remove: Mapping[str, Sequence[int]],
) -> list[dict[str, Any]]:
    """Return what happened, as far as the objects it happened to are in the message.

    Of a question that is merely listed, a view is told what happened in the open: that one was
    rejected and restored before, or that one has left because it was withdrawn, is not.
    """
    told = {question["number"] for question in upsert.get("questions", ())}
    knows_actor = view.sees_private_floor()
    gone = set(remove.get("questions", ()))
    if knows_actor:
        told |= {question.number for question in changes.questions if question.id in gone}
    closer = {
        q.number for q in changes.questions if audiences(q) & set(view.audiences()) - {LISTED}
    }
    events = []
    for entry in changes.entries:
        known = told if knows_actor or entry.type in IN_THE_OPEN else told & closer
        numbers = [n for n in changes.subjects.get(entry.seq, ()) if n in known]
        if numbers or _is_about(view, entry, upsert, remove):
            events.append(
                {
                    "type": entry.type,
                    "seq": entry.seq,
                    "at": entry.at,
                    "questions": numbers,
                    "actor": entry.actor if knows_actor else None,
                }
            )
    return events


def _is_about(
    view: View,
    entry: JournalEntry,
    upsert: Mapping[str, Any],
    remove: Mapping[str, Sequence[int]],
) -> bool:
    if entry.type is EventType.READINESS_REPORTED:
        slug = entry.payload["slug"]
        return view.sees_private_floor() or str(view) == f"site/{slug}"
    collection = _COLLECTION_OF_EVENT.get(entry.type.partition(".")[0])
    return collection in upsert or collection in remove
