"""Collected questions on their way in: a file that was handed over, and the rows found in it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from app.domain.importing import ImportState, RowStatus
from app.models.base import KEEP_IDS, EnumString, Json, UtcDateTime
from app.models.sealed import SealedJson


class Import(SQLModel, table=True):
    """One file. `owner` is the caller's name: a site's moderator has only the own imports."""

    __tablename__ = "import"
    __table_args__ = (KEEP_IDS,)

    id: int | None = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", index=True)
    state: ImportState = Field(
        default=ImportState.READING, sa_column=Column(EnumString(ImportState), nullable=False)
    )
    name: str = Field(max_length=200)
    sha256: str = Field(max_length=64)
    owner: str = Field(max_length=64)
    created_at: datetime = Field(sa_type=UtcDateTime)
    created_by: str = Field(max_length=200)
    alive_at: datetime = Field(sa_type=UtcDateTime)
    """When its reader last showed that it is at work; one that is silent has died."""
    done: int = 0
    total: int = 0
    found: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    failure: dict[str, Any] | None = Field(default=None, sa_column=Column(Json))
    applied: dict[str, Any] | None = Field(default=None, sa_column=Column(Json))
    applied_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    applied_by: str | None = Field(default=None, max_length=200)


class ImportRow(SQLModel, table=True):
    """One row of the file: what it says, and what it would be."""

    __tablename__ = "import_row"
    __table_args__ = (Index(None, "import_id", "status", "row"),)

    import_id: int = Field(foreign_key="import.id", primary_key=True, ondelete="CASCADE")
    row: int = Field(primary_key=True)
    status: RowStatus = Field(sa_column=Column(EnumString(RowStatus), nullable=False))
    of_number: int | None = None
    of_row: int | None = None
    # What a sheet says has names, phones and what else people write into it.
    given: dict[str, Any] = Field(sa_column=Column(SealedJson, nullable=False))
    errors: list[dict[str, Any]] = Field(sa_column=Column(SealedJson, nullable=False))
    corrections: list[dict[str, Any]] = Field(sa_column=Column(SealedJson, nullable=False))
