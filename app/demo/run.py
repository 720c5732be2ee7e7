"""Runs the demo: prepares its database, prints how to get in, serves, and plays if asked."""

import asyncio
import json
from ipaddress import ip_address
from pathlib import Path

import typer
from rich.console import Console

from app import logs, schema
from app.database import open_database
from app.demo.people import Account, with_fresh_passwords
from app.demo.play import Player
from app.demo.questions import demo_questions
from app.demo.story import PRESET, tell
from app.queries import conferences
from app.serving import run as serve
from app.serving import serve_app
from app.settings import Settings

_SCREENS = [
    ("/hall", "Màn hình hội trường · hall screen", "screen"),
    ("/chair", "Bàn chủ tọa · chair", "chair"),
    ("/desk", "Bàn điều phối · moderators' desk", "moderator"),
    ("/site", "Điểm cầu · a site", "cho-don"),
    ("/official", "Đại biểu giải đáp · official", "chu-tich-ubnd-tinh"),
    ("/setup", "Thiết lập · set-up", "admin"),
]
"""The screens: path, name in both languages, and whose they are in the demo."""


def run(*, host: str, port: int, data_dir: Path, play: bool, as_json: bool) -> None:
    """Serve the demo until told to stop."""
    logs.configure("warning")
    if not as_json:
        Console().print("Preparing the demo: its conference, questions and accounts …")
    url = f"http://{reached_at(host)}:{port}"
    settings = Settings(
        environment="demo",
        database_url=f"sqlite+aiosqlite:///{data_dir.resolve() / 'demo.sqlite3'}",
        public_url=url,
    )
    serve(_run(settings, host, port, play=play, as_json=as_json))


def reached_at(host: str) -> str:
    """Return where a browser of this machine finds what listens at an address or a name."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if address.version == 4:
        return "127.0.0.1" if address.is_unspecified else host
    # What listens at all of IPv6 takes nothing by IPv4: asyncio keeps the two apart.
    return "[::1]" if address.is_unspecified else f"[{address}]"


async def _run(settings: Settings, host: str, port: int, *, play: bool, as_json: bool) -> None:
    accounts = await prepare(settings)
    url = settings.public_url

    async def beside() -> None:
        if as_json:
            typer.echo(_as_json(url, accounts))
        else:
            _print_table(url, accounts, play=play)
        if play:
            await Player(url, PRESET, accounts, demo_questions()).play()
        else:
            await asyncio.Event().wait()

    await serve_app(settings, host, port, beside)


async def prepare(settings: Settings) -> list[Account]:
    """Bring the demo's database up, with the story told once; return accounts that work."""
    database = open_database(settings.database_url, settings.keyring())
    try:
        await schema.migrate(database.writer)
        async with database.write() as session:
            conference = await conferences.by_slug(session, PRESET)
            if conference is None:
                conference = await tell(session, demo_questions())
            return await with_fresh_passwords(session, conference)
    finally:
        await database.close()


def _as_json(url: str, accounts: list[Account]) -> str:
    listed = [
        {
            "username": account.username,
            "password": account.password,
            "role": account.role,
            "site": account.site,
        }
        for account in accounts
    ]
    return json.dumps({"url": url, "conference": PRESET, "accounts": listed}, ensure_ascii=False)


def _print_table(url: str, accounts: list[Account], *, play: bool) -> None:
    # Names are to be typed: none may be cut, however narrow the terminal.
    console = Console(soft_wrap=True)
    console.print(f"\n[bold]Đối Thoại[/bold] – hội nghị {PRESET} (demo)\n")
    console.print(f"  Đăng nhập · sign in                 {url}/")
    for path, words, who in _SCREENS:
        console.print(f"  {words:<34}  {url}{path:<9}  (sign in as: {who})")
    console.print(f"  API                                 {url}/docs\n")
    width = max(len(account.username) for account in accounts)
    console.print(f"  {'username':<{width}}  {'password':<19}  role")
    for account in accounts:
        whose = account.site or account.official
        role = account.role if whose in {None, account.username} else f"{account.role} ({whose})"
        console.print(f"  {account.username:<{width}}  {account.password:<19}  {role}")
    if play:
        console.print("\nThe conference is being played; watch the hall screen move.")
    console.print("Stop with Ctrl-C; the same command goes on with what is there.\n")
