"""The demo's questions: read from questions.json, and how each came to where it stands."""

import json
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from app.domain.lifecycle import State
from app.domain.preparation import Preparedness
from app.models.fields import Code, Note, Slug
from app.models.question_shapes import QuestionCreate

FILE = Path(__file__).parent / "questions.json"


class DemoPrepared(BaseModel):
    """What an agency wrote beforehand, and how far that came."""

    model_config = ConfigDict(extra="forbid")

    text: str
    state: Preparedness


class DemoQuestion(BaseModel):
    """A question as it is handed in, and what became of it."""

    model_config = ConfigDict(extra="forbid")

    given: QuestionCreate
    state: State
    note: Note | None = None
    reason: Code | None = None
    into: Annotated[int, Field(ge=0)] | None = None
    official: Slug | None = None
    supporting: list[Slug] = Field(default_factory=list)
    brief: Note | None = None
    prepared: DemoPrepared | None = None
    agency: Slug | None = None
    summary: str | None = None
    minutes: float = 4


_FATE = set(DemoQuestion.model_fields) - {"given"}


def demo_questions() -> list[DemoQuestion]:
    """Return all questions, in the order they were handed in."""
    entries = json.loads(FILE.read_text(encoding="utf-8"))
    return TypeAdapter(list[DemoQuestion]).validate_python(
        [
            {key: entry[key] for key in entry.keys() & _FATE}
            | {"given": {key: entry[key] for key in entry.keys() - _FATE}}
            for entry in entries
        ]
    )
