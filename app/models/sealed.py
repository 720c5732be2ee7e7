"""Columns that are stored encrypted, and by which keys. Only what is there costs anything."""

import json
from typing import Any

from sqlalchemy import Dialect, String
from sqlalchemy.types import TypeDecorator

from app.data_keys import keys_of


class SealedText(TypeDecorator[str]):
    """A text that the database, its files and its backups hold encrypted only."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Seal the text under the newest key."""
        return None if value is None else keys_of(dialect).seal(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Open the text. Raises `WrongDataKey`."""
        return None if value is None else keys_of(dialect).open(value)


class SealedJson(TypeDecorator[Any]):
    """A JSON value, likewise."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Any | None, dialect: Dialect) -> str | None:
        """Seal the value under the newest key."""
        return None if value is None else keys_of(dialect).seal(json.dumps(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any | None:
        """Open the value. Raises `WrongDataKey`."""
        return None if value is None else json.loads(keys_of(dialect).open(value))
