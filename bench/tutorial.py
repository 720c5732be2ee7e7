"""The way the tutorials show: FastAPI's and SQLModel's, put together, for the same questions.

`def` endpoints in threads with a `Session` of their own; add, commit, refresh; then everybody is
told by `await send_text` in a loop. `uvicorn bench.tutorial:app`, TUTORIAL_DATABASE_URL.
"""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Annotated

from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException, WebSocket, WebSocketDisconnect
from sqlmodel import Field, Session, SQLModel, col, create_engine, select


class QuestionBase(SQLModel):
    """What a site hands in."""

    site: str = Field(index=True, max_length=64)
    topic: str | None = Field(default=None, max_length=64)
    kind: str = Field(default="question", max_length=20)
    origin: str = Field(default="live", max_length=20)
    asker_name: str = Field(max_length=200)
    asker_position: str | None = Field(default=None, max_length=200)
    asker_organisation: str | None = Field(default=None, max_length=200)
    asker_phone: str | None = Field(default=None, max_length=30)
    may_show_name: bool = False
    text: str = Field(max_length=4000)


class Question(QuestionBase, table=True):
    """The same columns as the product's, as far as they matter here."""

    __tablename__ = "tutorial_question"

    id: int | None = Field(default=None, primary_key=True)
    original_text: str = ""
    state: str = Field(default="queued", index=True, max_length=20)
    state_since: datetime = Field(default_factory=lambda: datetime.now(UTC))
    submitted_at: datetime = Field(default_factory=lambda: datetime.now(UTC))
    version: int = 1
    rank: str | None = Field(default=None, index=True)


class QuestionPublic(QuestionBase):
    """What everybody is shown."""

    id: int
    state: str
    state_since: datetime
    submitted_at: datetime
    version: int


class Change(SQLModel):
    """What everybody is told; numbered as the product's is, so that one crowd reads both."""

    type: str = "change"
    prev: int
    seq: int
    question: QuestionPublic


class ConnectionManager:
    """As in FastAPI's tutorial."""

    def __init__(self) -> None:
        self.active_connections: list[WebSocket] = []

    async def connect(self, websocket: WebSocket) -> None:
        """Take a client in."""
        await websocket.accept()
        self.active_connections.append(websocket)

    def disconnect(self, websocket: WebSocket) -> None:
        """Forget a client."""
        self.active_connections.remove(websocket)

    async def broadcast(self, question: QuestionPublic) -> None:
        """Tell everybody, one after the other."""
        change = Change(prev=question.id - 1, seq=question.id, question=question)
        message = change.model_dump_json()
        for connection in self.active_connections[:]:
            await connection.send_text(message)


URL = os.environ.get("TUTORIAL_DATABASE_URL", "sqlite://")
engine = create_engine(
    URL, connect_args={"check_same_thread": False} if URL.startswith("sqlite") else {}
)
manager = ConnectionManager()


def get_session() -> Iterator[Session]:
    """Give each request a session."""
    with Session(engine) as session:
        yield session


SessionDep = Annotated[Session, Depends(get_session)]


@asynccontextmanager
async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
    """Make the tables."""
    SQLModel.metadata.create_all(engine)
    yield


app = FastAPI(lifespan=lifespan)


@app.post("/questions", response_model=QuestionPublic, status_code=201)
def submit(given: QuestionBase, session: SessionDep, after: BackgroundTasks) -> Question:
    """Take a question in."""
    question = Question.model_validate(given, update={"original_text": given.text})
    session.add(question)
    session.commit()
    session.refresh(question)
    after.add_task(manager.broadcast, QuestionPublic.model_validate(question))
    return question


@app.post("/next", response_model=QuestionPublic)
def move_on(session: SessionDep, after: BackgroundTasks) -> Question:
    """Finish the current question and call the first of the queue."""
    current = session.exec(select(Question).where(Question.state == "answering")).first()
    if current is not None:
        current.state, current.state_since = "answered", datetime.now(UTC)
        session.add(current)
    queued = select(Question).where(Question.state == "queued").order_by(col(Question.id))
    question = session.exec(queued).first()
    if question is None:
        raise HTTPException(404, "the queue is empty")
    question.state, question.state_since = "answering", datetime.now(UTC)
    session.add(question)
    session.commit()
    session.refresh(question)
    after.add_task(manager.broadcast, QuestionPublic.model_validate(question))
    return question


@app.websocket("/live")
async def live(websocket: WebSocket) -> None:
    """Keep a client until it leaves."""
    await manager.connect(websocket)
    try:
        while True:
            await websocket.receive_text()
    except WebSocketDisconnect:
        manager.disconnect(websocket)
