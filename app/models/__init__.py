"""Tables and shapes, a module for each noun. Importing this package makes the metadata whole."""

from app.models import (
    access,
    calendar,
    conference,
    device,
    importing,
    invitation,
    journal,
    preparation,
    presence,
    programme,
    question,
    reminder,
    webhook,
)

__all__ = [
    "access",
    "calendar",
    "conference",
    "device",
    "importing",
    "invitation",
    "journal",
    "preparation",
    "presence",
    "programme",
    "question",
    "reminder",
    "webhook",
]
