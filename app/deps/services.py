"""What a process has one of, kept on `app.state.services`."""

from typing import cast

from starlette.requests import HTTPConnection

from app.database import Database
from app.deps.counts import Counts, SharedCounts
from app.deps.editions import Editions
from app.deps.idempotency import Once
from app.deps.limiting import Failures, Requests
from app.deps.reading import Readings
from app.exchange.holidays import read_calendar
from app.exchange.workshop import Workshop
from app.live.hub import Hub
from app.settings import Settings

DEVICE_STARTS = 30
"""Screens' codes that one address may ask for within five minutes."""


PUBLIC_REQUESTS = 3000
"""What one address may read of the public pages within five minutes: a hall is one address."""


class Services:
    """What a process has one of; kept on `app.state.services`."""

    def __init__(self, settings: Settings, database: Database, hub: Hub) -> None:
        self.settings = settings
        self.database = database
        self.hub = hub
        self.once = Once()
        self.readings = Readings(database)
        self.calendar = read_calendar(settings.holidays_file)
        self.workshop = Workshop()
        self._shared = SharedCounts(settings) if settings.hints_url else None
        self.failed_sign_ins = self._failures("sign_ins", "bad_credentials")
        self.failed_invitations = self._failures("invitations", "bad_invitation")
        self.failed_calendars = self._failures("calendars", "not_found")
        self.failed_codes = self._failures("codes", "not_found")
        self.editions = Editions(database)
        # Each worker for itself: reading is cheap, asking Valkey about it would not be.
        self.public_reading = Requests(Counts("public", PUBLIC_REQUESTS, None))
        self.device_starts = Requests(Counts("device_starts", DEVICE_STARTS, self._shared))

    async def close(self) -> None:
        """Close what was opened here; hub and database are their owner's."""
        await self.readings.close()
        if self._shared is not None:
            await self._shared.close()

    def _failures(self, name: str, code: str) -> Failures:
        return Failures(Counts(name, self.settings.sign_in_failures, self._shared), code)


def services(connection: HTTPConnection) -> Services:
    """Return the process's services."""
    return cast(Services, connection.app.state.services)
