"""Presets: what a conference can be made from. They are JSON files of `app/presets`."""

from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict

from app.models.fields import LongLine, Note, Slug
from app.models.programme import (
    AgencyCreate,
    AgendaItemCreate,
    OfficialCreate,
    SiteCreate,
    TopicCreate,
)

FOLDER = Path(__file__).parent.parent / "presets"


class Preset(BaseModel):
    """A conference's description and everything it is set up with, each list in its order."""

    model_config = ConfigDict(extra="forbid")

    title: LongLine
    theme: LongLine | None = None
    timezone: str
    collect_until: AwareDatetime | None = None
    data_purpose: Note | None = None
    data_basis: Note | None = None
    sites: list[SiteCreate]
    topics: list[TopicCreate]
    agencies: list[AgencyCreate]
    officials: list[OfficialCreate]
    agenda: list[AgendaItemCreate]


def preset_names() -> list[str]:
    """Return the names of the presets there are."""
    return sorted(path.stem for path in FOLDER.glob("*.json"))


def read_preset(name: Slug) -> Preset | None:
    """Return the preset of that name, or `None`."""
    if name not in preset_names():
        return None
    return Preset.model_validate_json((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
