"""Settings from the environment (prefix `DOITHOAI_`), one class, checked before anything starts."""

from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from redis.asyncio import ConnectionPool

from app.data_keys import Keyring, is_key, key_beside
from app.domain.addresses import Reach

_TRIED_HERE = Path("var/postgresql")
"""A PostgreSQL that is tried out has its key in a file of this name, with `.key` behind it."""


class Settings(BaseSettings):
    """What an operator decides. Times are in seconds, sizes in bytes."""

    model_config = SettingsConfigDict(env_prefix="DOITHOAI_", extra="ignore")

    environment: Literal["production", "development", "demo"] = "production"
    database_url: str = "sqlite+aiosqlite:///./var/doithoai.sqlite3"
    data_keys: SecretStr = SecretStr("")
    """Keys of personal data, comma between them; the first encrypts, all decrypt."""
    hints_url: str = ""
    """Valkey or Redis, where several workers tell one another to look; none without it."""
    public_url: str = "http://127.0.0.1:8000"
    allowed_origins: list[str] = Field(default_factory=list)
    """Origins, besides the server's own, from which a browser may open the live socket."""

    session_seconds: int = Field(default=14 * 3600, ge=300, le=30 * 86400)
    token_seconds: int = Field(default=12 * 3600, ge=300, le=30 * 86400)
    screen_session_days: int = Field(default=30, ge=1, le=365)
    """How long a screen that was approved by its code stays signed in."""
    invitation_hours: int = Field(default=14 * 24, ge=1, le=90 * 24)
    sign_in_failures: int = Field(default=10, ge=1, le=1000)
    """Failed sign-ins per name and address within five minutes before 429; so for invitations by
    address, and for screens' codes by approver and address."""

    max_body_bytes: int = Field(default=256 * 1024, ge=1024, le=64 * 1024 * 1024)
    max_attachment_bytes: int = Field(default=8 * 1024 * 1024, ge=1024, le=64 * 1024 * 1024)
    max_import_bytes: int = Field(default=10 * 1024 * 1024, ge=1024, le=64 * 1024 * 1024)
    idempotency_hours: int = Field(default=48, ge=24, le=24 * 30)

    webhook_hosts: list[str] = Field(default_factory=list)
    """Hosts and networks on the inside that webhooks may be sent to, without HTTPS too."""
    reminder_days: int = Field(default=2, ge=0, le=60)
    """How many days before its due date a follow-up is reminded of."""

    tick_seconds: float = Field(default=5.0, gt=0, le=5.0)
    look_seconds: float = Field(default=0.5, gt=0, le=0.5)
    """How often a worker with listeners looks at the database without having been told to."""
    slow_bytes: int = Field(default=1024 * 1024, ge=1024)
    """Unsent bytes at which a connection counts as slow and gets a snapshot instead of changes."""
    slow_seconds: float = Field(default=30.0, gt=0)
    max_connections: int = Field(default=12_000, ge=1)

    holidays_file: str = ""
    """JSON with the public holidays to go by; those of Viet Nam that come along without it."""

    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @property
    def secure_cookies(self) -> bool:
        """Tell whether browsers reach the server by HTTPS, so that cookies may insist on it."""
        return self.public_url.startswith("https://")

    @property
    def webhook_reach(self) -> Reach:
        """Return where webhooks may go."""
        return Reach(self.webhook_hosts, https_only=self.environment == "production")

    @property
    def sqlite_path(self) -> Path | None:
        """Return the database file, when the database is a file."""
        scheme, _, path = self.database_url.partition(":///")
        return Path(path) if scheme.startswith("sqlite") and path else None

    def keyring(self) -> Keyring:
        """Return the keys of personal data; to try out, one in a file beside the database."""
        return Keyring(self._data_keys() or [key_beside(self.sqlite_path or _TRIED_HERE)])

    def _data_keys(self) -> list[str]:
        given = self.data_keys.get_secret_value().split(",")
        return [key.strip() for key in given if key.strip()]

    @model_validator(mode="after")
    def _refuse_bad_keys(self) -> Self:
        keys = self._data_keys()
        if not all(map(is_key, keys)):
            msg = "DOITHOAI_DATA_KEYS: keys as `doithoai personal-data new-key` prints them"
            raise ValueError(msg)
        if not keys and self.environment == "production":
            msg = (
                "DOITHOAI_DATA_KEYS: personal data is stored encrypted, and only to try out is a "
                "key made by itself: `doithoai personal-data new-key` prints one. Keep it apart "
                "from the backups, and do not lose it"
            )
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _refuse_unsafe_values(self) -> Self:
        if not self.database_url.startswith(("sqlite+aiosqlite:///", "postgresql+asyncpg://")):
            msg = "DOITHOAI_DATABASE_URL: sqlite+aiosqlite:///FILE or postgresql+asyncpg://…"
            raise ValueError(msg)
        if self.hints_url and not _is_redis(self.hints_url):
            msg = "DOITHOAI_HINTS_URL: redis://HOST:PORT/N, rediss://… or unix:///SOCKET"
            raise ValueError(msg)
        if self.environment == "production" and not _is_safe(self.public_url):
            msg = (
                "DOITHOAI_PUBLIC_URL: passwords and questions must not cross a network in the "
                "clear: use https://… (or DOITHOAI_ENVIRONMENT=development to try without)"
            )
            raise ValueError(msg)
        try:
            Reach(self.webhook_hosts, https_only=True)
        except ValueError as error:
            msg = f"DOITHOAI_WEBHOOK_HOSTS: not a name, address or network: {error}"
            raise ValueError(msg) from None
        if "*" in self.allowed_origins:
            msg = "DOITHOAI_ALLOWED_ORIGINS: name each origin; * would let any page act for a user"
            raise ValueError(msg)
        return self


def _is_redis(url: str) -> bool:
    """Tell whether the client can make a connection of the URL; none is opened."""
    try:
        pool = ConnectionPool.from_url(url)
        pool.connection_class(**pool.connection_kwargs)
    except (TypeError, ValueError):
        return False
    return True


def _is_safe(url: str) -> bool:
    """Tell whether a browser speaks HTTPS there, or does not leave the machine."""
    parts = urlsplit(url)
    return parts.scheme == "https" or parts.hostname in {"127.0.0.1", "localhost", "::1"}
