"""Applying an import: one command that takes all chosen rows in as questions, or none of them."""

import asyncio
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, insert, select, update
from sqlmodel import col

from app.actions import imports as actions
from app.actions.deed import Deed
from app.actions.journal import take_number
from app.domain.errors import (
    BadField,
    ImportNotReady,
    MissingPermission,
    RowsWithErrors,
    UnknownReference,
)
from app.domain.events import EventType
from app.domain.importing import ImportState, RowStatus
from app.domain.lifecycle import State
from app.domain.roles import Permission
from app.domain.text import search_key
from app.domain.vetting import is_late
from app.domain.views import seen_after
from app.models.importing import Import, ImportRow
from app.models.programme import Site, Topic
from app.models.question import Kind, Origin, Question
from app.queries import conferences, imports
from app.queries.question_rows import facts_of_row

BATCH = 200
"""Rows written at once; between two batches the screens get their turn."""
_QUESTION = insert(Question)
_COLUMNS = [name for name in Question.model_fields if name != "id"]
_REPEATS = (
    update(ImportRow)
    .where(
        col(ImportRow.import_id) == bindparam("of_import"),
        col(ImportRow.row) == bindparam("of_the_row"),
    )
    .values(status=RowStatus.DUPLICATE, of_number=bindparam("repeated"))
)


async def apply(deed: Deed, import_id: int, wanted: Collection[int] | None) -> Import:
    """Take rows in as collected questions: those `wanted`, or all that are new.

    What was applied stays as it is, whoever asks again. A new row whose words have become a
    question since it was read is a duplicate now and stays out. Raises `ImportNotReady`,
    `RowsWithErrors`, `BadField` for a row that is not there, `UnknownReference` for a site or
    topic that is no longer there, `MissingPermission` for a site that is no longer the actor's.
    """
    found = await actions.take(deed, import_id)
    if found.state is ImportState.APPLIED:
        return found
    if found.state is not ImportState.PREVIEW:
        raise ImportNotReady(found.state)
    rows = await _chosen(deed, import_id, wanted)
    _check_sites(deed, rows)
    rows = await _without_repeats(deed, import_id, rows)
    if rows:
        await _take_in(deed, found, rows)
    await deed.session.flush()
    return found


async def _chosen(
    deed: Deed, import_id: int, wanted: Collection[int] | None
) -> Sequence[dict[str, Any]]:
    statement = select(col(ImportRow.row), col(ImportRow.status), col(ImportRow.given)).where(
        col(ImportRow.import_id) == import_id
    )
    found = (await deed.session.execute(statement.order_by(col(ImportRow.row)))).mappings().all()
    if wanted is None:
        return [dict(row) for row in found if row["status"] is RowStatus.NEW]
    chosen = [dict(row) for row in found if row["row"] in set(wanted)]
    if len(chosen) != len(set(wanted)):
        raise BadField("rows", "unknown")
    broken = [row["row"] for row in chosen if row["status"] is RowStatus.ERROR]
    if broken:
        raise RowsWithErrors(broken)
    return chosen


def _check_sites(deed: Deed, rows: Sequence[dict[str, Any]]) -> None:
    own = deed.actor.own_sites(Permission.IMPORT)
    if own is not None and any(row["given"]["site"] not in own for row in rows):
        raise MissingPermission(Permission.IMPORT)


async def _without_repeats(
    deed: Deed, import_id: int, rows: Sequence[dict[str, Any]]
) -> Sequence[dict[str, Any]]:
    """Leave out new rows whose words are a question by now, and mark them as what they are."""
    known = await imports.known(deed.session, deed.conference_id, deed.actor)
    number_of = {one.key: one.number for one in reversed(known)}
    number_of |= {one.original: one.number for one in known if one.original is not None}
    repeats = {}
    for batch in _batches(rows):
        for row in batch:
            row["key"] = search_key(row["given"]["text"])
            if row["status"] is RowStatus.NEW and row["key"] in number_of:
                repeats[row["row"]] = number_of[row["key"]]
        await asyncio.sleep(0)
    if repeats:
        marked = [
            {"of_import": import_id, "of_the_row": row, "repeated": number}
            for row, number in repeats.items()
        ]
        await (await deed.session.connection()).execute(_REPEATS, marked)
    return [row for row in rows if row["row"] not in repeats]


