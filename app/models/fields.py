"""The kinds of text and number that people and programs may send: bounded, cleaned, named."""

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError
from sqlmodel._compat import SQLModelConfig

from app.domain.text import Unwritable, clean_line, clean_text

TEXT_LENGTH = 4000
BIGGEST = 2**31 - 1


def _text(value: Any) -> Any:
    return _cleaned(value, clean_text)


def _line(value: Any) -> Any:
    return _cleaned(value, clean_line)


def _cleaned(value: Any, clean: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return clean(value)
    except Unwritable as unwritable:
        raise PydanticCustomError(
            "unwritable",
            "holds a character that cannot be kept: {character}",
            {"character": str(unwritable)},
        ) from None


def _optional(value: str | None) -> str | None:
    return value or None


Text = Annotated[
    str, StringConstraints(min_length=1, max_length=TEXT_LENGTH), BeforeValidator(_text)
]
"""1 to 4,000 characters in NFC, lines kept."""

Note = Annotated[str, StringConstraints(min_length=1, max_length=1000), BeforeValidator(_text)]
"""1 to 1,000 characters in NFC, lines kept."""

Line = Annotated[str, StringConstraints(min_length=1, max_length=200), BeforeValidator(_line)]
"""1 to 200 characters in NFC on one line."""

LongLine = Annotated[str, StringConstraints(min_length=1, max_length=1000), BeforeValidator(_line)]

OptionalLine = Annotated[
    Annotated[str, StringConstraints(max_length=200), BeforeValidator(_line)] | None,
    AfterValidator(_optional),
]
"""As `Line`, where an empty one means none."""

OptionalNote = Annotated[
    Annotated[str, StringConstraints(max_length=1000), BeforeValidator(_text)] | None,
    AfterValidator(_optional),
]
"""As `Note`, where an empty one means none."""

Phone = Annotated[
    Annotated[
        str,
        StringConstraints(max_length=30, pattern=r"^[0-9+ ().-]*$"),
        BeforeValidator(_line),
    ]
    | None,
    AfterValidator(_optional),
]

Slug = Annotated[
    str,
    StringConstraints(min_length=1, max_length=64, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$"),
]
"""A name in addresses: ASCII letters, digits, single hyphens."""

Code = Annotated[str, StringConstraints(min_length=2, max_length=40, pattern=r"^[a-z][a-z0-9_]*$")]
"""A reason's code. Screens know the usual ones by name; an organiser may have others."""

UserName = Annotated[
    str, StringConstraints(min_length=2, max_length=64, pattern=r"^[a-z0-9]+([._-][a-z0-9]+)*$")
]
Password = Annotated[str, StringConstraints(min_length=10, max_length=200)]
Number = Annotated[int, Field(ge=1, le=BIGGEST)]
"""A question's number, as it is said aloud."""
Order = Annotated[int, Field(ge=0, le=100_000)]
Version = Annotated[int, Field(ge=0, le=BIGGEST)]


def plain_digits(value: Any) -> Any:
    """Refuse a number of an address that is not written in plain digits, such as 1.0 or १."""
    if isinstance(value, str) and not (value.isascii() and value.isdigit()):
        raise PydanticCustomError("int_parsing", "must be a whole number", {})
    return value


def given(example: dict[str, Any]) -> SQLModelConfig:
    """Return the configuration of a shape that people send: strict, with an example."""
    return SQLModelConfig(extra="forbid", json_schema_extra={"examples": [example]})
