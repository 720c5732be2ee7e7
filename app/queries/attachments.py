"""A question's attachments: the list, and the bytes of one."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.models.preparation import Attachment, AttachmentContent, Enclosure

_ENCLOSED = select(col(Enclosure.attachment_id))


async def of_question(session: AsyncSession, question_id: int) -> Sequence[Attachment]:
    """Return a question's attachments in the order in which they were added."""
    statement = select(Attachment).where(
        col(Attachment.question_id) == question_id, col(Attachment.id).not_in(_ENCLOSED)
    )
    return (await session.scalars(statement.order_by(col(Attachment.id)))).all()


async def with_content(
    session: AsyncSession, question_id: int, attachment_id: int, follow_up_id: int | None = None
) -> tuple[Attachment, bytes] | None:
    """Return one attachment of a question, or of a written reply to it, and its bytes."""
    statement = (
        select(Attachment, col(AttachmentContent.content))
        .join(AttachmentContent, col(AttachmentContent.attachment_id) == col(Attachment.id))
        .outerjoin(Enclosure, col(Enclosure.attachment_id) == col(Attachment.id))
        .where(
            col(Attachment.id) == attachment_id,
            col(Attachment.question_id) == question_id,
            col(Enclosure.follow_up_id).is_not_distinct_from(follow_up_id),
        )
    )
    row = (await session.execute(statement)).one_or_none()
    return None if row is None else (row[0], row[1])
