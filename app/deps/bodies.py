"""How large a request's body may be, and the problem that tells of one that is larger."""

import re

from fastapi import FastAPI, Request
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import MEDIA_TYPE, problem
from app.settings import Settings

AROUND_A_FILE = 16 * 1024
"""What a form adds to the one file in it."""
_ATTACHMENTS = re.compile(r"/api/v1/conferences/[^/]+/(questions|follow-ups)/[^/]+/attachments")
_IMPORTS = re.compile(r"/api/v1/conferences/[^/]+/imports")


class BodyLimits:
    """Bounds bodies: those with an attachment or a sheet at their sizes, all others at another."""

    def __init__(self, app: ASGIApp, *, plain: int, attachment: int, sheet: int) -> None:
        self._plain = RequestBodyLimitMiddleware(app, max_body_size=plain)
        self._uploads = {
            _ATTACHMENTS: RequestBodyLimitMiddleware(app, max_body_size=attachment),
            _IMPORTS: RequestBodyLimitMiddleware(app, max_body_size=sheet),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request through the bound that is for its address."""
        await self._bound(scope)(scope, receive, send)

    def _bound(self, scope: Scope) -> ASGIApp:
        if scope["type"] == "http" and scope["method"] == "POST":
            for address, bound in self._uploads.items():
                if address.fullmatch(scope["path"]) is not None:
                    return bound
        return self._plain


class PlainErrorsAsProblems:
    """Turns text/plain refusals of the layers below (a body too large) into problems."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Watch the response's first message; replace the whole response when it is a plain 413."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        replaced = False

        async def watch(message: Message) -> None:
            nonlocal replaced
            if message["type"] == "http.response.start" and _is_plain_413(message):
                replaced = True
                await problem(Request(scope), "too_large")(scope, receive, send)
            elif not replaced:
                await send(message)

        await self.app(scope, receive, watch)


def _is_plain_413(message: Message) -> bool:
    headers = dict(message.get("headers", ()))
    plain = not headers.get(b"content-type", b"").startswith(MEDIA_TYPE.encode())
    return message["status"] == 413 and plain


def install(app: FastAPI, settings: Settings) -> None:
    """Bound the bodies of all requests, and watch over what the bound answers."""
    attachment = max(settings.max_body_bytes, settings.max_attachment_bytes + AROUND_A_FILE)
    sheet = max(settings.max_body_bytes, settings.max_import_bytes + AROUND_A_FILE)
    app.add_middleware(
        BodyLimits, plain=settings.max_body_bytes, attachment=attachment, sheet=sheet
    )
    app.add_middleware(PlainErrorsAsProblems)
