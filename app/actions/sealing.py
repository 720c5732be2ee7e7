"""Sealing anew what the database holds of personal data: after a first key, and after a new one."""

from sqlalchemy import Table, column, select, table, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from app.data_keys import Keyring, keys_of
from app.models.journal import StoredAnswer
from app.models.question import Question
from app.models.sealed import SealedJson, SealedText


async def reseal(session: AsyncSession) -> int:
    """Seal under the newest key what is not yet; return how many values were.

    Raises `WrongDataKey` for what no key opens. A value that is changed meanwhile stays as it is
    changed: it is under the newest key already.
    """
    keys = keys_of(session.get_bind().dialect)
    done = 0
    for stored in SQLModel.metadata.sorted_tables:
        for name in [c.name for c in stored.columns if isinstance(c.type, SealedText | SealedJson)]:
            done += await _reseal_column(session, keys, stored, name)
    return done


async def check_keys(session: AsyncSession) -> None:
    """Raise `WrongDataKey` when what was stored last is under none of the keys."""
    newest = (
        select(col(Question.asker_phone))
        .where(col(Question.asker_phone).is_not(None))
        .order_by(col(Question.id).desc())
    )
    await session.scalar(newest.limit(1))
    answers = select(col(StoredAnswer.body)).order_by(col(StoredAnswer.created_at).desc())
    await session.scalar(answers.limit(1))


async def _reseal_column(session: AsyncSession, keys: Keyring, stored: Table, name: str) -> int:
    """Seal one column anew, read as it is stored, past the type that opens it."""
    primary = [key.name for key in stored.primary_key]
    raw = table(stored.name, *map(column, primary), column(name))
    keys_order = [raw.c[key] for key in primary]
    statement = select(*keys_order, raw.c[name]).where(raw.c[name].is_not(None))
    rows = (await session.execute(statement)).all()
    done = 0
    for *identity, value in rows:
        renewed = keys.renewed(value)
        if renewed is not None:
            same = [c == v for c, v in zip(keys_order, identity, strict=True)]
            change = update(raw).where(*same, raw.c[name] == value).values({name: renewed})
            await session.execute(change)
            done += 1
    return done
