"""`python -m app.exchange.import_process`: reads one sheet in a process of its own.

Pure Python at full speed for seconds would hold up every screen; here it can only hold up itself.
What a file does to this process (memory, time, a crash of the parser) ends with it. Input: one line
of JSON with the setting, lines of known questions, an empty line, the file. Output: lines of JSON.
"""

import json
import resource
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, BinaryIO

from app.domain.import_twins import Known
from app.domain.importing import Row, SheetRefused
from app.exchange.import_reading import Read, Setting, read
from app.exchange.sheet_files import SheetKind

MOST_MEMORY = 1536 * 1024 * 1024
"""Bytes of addresses; a real sheet within the limits needs a fifth of it."""
ROWS_IN_LINE = 250


def encoded(line: Any) -> bytes:
    """Return a line of the conversation."""
    return json.dumps(line, ensure_ascii=False).encode() + b"\n"


def main(given: BinaryIO, out: BinaryIO) -> None:
    """Read what is given and tell what was found."""

    def tell(line: dict[str, Any]) -> None:
        out.write(encoded(line))
        out.flush()

    try:
        setting = _setting(given)
        found = read(given.read(), setting, lambda done, total: tell({"done": [done, total]}))
        for line in _told(found):
            tell(line)
    except SheetRefused as refused:
        tell({"refused": refused.code, "facts": refused.facts})
    except MemoryError:
        tell({"refused": "import_unreadable", "facts": {}})


def _setting(given: BinaryIO) -> Setting:
    head = json.loads(given.readline())
    known: list[Known] = []
    while (line := given.readline()).strip():
        known.extend(Known(*one) for one in json.loads(line))
    return Setting(
        kind=SheetKind(head["kind"]),
        sites=head["sites"],
        topics=head["topics"],
        today=date.fromisoformat(head["today"]),
        own_sites=head["own_sites"],
        known=known,
    )


def _told(found: Read) -> Iterator[dict[str, Any]]:
    for start in range(0, len(found.rows), ROWS_IN_LINE):
        yield {"rows": [_row(row) for row in found.rows[start : start + ROWS_IN_LINE]]}
    yield {"read": found.described()}


def _row(row: Row) -> Sequence[Any]:
    status = row.status.value
    return row.number, status, row.of, row.of_row, row.values, row.errors, row.corrections


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main(sys.stdin.buffer, sys.stdout.buffer)
