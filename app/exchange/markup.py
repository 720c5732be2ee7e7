"""HTML from parts, escaped by itself: text that is not `Markup` cannot become a tag."""

from html import escape
from typing import Final

_EMPTY: Final = frozenset({"input", "link", "meta"})
"""Elements that have no end."""


class Markup(str):
    """HTML that is ready to be sent."""

    __slots__ = ()


Part = str | Markup | None
"""Text, which is escaped; ready HTML; or nothing."""


def tag(name: str, *inside: Part, **attributes: str | bool) -> Markup:
    """Return an element. `class_` is class, `aria_label` is aria-label; `True` has no value."""
    given = "".join(_attribute(key, value) for key, value in attributes.items())
    start = f"<{name}{given}>"
    return Markup(start if name in _EMPTY else f"{start}{together(*inside)}</{name}>")


def together(*parts: Part) -> Markup:
    """Return parts side by side, each escaped that is not ready."""
    return Markup("".join(_ready(part) for part in parts if part is not None))


def _ready(part: str) -> str:
    return part if isinstance(part, Markup) else escape(part)


def _attribute(key: str, value: str | bool) -> str:
    name = key.rstrip("_").replace("_", "-")
    if isinstance(value, bool):
        return f" {name}" if value else ""
    return f' {name}="{escape(value)}"'
