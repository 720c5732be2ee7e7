"""What workers tell each other of who is where. No part of the journal; see app/live/roll.py."""

from datetime import datetime

from sqlalchemy import Column, String
from sqlmodel import Field, SQLModel

from app.models.base import UtcDateTime


class WorkerPresence(SQLModel, table=True):
    """What one worker knows of a conference's screens; on PostgreSQL only.

    `has` is JSON that workers of one version read. `seen_at` is the database's time.
    """

    __tablename__ = "worker_presence"

    worker: str = Field(max_length=32, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", primary_key=True)
    has: str = Field(sa_column=Column(String, nullable=False))
    seen_at: datetime = Field(sa_type=UtcDateTime, index=True)
