"""What one signs in with: a user name and password, or a screen's device code (RFC 8628)."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Form, Request
from fastapi.exceptions import RequestValidationError
from pydantic import StringConstraints

from app.actions import devices
from app.actions.devices import State
from app.actions.sessions import secret_hash
from app.deps import Unit, address_of, services
from app.errors import Problem
from app.models.access import User
from app.models.fields import Line
from app.passwords import is_password
from app.queries import access
from app.queries.devices import by_device_code

DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"
_TOLD = {
    State.PENDING: ("device_pending", "authorization_pending"),
    State.SLOW_DOWN: ("device_slow_down", "slow_down"),
    State.DENIED: ("device_denied", "access_denied"),
    State.EXPIRED: ("device_expired", "expired_token"),
}
"""The problem's code, and the `error` that RFC 8628 has for it."""

_Name = Annotated[Line, StringConstraints(max_length=64)]
_Secret = Annotated[str, StringConstraints(max_length=200)]


class ClientForm:
    """The form of RFC 8628, 3.1, which nothing depends on: there is one kind of client."""

    def __init__(
        self,
        client_id: Annotated[str | None, Form(max_length=200)] = None,
        scope: Annotated[str, Form(max_length=200)] = "",
    ) -> None: ...


class GrantForm:
    """The OAuth2 forms of RFC 6749, 4.3.2, and RFC 8628, 3.4.

    Scope and client are taken and not looked at.
    """

    def __init__(
        self,
        grant_type: Annotated[
            str, Form(pattern=f"^(password|{DEVICE_CODE})$", max_length=64)
        ] = "password",
        username: Annotated[_Name | None, Form(description="With `password`: required")] = None,
        password: Annotated[_Secret | None, Form(description="With `password`: required")] = None,
        device_code: Annotated[
            _Secret | None, Form(description=f"With `{DEVICE_CODE}`: required")
        ] = None,
        scope: Annotated[str, Form(max_length=200)] = "",
        client_id: Annotated[str | None, Form(max_length=200)] = None,
        client_secret: Annotated[str | None, Form(max_length=200)] = None,
    ) -> None:
        self.is_of_device = grant_type == DEVICE_CODE
        self.username = username or ""
        self.password = password or ""
        self.device_code = device_code or ""
        needed = (
            {"device_code": device_code}
            if self.is_of_device
            else {"username": username, "password": password}
        )
        missing = [name for name, value in needed.items() if value is None]
        if missing:
            raise RequestValidationError(
                [{"type": "missing", "loc": ("body", name)} for name in missing]
            )


async def who(request: Request, form: GrantForm, unit: Unit) -> User:
    """Return the user who signs in. Raises `bad_credentials`, `device_…` with `error`, or 429."""
    if form.is_of_device:
        return await _screen(request, form.device_code, unit)
    return await _person(request, form.username, form.password)


async def _person(request: Request, username: str, password: str) -> User:
    failures = services(request).failed_sign_ins
    async with failures.attempt(username, address_of(request)):
        async with services(request).database.read() as session:
            user = await access.user_by_name(session, username)
        good = await is_password(password, user.password_hash if user is not None else None)
        if user is None or not good or not user.is_active:
            raise Problem("bad_credentials")
        return user


async def _screen(request: Request, device_code: str, unit: Unit) -> User:
    at = datetime.now(UTC)
    database = services(request).database
    async with database.read() as session:
        state = devices.state(await by_device_code(session, secret_hash(device_code)), at)
    if state is State.APPROVED:
        user = await devices.use(await unit.session(), at, device_code)
        if user is not None:
            return user
        state = State.EXPIRED
    if state is State.PENDING:
        # A transaction of its own: this one ends with a refusal, which would undo the note.
        async with database.write() as session:
            if not await devices.note_poll(session, at, device_code):
                state = State.SLOW_DOWN
    code, error = _TOLD[state]
    raise Problem(code, error=error)
