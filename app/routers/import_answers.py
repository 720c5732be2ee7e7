"""How imports and their rows are told, in the caller's language."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request

from app.domain.importing import Column, RowStatus
from app.errors import prefers_english, words_of
from app.import_words import CELLS
from app.models.importing import Import, ImportRow


def import_shown(request: Request, row: Import, counts: Mapping[str, int]) -> dict[str, Any]:
    """Return an import; there are no counts before it is read."""
    return {
        "id": row.id,
        "name": row.name,
        "state": row.state,
        "progress": {"done": row.done, "total": row.total},
        "counts": _counts(row, counts) if row.found else None,
        "columns": row.found.get("columns", {}),
        "unknown_columns": row.found.get("unknown_columns", []),
        "failure": _failure(request, row),
        "applied": row.applied and row.applied | {"at": row.applied_at, "by": row.applied_by},
        "created_at": row.created_at,
        "created_by": row.created_by,
    }


def _counts(row: Import, counts: Mapping[str, int]) -> dict[str, int]:
    by_status = {status.value: counts.get(status, 0) for status in RowStatus}
    return by_status | {"skipped": row.found["skipped"]}


def _failure(request: Request, row: Import) -> dict[str, str] | None:
    if row.failure is None:
        return None
    title, detail = words_of(request, row.failure["code"], row.failure["facts"])
    return {"code": row.failure["code"], "title": title, "detail": detail}


def row_shown(request: Request, row: ImportRow) -> dict[str, Any]:
    """Return a row with what it says, what is wrong with it and what was set right."""
    return {
        "row": row.row,
        "status": row.status,
        "of": row.of_number,
        "of_row": row.of_row,
        "errors": [_told(request, error) for error in row.errors],
        "corrections": [_told(request, correction) for correction in row.corrections],
        **{column.value: row.given[column.value] for column in Column},
    }


def _told(request: Request, entry: Mapping[str, Any]) -> dict[str, str]:
    words = CELLS[entry["code"]][prefers_english(request)]
    return {
        "column": entry["column"],
        "code": entry["code"],
        "message": words.format_map(entry),
    }
