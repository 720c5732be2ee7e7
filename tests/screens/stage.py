"""A conference on a real server process, with somebody in every role, for the tests of the screens.

Browsers are signed in without the form: `Stage.enter` gives a context its session cookie.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from playwright.sync_api import BrowserContext

from tests.conftest import CONFERENCE, OFFICIAL, OTHER_OFFICIAL, question
from tests.servers import COMMAND, free_port, serve

PASSWORD = "mật khẩu để thử"
COOKIE = "doithoai_session"
PEOPLE: dict[str, dict[str, str]] = {
    "moderator": {"role": "moderator"},
    "moderator-2": {"role": "moderator"},
    "chair": {"role": "chair"},
    "screen": {"role": "screen"},
    "cho-don": {"role": "site_moderator", "site": "cho-don"},
    "na-ri": {"role": "site_moderator", "site": "na-ri"},
    "official": {"role": "official", "official": OFFICIAL},
    "official-2": {"role": "official", "official": OTHER_OFFICIAL},
}


@dataclass
class Stage:
    """A running server. `admin` may do everything; each of `PEOPLE` has `PASSWORD`."""

    folder: Path
    url: str
    settings: dict[str, str]
    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def cookie(self, username: str) -> str:
        """The session of somebody, signed in once."""
        if username not in self.cookies:
            form = {"username": username, "password": PASSWORD}
            answer = httpx.post(f"{self.url}/api/v1/auth/session", data=form)
            answer.raise_for_status()
            self.cookies[username] = answer.cookies[COOKIE]
        return self.cookies[username]

    def enter(self, context: BrowserContext, username: str) -> None:
        """Sign a browser in."""
        context.add_cookies([{"name": COOKIE, "value": self.cookie(username), "url": self.url}])

    def send(self, who: str, method: str, path: str, body: Any = None, **more: Any) -> Any:
        """Send one request; `path` is below the conference when it begins with a slash.

        Returns the answer's JSON (`None` when it has none).
        """
        base = f"{self.url}/api/v1/"
        url = f"{base}conferences/{CONFERENCE}{path}" if path.startswith("/") else base + path
        headers = {"Idempotency-Key": uuid4().hex, "If-Match": "*"}
        cookies = {COOKIE: self.cookie(who)}
        answer = httpx.request(method, url, json=body, headers=headers, cookies=cookies, **more)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def submit(self, site: str = "cho-don", text: str = "Bao giờ có đường?", **more: Any) -> int:
        """Hand a question in as a moderator; return its number."""
        number: int = self.send("moderator", "POST", "/questions", question(site, text) | more)[
            "number"
        ]
        return number

    def do(self, number: int, command: str, body: Any = None, who: str = "moderator") -> Any:
        """Give a question's command."""
        return self.send(who, "POST", f"/questions/{number}/{command}", body)

    def queued(self, site: str = "cho-don", text: str = "Bao giờ có điện?", **more: Any) -> int:
        """Hand a question in and queue it; return its number."""
        number = self.submit(site, text, **more)
        self.do(number, "enqueue")
        return number

    @contextmanager
    def running(self) -> Iterator[None]:
        """Serve for as long as the block lasts; a second block is a restart."""
        with serve(self.settings, self.port):
            yield


@contextmanager
def set_up(folder: Path, template: Stage | None = None, phase: str = "live") -> Iterator[Stage]:
    """Run a server with the conference in this phase until the block ends.

    With a `template`, whose server has stopped, it begins as a copy of that one.
    """
    stage = build(folder) if template is None else _copy(template, folder)
    with stage.running():
        if template is None:
            furnish(stage, phase)
        yield stage


def _copy(template: Stage, folder: Path) -> Stage:
    """Take over a stage's database and everybody's session, which are good for any address."""
    for file in template.folder.glob("stage.sqlite3*"):
        shutil.copy(file, folder)
    port = free_port()
    return Stage(
        folder, f"http://127.0.0.1:{port}", _settings(folder, port), port, template.cookies
    )


def build(folder: Path) -> Stage:
    """Make the database and its administrator; nothing runs yet."""
    port = free_port()
    settings = _settings(folder, port)
    environment = {**os.environ, **settings}
    subprocess.run([*COMMAND, "migrate"], check=True, env=environment, capture_output=True)
    subprocess.run(
        [*COMMAND, "user", "add", "admin", "--role", "admin", "--password-stdin"],
        check=True,
        env=environment,
        input=PASSWORD,
        text=True,
        capture_output=True,
    )
    return Stage(folder, f"http://127.0.0.1:{port}", settings, port)


def _settings(folder: Path, port: int) -> dict[str, str]:
    return {
        "DOITHOAI_ENVIRONMENT": "development",
        "DOITHOAI_DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'stage.sqlite3'}",
        "DOITHOAI_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "DOITHOAI_LOG_LEVEL": "warning",
        "DOITHOAI_WEBHOOK_HOSTS": '["127.0.0.1"]',
    }


def furnish(stage: Stage, phase: str) -> None:
    """Make the conference and its people through the interface, as an administrator would."""
    stage.send("admin", "POST", "conferences", {"slug": CONFERENCE, "preset": CONFERENCE})
    for username, member in PEOPLE.items():
        given = {"username": username, "name": username, "password": PASSWORD}
        stage.send("admin", "POST", "users", given)
        stage.send("admin", "POST", "/members", {"username": username, **member})
        stage.cookie(username)
    if phase != "draft":
        stage.send("admin", "POST", "/phase", {"to": phase})
