"""What a file that leaves the house may hold."""

from app.domain.errors import Refusal

MOST_ROWS = 20_000
MOST_IN_PDF = 10_000
"""Laying out a page takes memory until the last one is done: 90 MiB for a thousand questions."""


class TooManyRows(Refusal):
    """More questions match than one file may hold."""

    code = "too_many_rows"

    def __init__(self, limit: int) -> None:
        super().__init__(limit=limit)
