"""Adding pictures and documents to questions and replies, and taking them away for good."""

from sqlalchemy import delete
from sqlmodel import col

from app.actions import followups
from app.actions.deed import Deed, Dossier
from app.actions.journal import record
from app.domain.errors import NotFound, TooManyAttachments
from app.domain.events import EventType
from app.domain.files import MOST_ATTACHMENTS, Upload
from app.domain.roles import Permission
from app.models.preparation import Attachment, AttachmentContent, Enclosure
from app.queries.followups import promise_in


async def add(deed: Deed, number: int, upload: Upload) -> Attachment:
    """Keep a file with a question. Raises `TooManyAttachments`."""
    dossier = await deed.take(number, Permission.ATTACH)
    dossier.reread = True
    assert dossier.before is not None
    if len(dossier.before.attachments) >= MOST_ATTACHMENTS:
        raise TooManyAttachments(MOST_ATTACHMENTS)
    row = await _keep(deed, dossier, upload)
    # A file's name may be a person's: the journal goes without it.
    payload = {"attachment": row.id, "media_type": row.media_type, "size": row.size}
    await record(deed, EventType.ATTACHMENT_ADDED, payload, dossier)
    return row


async def enclose(deed: Deed, follow_up: int, upload: Upload) -> Attachment:
    """Keep a file with the written reply of a follow-up. Raises `TooManyAttachments`."""
    found, dossier = await followups.take(deed, follow_up, Permission.UPDATE_FOLLOW_UP)
    assert dossier.before is not None
    if len(promise_in(dossier.before, follow_up).attachments) >= MOST_ATTACHMENTS:
        raise TooManyAttachments(MOST_ATTACHMENTS)
    row = await _keep(deed, dossier, upload)
    deed.session.add(Enclosure(attachment_id=row.id or 0, follow_up_id=follow_up))
    payload = {
        "follow_up": follow_up,
        "attachment": row.id,
        "media_type": row.media_type,
        "size": row.size,
    }
    await followups.touch(deed, found, dossier, EventType.FOLLOW_UP_ATTACHED, payload)
    return row


async def remove(deed: Deed, number: int, attachment_id: int) -> None:
    """Take a file away; its bytes are gone. Raises `NotFound`."""
    dossier = await deed.take(number, Permission.ATTACH)
    dossier.reread = True
    await _drop(deed, dossier, attachment_id, None)
    await record(deed, EventType.ATTACHMENT_REMOVED, {"attachment": attachment_id}, dossier)


async def take_out(deed: Deed, follow_up: int, attachment_id: int) -> None:
    """Take a file away from a written reply; its bytes are gone. Raises `NotFound`."""
    found, dossier = await followups.take(deed, follow_up, Permission.UPDATE_FOLLOW_UP)
    await _drop(deed, dossier, attachment_id, follow_up)
    payload = {"follow_up": follow_up, "attachment": attachment_id}
    await followups.touch(deed, found, dossier, EventType.FOLLOW_UP_DETACHED, payload)


async def _keep(deed: Deed, dossier: Dossier, upload: Upload) -> Attachment:
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
    return row


async def _drop(deed: Deed, dossier: Dossier, attachment_id: int, follow_up: int | None) -> None:
    row = await deed.session.get(Attachment, attachment_id)
    enclosure = await deed.session.get(Enclosure, attachment_id)
    belongs_to = enclosure.follow_up_id if enclosure is not None else None
    if row is None or row.question_id != dossier.row.id or belongs_to != follow_up:
        raise NotFound("attachment", attachment_id)
    content = delete(AttachmentContent).where(col(AttachmentContent.attachment_id) == attachment_id)
    await deed.session.execute(content)
    if enclosure is not None:
        await deed.session.delete(enclosure)
        await deed.session.flush()
    await deed.session.delete(row)
