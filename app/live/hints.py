"""Hints between the workers of one database, over Valkey or Redis: "conference C reached N".

Nothing depends on them: a worker that hears none looks twice a second anyway (rule 8 of the
protocol). So they are sent when there is a line, dropped when there is none, and never believed.
"""

import asyncio
import hashlib
import secrets
from collections.abc import Callable
from random import SystemRandom

import structlog
from pydantic import BaseModel, ConfigDict, ValidationError
from redis.asyncio import Redis
from redis.exceptions import ConnectionError as LineLost
from redis.exceptions import RedisError
from sqlalchemy import make_url

_log = structlog.get_logger()
_CHANCE = SystemRandom()

TIMEOUT = 1.0
"""Seconds that connecting, sending, or an answer may take."""
QUIET_SECONDS = 5.0
"""How long nothing may be heard before the server is asked whether it is there."""
SHORTEST_PAUSE, LONGEST_PAUSE = 0.1, 5.0
"""Seconds between two attempts to get the line back."""


class Hint(BaseModel):
    """What one worker tells the others. Without a conference: rights may have been withdrawn."""

    model_config = ConfigDict(strict=True)

    by: str
    """The worker that says it: it need not be told."""
    conference: int | None = None
    seq: int = 0


def shared_name(database_url: str, what: str) -> str:
    """Return a name for what the workers of this database share, and no others.

    It is made from host, port and name as the setting has them, without user and password.
    """
    url = make_url(database_url)
    place = f"{url.host or url.query.get('host')}:{url.port}/{url.database}"
    return f"doithoai:{hashlib.sha256(place.encode()).hexdigest()[:16]}:{what}"


class Hints:
    """One worker's end of the line."""

    def __init__(self, url: str, database_url: str) -> None:
        self._client = Redis.from_url(
            url, protocol=2, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT
        )
        self._name = shared_name(database_url, "hints")
        self._worker = secrets.token_hex(8)
        self._reached: dict[int, int] = {}
        self._has_withdrawn = False
        self._unsent = asyncio.Event()
        self._is_listening = False
        self._outage = False
        self._tasks: list[asyncio.Task[None]] = []

    def start(self, wake: Callable[[int, int], None], look: Callable[[], None]) -> None:
        """Begin to listen and to tell; `wake` and `look` are called with what others say."""
        self._wake, self._look = wake, look
        self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._tell())]

    async def stop(self) -> None:
        """Hang up; what has not been told is told by nobody."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._client.aclose()

    def reached(self, conference_id: int, seq: int) -> None:
        """Tell the others, soon, that a conference's journal was committed up to `seq` here."""
        self._reached[conference_id] = max(seq, self._reached.get(conference_id, 0))
        self._unsent.set()

    def withdrawn(self) -> None:
        """Tell the others, soon, that rights may have been withdrawn."""
        self._has_withdrawn = True
        self._unsent.set()

    async def _tell(self) -> None:
        """Send what has gathered; what cannot be sent now is found by the others' next look."""
        while True:
            await self._unsent.wait()
            self._unsent.clear()
            hints = self._gathered()
            if not self._is_listening:
                continue
            try:
                async with self._client.pipeline(transaction=False) as pipe:
                    for hint in hints:
                        pipe.publish(self._name, hint.model_dump_json(exclude_defaults=True))
                    await pipe.execute()
            except (RedisError, OSError) as error:
                _log.debug("hints.not_sent", error=str(error))

    def _gathered(self) -> list[Hint]:
        hints = [
            Hint(by=self._worker, conference=conference_id, seq=seq)
            for conference_id, seq in self._reached.items()
        ]
        if self._has_withdrawn:
            hints.append(Hint(by=self._worker))
        self._reached, self._has_withdrawn = {}, False
        return hints

    async def _listen(self) -> None:
        """Listen for ever; a line that is lost is opened again, with growing pauses."""
        pause = SHORTEST_PAUSE
        while True:
            try:
                await self._follow()
            except (RedisError, OSError) as error:
                self._note_outage(str(error))
            except Exception as error:
                _log.exception("hints.failed")
                self._note_outage(type(error).__name__)
            pause = SHORTEST_PAUSE if self._is_listening else min(2 * pause, LONGEST_PAUSE)
            self._is_listening = False
            # With jitter: the workers do not all come back to a fresh server at once.
            await asyncio.sleep(pause * _CHANCE.uniform(0.5, 1))

    async def _follow(self) -> None:
        """Subscribe, and pass on what is said. Raises `RedisError` or `OSError`."""
        was_asked = False
        async with self._client.pubsub() as line:
            await line.subscribe(self._name)
            while True:
                message = await line.get_message(timeout=QUIET_SECONDS)
                if message is None and was_asked:
                    raise LineLost("no answer")
                was_asked = message is None
                if message is None:
                    await line.ping()
                elif message["type"] == "subscribe":
                    self._note_subscribed()
                elif message["type"] == "message":
                    self._hear(message["data"])

    def _hear(self, data: bytes) -> None:
        try:
            hint = Hint.model_validate_json(data)
        except ValidationError as error:
            _log.debug("hints.not_understood", errors=error.error_count())
            return
        if hint.by == self._worker:
            return
        if hint.conference is None:
            self._look()
        else:
            self._wake(hint.conference, hint.seq)

    def _note_subscribed(self) -> None:
        if self._outage:
            _log.warning("hints.back")
        self._outage = False
        self._is_listening = True
        self._look()  # for what was said while nobody listened

    def _note_outage(self, error: str) -> None:
        if not self._outage:
            _log.warning("hints.away", error=error)
        self._outage = True
