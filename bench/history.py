"""Makes up questions and what commands would have left of them: rows, no database.

Numbers, ranks, journal and `seen` agree as if every command had been given.
"""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.demo.questions import DemoQuestion, demo_questions
from app.domain.events import EventType, check_payload
from app.domain.followups import FollowUpState
from app.domain.lifecycle import State
from app.domain.text import search_key
from app.domain.views import CHAIR_STATES, LISTED, LISTED_STATES
from app.models.conference import Conference
from app.models.programme import Agency, Official, Site, Topic
from app.models.question import AssignmentStatus
from app.queries import conferences

Row = dict[str, Any]

ASSIGNED = 0.6
"""Share of the approved questions that an official was assigned to."""
PACE = timedelta(seconds=1)
"""Time between two commands of the history."""

_E = EventType
_WAY: dict[State, tuple[EventType, ...]] = {
    State.SUBMITTED: (_E.SUBMITTED,),
    State.RETURNED: (_E.SUBMITTED, _E.RETURNED),
    State.APPROVED: (_E.SUBMITTED, _E.APPROVED),
    State.REJECTED: (_E.SUBMITTED, _E.REJECTED),
    State.MERGED: (_E.SUBMITTED, _E.MERGED),
    State.WITHDRAWN: (_E.SUBMITTED, _E.WITHDRAWN),
    State.QUEUED: (_E.SUBMITTED, _E.APPROVED, _E.QUEUED),
    State.DEFERRED: (_E.SUBMITTED, _E.APPROVED, _E.DEFERRED),
    State.ANSWERED: (_E.SUBMITTED, _E.APPROVED, _E.QUEUED, _E.CALLED, _E.ANSWERED),
}
"""The commands by which a question came to its state."""


@dataclass
class Programme:
    """The things of the conference that questions name."""

    conference: Conference
    sites: Sequence[Site]
    topics: Sequence[Topic]
    officials: Sequence[Official]
    agencies: Sequence[Agency]

    @classmethod
    async def read(cls, session: AsyncSession, slug: str) -> "Programme":
        conference = await conferences.by_slug(session, slug)
        assert conference is not None
        assert conference.id is not None
        id_ = conference.id
        return cls(
            conference,
            await conferences.things(session, Site, id_),
            await conferences.things(session, Topic, id_),
            await conferences.things(session, Official, id_),
            await conferences.things(session, Agency, id_),
        )


@dataclass
class Rows:
    """Everything that is to be inserted; what hangs on a question names it by its number."""

    questions: list[Row] = field(default_factory=list)
    entries: list[Row] = field(default_factory=list)
    subjects: list[Row] = field(default_factory=list)
    assignments: list[Row] = field(default_factory=list)
    answers: list[Row] = field(default_factory=list)
    follow_ups: list[Row] = field(default_factory=list)
    stored: list[Row] = field(default_factory=list)
    merged_into: dict[int, int] = field(default_factory=dict)


