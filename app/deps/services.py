"""What a process has one of, kept on `app.state.services`."""

from typing import cast

from starlette.requests import HTTPConnection

from app.database import Database
from app.deps.idempotency import Once
from app.deps.limiting import Failures, Requests
from app.live.hub import Hub
from app.settings import Settings

DEVICE_STARTS = 30
"""Screens' codes that one address may ask for within five minutes."""


class Services:
    """What a process has one of; kept on `app.state.services`."""

    def __init__(self, settings: Settings, database: Database, hub: Hub) -> None:
        self.settings = settings
        self.database = database
        self.hub = hub
        self.once = Once()
        self.failed_sign_ins = Failures(settings.sign_in_failures, "bad_credentials")
        self.failed_invitations = Failures(settings.sign_in_failures, "bad_invitation")
        self.failed_codes = Failures(settings.sign_in_failures, "not_found")
        self.device_starts = Requests(DEVICE_STARTS)


def services(connection: HTTPConnection) -> Services:
    """Return the process's services."""
    return cast(Services, connection.app.state.services)
