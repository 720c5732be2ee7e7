"""Adding pictures and documents to a question, and taking them away for good."""

from sqlalchemy import delete
from sqlmodel import col

from app.actions.deed import Deed
from app.actions.journal import record
from app.domain.errors import NotFound, TooManyAttachments
from app.domain.events import EventType
from app.domain.files import MOST_ATTACHMENTS, Upload
from app.domain.roles import Permission
from app.models.preparation import Attachment, AttachmentContent


async def add(deed: Deed, number: int, upload: Upload) -> Attachment:
    """Keep a file with a question. Raises `TooManyAttachments`."""
    dossier = await deed.take(number, Permission.ATTACH)
    dossier.reread = True
    assert dossier.before is not None
    if len(dossier.before.attachments) >= MOST_ATTACHMENTS:
        raise TooManyAttachments(MOST_ATTACHMENTS)
    row = Attachment(
        question_id=dossier.row.id or 0,
        name=upload.name,
        media_type=upload.media_type,
        size=len(upload.content),
        sha256=upload.sha256,
        added_at=deed.at,
        added_by=deed.actor.label,
    )
    deed.session.add(row)
    await deed.session.flush()
    deed.session.add(AttachmentContent(attachment_id=row.id or 0, content=upload.content))
    # A file's name may be a person's: the journal goes without it.
    payload = {"attachment": row.id, "media_type": row.media_type, "size": row.size}
    await record(deed, EventType.ATTACHMENT_ADDED, payload, dossier)
    return row


async def remove(deed: Deed, number: int, attachment_id: int) -> None:
    """Take a file away; its bytes are gone. Raises `NotFound`."""
    dossier = await deed.take(number, Permission.ATTACH)
    dossier.reread = True
    row = await deed.session.get(Attachment, attachment_id)
    if row is None or row.question_id != dossier.row.id:
        raise NotFound("attachment", attachment_id)
    content = delete(AttachmentContent).where(col(AttachmentContent.attachment_id) == attachment_id)
    await deed.session.execute(content)
    await deed.session.delete(row)
    await record(deed, EventType.ATTACHMENT_REMOVED, {"attachment": attachment_id}, dossier)