class Author:
    """Makes up questions and their histories: the demo's texts, everything else by chance."""

    def __init__(self, programme: Programme, seed: int) -> None:
        self.rows = Rows()
        self._programme = programme
        self._conference_id = programme.conference.id or 0
        self._chance = random.Random(seed)
        self._samples = demo_questions()
        self._seq = count(programme.conference.last_seq + 1)
        self._clock = datetime.now(UTC) - timedelta(days=7)

    def write(self, state: State, rank: str | None) -> None:
        """Write one question and how it came to its state."""
        sample = self._chance.choice(self._samples)
        site = self._chance.choice(self._programme.sites)
        topic = self._chance.choice([*self._programme.topics, None])
        number = len(self.rows.questions) + 1
        row = self._question(number, sample, site, topic) | {"state": state, "rank": rank}
        self.rows.questions.append(row)
        seen = {"desk", f"site/{site.slug}"}
        seen |= {"chair"} if state in CHAIR_STATES else set()
        seen |= {LISTED} if state in LISTED_STATES else set()
        for event in _WAY[state]:
            official = self._give(event, row, site, topic)
            seen |= {f"official/{official}"} if official is not None else set()
        row["seen"] = dict.fromkeys(sorted(seen), row["seq"])

    def _give(self, event: EventType, row: Row, site: Site, topic: Topic | None) -> str | None:
        """Give a command; return the official who was assigned on the way, if any."""
        number, official = row["number"], None
        payload: Row = {"from": State.SUBMITTED}
        match event:
            case _E.SUBMITTED:
                self._keep(row)
                slug = topic.slug if topic is not None else None
                payload = {"site": site.slug, "origin": row["origin"], "kind": row["kind"]}
                payload["topic"] = slug
            case _E.APPROVED if self._chance.random() < ASSIGNED:
                official = self._assign(row)
            case _E.QUEUED:
                payload = {"from": State.APPROVED, "before": None}
                row["queued_at"] = self._clock
            case _E.CALLED:
                payload = {"from": State.QUEUED}
                self._start(row)
            case _E.ANSWERED:
                payload = {"from": State.ANSWERING}
                self.rows.answers[-1]["ended_at"] = self._clock
            case _E.DEFERRED:
                payload = {"from": State.APPROVED} | self._promise(row)
            case _E.REJECTED:
                row["reason_code"], row["reason_note"] = "duplicate", "Đã có câu hỏi tương tự."
                payload |= {"reason": row["reason_code"], "note": row["reason_note"]}
            case _E.RETURNED:
                row["reason_note"] = "Đề nghị nêu rõ địa danh."
                payload |= {"note": row["reason_note"]}
            case _E.MERGED:
                payload |= {"into": self._merge(number)}
        self._journal(event, payload, row)
        return official

    def _journal(self, event: EventType, payload: Row, row: Row) -> None:
        check_payload(event, payload)
        seq = next(self._seq)
        entry = {"conference_id": self._conference_id, "seq": seq}
        self.rows.entries.append(
            entry | {"type": event, "at": self._clock, "actor": "moderator", "payload": payload}
        )
        self.rows.subjects.append(entry | {"number": row["number"]})
        row.update(seq=seq, state_since=self._clock, version=row["version"] + 1)
        self._clock += PACE

    def _question(self, number: int, sample: DemoQuestion, site: Site, topic: Topic | None) -> Row:
        given = sample.given
        return {
            "conference_id": self._conference_id,
            "number": number,
            "site_id": site.id,
            "topic_id": topic.id if topic is not None else None,
            "kind": given.kind,
            "origin": given.origin,
            "asker_name": given.asker.name,
            "asker_position": given.asker.position,
            "asker_organisation": given.asker.organisation,
            "asker_phone": "0900 000 001",
            "may_show_name": given.asker.may_show_name,
            "text": given.text,
            "original_text": given.text,
            "text_search": search_key(given.text),
            "version": 0,
            "submitted_at": self._clock,
            "queued_at": None,
            "reason_code": None,
            "reason_note": None,
        }

    def _assign(self, row: Row) -> str:
        official = self._chance.choice(self._programme.officials)
        self.rows.assignments.append(
            {
                "number": row["number"],
                "official_id": official.id,
                "is_lead": True,
                "status": AssignmentStatus.ACCEPTED,
                "assigned_by": "moderator",
                "assigned_at": self._clock,
            }
        )
        payload: Row = {"lead": official.slug, "supporting": [], "note": None}
        self._journal(_E.ASSIGNED, payload, row)
        return official.slug

    def _keep(self, row: Row) -> None:
        """Keep an answer for repeats of the submission, about as long as a real one."""
        self.rows.stored.append(
            {
                "caller": f"user:{self._chance.randint(1, 9)}",
                "key": f"{self._chance.getrandbits(128):032x}",
                "fingerprint": f"{self._chance.getrandbits(256):064x}",
                "status": 201,
                "headers": {"etag": '"1"', "content-type": "application/json"},
                "body": json.dumps(row, default=str, ensure_ascii=False),
                "created_at": self._clock,
            }
        )

    def _start(self, row: Row) -> None:
        mine = (a for a in self.rows.assignments[-1:] if a["number"] == row["number"])
        assignment = next(mine, None)
        self.rows.answers.append(
            {
                "number": row["number"],
                "conference_id": self._conference_id,
                "site_id": row["site_id"],
                "official_id": assignment["official_id"] if assignment is not None else None,
                "started_at": self._clock,
                "summary": "Tỉnh đã ghi nhận và sẽ trả lời trước cuối quý.",
            }
        )
        self._clock += timedelta(minutes=self._chance.randint(2, 6))

    def _promise(self, row: Row) -> Row:
        agency = self._chance.choice(self._programme.agencies)
        due = self._clock.date() + timedelta(days=14)
        self.rows.follow_ups.append(
            {
                "number": row["number"],
                "conference_id": self._conference_id,
                "agency_id": agency.id,
                "due": due,
                "state": FollowUpState.OPEN,
                "opened_at": self._clock,
            }
        )
        follow_up = len(self.rows.follow_ups)
        return {"agency": agency.slug, "due": due.isoformat(), "follow_up": follow_up}

    def _merge(self, number: int) -> int:
        """Merge into an earlier question that can lead, or the first: a few have followers."""
        leads = [row["number"] for row in self.rows.questions[-40:-1] if row["state"] == "approved"]
        self.rows.merged_into[number] = lead = self._chance.choice(leads or [1])
        return int(lead)
