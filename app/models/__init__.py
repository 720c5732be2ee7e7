"""Tables and shapes, a module for each noun. Importing this package makes the metadata whole."""

from app.models import (
    access,
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
