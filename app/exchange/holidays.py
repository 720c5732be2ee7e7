"""Public holidays: JSON files of `app/presets/holidays`, or one of the operator's own."""

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from app.domain.workdays import WorkCalendar
from app.exchange.presets import FOLDER

OF_VIET_NAM = FOLDER / "holidays" / "vn.json"

Told = Annotated[str, StringConstraints(min_length=1, max_length=300)]


class _Entry(BaseModel):
    """A day and why: the name for people, the source for who has to check it."""

    model_config = ConfigDict(extra="forbid")

    name: Told
    source: Told


class _Yearly(_Entry):
    day: Annotated[str, StringConstraints(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")]


class _Off(_Entry):
    first: date = Field(alias="from")
    last: date = Field(alias="to")

    @model_validator(mode="after")
    def _last_is_not_before_the_first(self) -> "_Off":
        if not 0 <= (self.last - self.first).days < 31:
            msg = "a holiday ends within a month, and not before it begins"
            raise ValueError(msg)
        return self

    def days(self) -> list[date]:
        """Return every day of it."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


class _Worked(_Entry):
    day: date


class _Holidays(BaseModel):
    """A file; `extends` keeps the days of Viet Nam's own file beside those written here."""

    model_config = ConfigDict(extra="forbid")

    extends: Annotated[str, StringConstraints(pattern="^vn$")] | None = None
    yearly: list[_Yearly] = Field(default_factory=list)
    off: list[_Off] = Field(default_factory=list)
    worked: list[_Worked] = Field(default_factory=list)

    def calendar(self) -> WorkCalendar:
        """Return what is written here."""
        return WorkCalendar(
            off=frozenset(day for entry in self.off for day in entry.days()),
            worked=frozenset(entry.day for entry in self.worked),
            yearly=frozenset(_month_and_day(entry.day) for entry in self.yearly),
        )


def read_calendar(file: str) -> WorkCalendar:
    """Return the calendar of an operator's file, or Viet Nam's when none is named.

    Raises `ValueError` for a file that does not say what it should, and `OSError`.
    """
    if not file:
        return _read(OF_VIET_NAM).calendar()
    given = _read(Path(file))
    if given.extends is None:
        return given.calendar()
    return _read(OF_VIET_NAM).calendar().with_more(given.calendar())


def _read(path: Path) -> _Holidays:
    return _Holidays.model_validate_json(path.read_text(encoding="utf-8"))


def _month_and_day(text: str) -> tuple[int, int]:
    month, _, day = text.partition("-")
    return int(month), int(day)
