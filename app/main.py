"""`create_app()`: wires settings, database, live hub and routers. Imported by nobody but `cli`."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from fastapi import FastAPI
from prometheus_fastapi_instrumentator import Instrumentator
from starlette.types import Receive, Scope, Send

from app import __version__, errors
from app.database import open_database
from app.deps import COOKIE, Services, bodies
from app.jobs.anonymising import keep_anonymous
from app.jobs.cleaning import keep_clean
from app.jobs.interrupted import give_up_interrupted
from app.jobs.reminders import keep_reminding
from app.jobs.webhooks import Courier
from app.live.hints import Hints
from app.live.hub import Hub
from app.routers import (
    answers,
    assignments,
    attachments,
    auth,
    calendars,
    commands,
    conferences,
    devices,
    events,
    exports,
    follow_up_files,
    follow_ups,
    handover,
    imports,
    invitations,
    live,
    meta,
    pages,
    people,
    prepared_answers,
    presence,
    programme,
    public,
    public_pages,
    publishing,
    questions,
    queue,
    screen_files,
    similar,
    users,
    vetting,
    webhooks,
)
from app.settings import Settings

DESCRIPTION = """
Live questions and answers of a hybrid conference. Commands come by HTTP; screens follow over the
WebSocket `/api/v1/conferences/{conference}/live`.

Errors are problem details (RFC 9457) with a stable `code`, in Vietnamese, or in English with
`Accept-Language: en`. POSTs that create need an `Idempotency-Key`; other commands may carry one.
"""


_MODULES = (
    auth,
    users,
    conferences,
    people,
    invitations,
    devices,
    programme,
    questions,
    commands,
    assignments,
    attachments,
    prepared_answers,
    handover,
    similar,
    queue,
    events,
    follow_up_files,
    follow_ups,
    calendars,
    presence,
    publishing,
    public,
    imports,
    webhooks,
    vetting,
    exports,
)

SECURITY: dict[str, Any] = {
    "token": {
        "type": "oauth2",
        "flows": {"password": {"tokenUrl": "/api/v1/auth/token", "scopes": {}}},
    },
    "key": {"type": "http", "scheme": "bearer", "description": "An API key, or a token"},
    "session": {"type": "apiKey", "in": "cookie", "name": COOKIE},
}
FOR_ALL = {
    "make_token",
    "sign_in",
    "make_first_admin",
    "begin_device_sign_in",
    "read_invitation",
    "accept_invitation",
    "get_public_conference",
    "list_published_questions",
    "get_published_question",
    "export_published_questions",
    "read_published_feed",
    "read_calendar",
}
"""Operations that need nobody to be signed in."""


class Application(FastAPI):
    """FastAPI, with a short way for the live sockets and a fuller description of the API."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection.

        Nothing in the layers above the routes is for sockets, and thousands of them would each
        keep the frames of all these layers for as long as they last.
        """
        if scope["type"] == "websocket":
            scope["app"] = self
            await live.sockets(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)

    def openapi(self) -> dict[str, Any]:
        """Describe also what no route says by itself: sign-in, and problems."""
        schema = super().openapi()
        schema["components"]["schemas"]["ProblemShown"] = answers.ProblemShown.model_json_schema()
        schema["components"]["securitySchemes"] = SECURITY
        for path in schema["paths"].values():
            for operation in path.values():
                if operation["operationId"] not in FOR_ALL:
                    operation["security"] = [{name: []} for name in SECURITY]
        return schema


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the application. The database is opened here and closed when the app stops."""
    settings = settings or Settings()
    database = open_database(settings.database_url, settings.keyring())
    hints = Hints(settings.hints_url, settings.database_url) if settings.hints_url else None
    hub = Hub(database, settings, live.may_stay, hints)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await hub.start()
        kept = timedelta(hours=settings.idempotency_hours)
        courier = Courier(database, settings.webhook_reach)
        jobs = [
            asyncio.create_task(keep_clean(database, kept)),
            asyncio.create_task(give_up_interrupted(database)),
            asyncio.create_task(courier.keep_sending()),
            asyncio.create_task(keep_reminding(database, settings.reminder_days)),
            asyncio.create_task(keep_anonymous(database, hub.committed)),
        ]
        yield
        for job in jobs:
            job.cancel()
        await asyncio.gather(*jobs, return_exceptions=True)
        await hub.stop()
        await app.state.services.close()
        await database.close()

    app = Application(
        title="Đối Thoại",
        version=__version__,
        description=DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        separate_input_output_schemas=False,
        redirect_slashes=False,
    )
    app.state.services = Services(settings, database, hub)
    errors.install(app)
    bodies.install(app, settings)
    for module in _MODULES:
        app.include_router(module.router, prefix="/api/v1", responses=answers.PROBLEMS)
    app.include_router(meta.router)
    app.include_router(pages.router)
    app.include_router(public_pages.router)
    screen_files.mount_screen_files(app)
    Instrumentator(excluded_handlers=["/metrics"]).instrument(app).expose(
        app, include_in_schema=False
    )
    return app
