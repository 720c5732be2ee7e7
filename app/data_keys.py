"""The keys that personal data is kept under, and which of them each database connection uses.

A key is Fernet's: 32 random bytes in URL-safe base64. The first of a keyring encrypts, all decrypt.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from weakref import WeakKeyDictionary

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Dialect

SEALED = "gAAAA"
"""What every sealed value begins with: Fernet's version, and a time of this century."""


class WrongDataKey(Exception):
    """There is no key, or none of them opens what the database holds."""

    def __init__(self) -> None:
        super().__init__(
            "no key of DOITHOAI_DATA_KEYS opens the personal data of this database: give the keys "
            "it was stored under"
        )


class Keyring:
    """Seals texts under the first key and opens what any of the keys has sealed."""

    def __init__(self, keys: Sequence[str] = ()) -> None:
        self._newest = Fernet(keys[0]) if keys else None
        self._all = MultiFernet([Fernet(key) for key in keys]) if keys else None

    def seal(self, text: str) -> str:
        """Return the text as it is stored. Raises `WrongDataKey` without a key."""
        if self._newest is None:
            raise WrongDataKey
        return self._newest.encrypt(text.encode()).decode()

    def open(self, stored: str) -> str:
        """Return a stored text; one from before there were keys is as it is.

        Raises `WrongDataKey`.
        """
        if not stored.startswith(SEALED):
            return stored
        if self._all is None:
            raise WrongDataKey
        try:
            return self._all.decrypt(stored).decode()
        except InvalidToken:
            raise WrongDataKey from None

    def renewed(self, stored: str) -> str | None:
        """Return a stored text sealed under the newest key, or `None` when it already is.

        Raises `WrongDataKey`.
        """
        if self._newest is not None and stored.startswith(SEALED):
            with suppress(InvalidToken):
                self._newest.decrypt(stored)
                return None
        return self.seal(self.open(stored))


_of_dialects: WeakKeyDictionary[Dialect, Keyring] = WeakKeyDictionary()
NO_KEYS = Keyring()


def give_keys(dialect: Dialect, keys: Keyring) -> None:
    """Let everything that goes through this engine's dialect be sealed and opened by these keys."""
    _of_dialects[dialect] = keys


def keys_of(dialect: Dialect) -> Keyring:
    """Return the keys of an engine's dialect."""
    return _of_dialects.get(dialect, NO_KEYS)


def new_key() -> str:
    """Return a new random key."""
    return Fernet.generate_key().decode()


def is_key(text: str) -> bool:
    """Tell whether the text is a key."""
    try:
        Fernet(text)
    except ValueError:
        return False
    return True


def key_beside(database: Path) -> str:
    """Return the key in the file beside a SQLite database, made at first: its owner's alone.

    For trying out: whoever copies the folder has both.
    """
    path = database.with_name(f"{database.name}.key")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        key = new_key()
        file.write(f"{key}\n")
    return key