async def _take_in(deed: Deed, found: Import, rows: Sequence[dict[str, Any]]) -> None:
    """Write the questions in the order of the file, past the session: there may be thousands."""
    first = deed.conference.last_number + 1
    numbers = range(first, first + len(rows))
    deed.conference.last_number = numbers[-1]
    payload = {"import": found.id, "file": found.name, "count": len(rows)}
    seq = await take_number(deed, EventType.IMPORTED, payload, numbers)
    write = _Write(deed, seq, await _sites(deed), await _topics(deed))
    connection = await deed.session.connection()
    for batch in _batches(list(zip(numbers, rows, strict=True))):
        values = [write.columns(number, row["given"], row["key"]) for number, row in batch]
        await connection.execute(_QUESTION, values)
        await asyncio.sleep(0)
    found.state = ImportState.APPLIED
    found.applied = {"count": len(rows), "first": numbers[0], "last": numbers[-1]}
    found.applied_at, found.applied_by = deed.at, deed.actor.label


def _batches(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


async def _sites(deed: Deed) -> dict[str, int]:
    found = await conferences.things(deed.session, Site, deed.conference_id)
    return {site.slug: site.id or 0 for site in found}


async def _topics(deed: Deed) -> dict[str, int]:
    found = await conferences.things(deed.session, Topic, deed.conference_id)
    return {topic.slug: topic.id or 0 for topic in found}


class _Write:
    """Makes the columns of questions out of rows."""

    def __init__(self, deed: Deed, seq: int, sites: dict[str, int], topics: dict[str, int]) -> None:
        self._deed = deed
        self._seq = seq
        self._sites = sites
        self._topics = topics
        self._seen: dict[str, dict[str, int]] = {}
        self._zone = ZoneInfo(deed.conference.timezone)

    def columns(self, number: int, given: Mapping[str, Any], key: str) -> dict[str, Any]:
        """Return the columns of one question; `key` is its text, folded."""
        site, topic = given["site"], given["topic"]
        if site not in self._sites:
            raise UnknownReference("site", site)
        if topic is not None and topic not in self._topics:
            raise UnknownReference("topic", topic)
        submitted_at = self._submitted_at(given["handed_in_on"])
        until = self._deed.conference.collect_until
        question = Question(
            conference_id=self._deed.conference_id,
            number=number,
            site_id=self._sites[site],
            topic_id=None if topic is None else self._topics[topic],
            kind=Kind(given["kind"]),
            origin=Origin.COLLECTED,
            asker_name=given["name"],
            asker_position=given["position"],
            asker_organisation=given["organisation"],
            asker_phone=given["phone"],
            may_show_name=given["may_show_name"],
            text=given["text"],
            original_text=given["text"],
            text_search=key,
            state=State.SUBMITTED,
            state_since=self._deed.at,
            version=1,
            submitted_at=submitted_at,
            is_late=is_late(until, collected=True, at=submitted_at),
            seq=self._seq,
        )
        if site not in self._seen:
            born = facts_of_row(question, site, topic)
            self._seen[site] = seen_after(None, born, self._seq)
        question.seen = self._seen[site]
        return {name: getattr(question, name) for name in _COLUMNS}

    def _submitted_at(self, day: str | None) -> datetime:
        """Return when it was handed in: the day on the sheet counts among those who wait."""
        if day is None:
            return self._deed.at
        begin = datetime.combine(datetime.fromisoformat(day).date(), time(), self._zone)
        return min(begin, self._deed.at)
