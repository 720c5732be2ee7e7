"""The files being read now: each in a process of its own, at most one at a time.

The server's own process only carries lines to and fro, and writes rows in small transactions.
"""

import asyncio
import contextlib
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from app.actions import imports as actions
from app.database import Database
from app.domain.import_twins import Known
from app.domain.importing import ImportState
from app.domain.roles import Actor, Permission
from app.exchange.sheet_files import SheetKind
from app.models.conference import Conference
from app.models.programme import Site, Topic
from app.queries import conferences, imports

_log = structlog.get_logger()
COMMAND = (sys.executable, "-m", "app.exchange.import_process")
BEAT_SECONDS = 2.0
LONGEST_SECONDS = 180.0
"""A file that takes longer to read is given up."""
MOST_WAITING = 8
_LONGEST_LINE = 64 * 1024 * 1024
_KNOWN_IN_LINE = 250


class Readings:
    """Reads what was handed over, beside the requests."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._tasks: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Lock()

    def is_full(self) -> bool:
        """Tell whether as many files wait here as may."""
        return len(self._tasks) >= MOST_WAITING

    def start(self, reading: "Reading") -> None:
        """Begin to read a file whose import has been committed."""
        task = asyncio.create_task(self.read(reading))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def read(self, reading: "Reading") -> None:
        """Read the file to its end, whatever that is."""
        beating = asyncio.create_task(self._beat(reading))
        try:
            async with self._turn, asyncio.timeout(LONGEST_SECONDS):
                await _Conversation(self._database, reading).hold()
        except Exception as error:
            _log.warning("import.reading_failed", id=reading.import_id, error=repr(error))
            async with self._database.write() as session:
                now = datetime.now(UTC)
                await actions.fail(session, reading.import_id, now, "import_unreadable", {})
        finally:
            beating.cancel()
            await asyncio.gather(beating, return_exceptions=True)

    async def close(self) -> None:
        """Stop reading; what was not read is found again as interrupted."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _beat(self, reading: "Reading") -> None:
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            async with self._database.write() as session:
                done, total = reading.progress
                now = datetime.now(UTC)
                await actions.go_on(session, reading.import_id, now, done=done, total=total)


class Reading:
    """One file to be read, for whom, and how far that is."""

    def __init__(
        self,
        conference: Conference,
        actor: Actor,
        import_id: int,
        kind: SheetKind,
        content: bytes,
    ) -> None:
        self.conference = conference
        self.actor = actor
        self.import_id = import_id
        self.kind = kind
        self.content = content
        self.progress = (0, 0)

    def head(self, sites: Sequence[Site], topics: Sequence[Topic]) -> dict[str, Any]:
        """Return the first line for the reader."""
        own = self.actor.own_sites(Permission.IMPORT)
        today = datetime.now(ZoneInfo(self.conference.timezone)).date()
        return {
            "kind": self.kind.value,
            "sites": [[site.slug, site.name] for site in sites],
            "topics": [[t.slug, t.name, *([t.sentence] if t.sentence else [])] for t in topics],
            "today": today.isoformat(),
            "own_sites": None if own is None else sorted(own),
        }


class _Conversation:
    """What is said to the reader's process and what it answers."""

    def __init__(self, database: Database, reading: Reading) -> None:
        self._database = database
        self._reading = reading
        self._is_over = False

    async def hold(self) -> None:
        """Hold it to its end. Raises when the process ends before it has answered."""
        head, known = await self._database.aside.read(self._what_is_there)
        process = await asyncio.create_subprocess_exec(
            *COMMAND,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=_LONGEST_LINE,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        telling = asyncio.create_task(self._tell(process.stdin, head, known))
        try:
            async for line in process.stdout:
                await self._hear(json.loads(line))
        finally:
            telling.cancel()
            if not self._is_over:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
            await asyncio.gather(telling, process.wait(), return_exceptions=True)
        if not self._is_over:
            raise RuntimeError(f"the reader ended with {process.returncode}")

    async def _what_is_there(self, session: AsyncSession) -> tuple[dict[str, Any], list[Known]]:
        conference_id = self._reading.conference.id or 0
        sites = await conferences.things(session, Site, conference_id)
        topics = await conferences.things(session, Topic, conference_id)
        known = await imports.known(session, conference_id, self._reading.actor)
        return self._reading.head(sites, topics), known

    async def _tell(
        self, to: asyncio.StreamWriter, head: dict[str, Any], known: Sequence[Known]
    ) -> None:
        to.write(_line(head))
        for start in range(0, len(known), _KNOWN_IN_LINE):
            batch = known[start : start + _KNOWN_IN_LINE]
            to.write(_line([[k.number, k.key, k.original, k.is_living] for k in batch]))
            await to.drain()
        to.write(b"\n" + self._reading.content)
        await to.drain()
        to.close()
        await to.wait_closed()

    async def _hear(self, told: dict[str, Any]) -> None:
        if "done" in told:
            done, total = told["done"]
            self._reading.progress = (done, total)
            return
        async with self._database.write() as session:
            now = datetime.now(UTC)
            if "rows" in told:
                if await actions.go_on(session, self._reading.import_id, now):
                    await actions.add_rows(session, self._reading.import_id, told["rows"])
                    return
            elif "read" in told:
                found = {"state": ImportState.PREVIEW, "found": told["read"]}
                await actions.go_on(session, self._reading.import_id, now, **found)
            else:
                code, facts = told["refused"], told["facts"]
                await actions.fail(session, self._reading.import_id, now, code, facts)
            # Also when the import was removed meanwhile: nobody wants the rest.
            self._is_over = True


def _line(said: Any) -> bytes:
    return json.dumps(said, ensure_ascii=False).encode() + b"\n"
