"""How people write the sites and topics of a conference in a sheet, and which one is meant."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.likeness import place_names
from app.domain.text import search_key

_COUNTED = re.compile(r"^\d{1,4}\s*[.):]\s*")
_LAST_NUMBER = re.compile(r"(?:^|\s|so )0*(\d{1,4})\.?$")


@dataclass(frozen=True, slots=True)
class Names:
    """How the sites or topics of a conference may be written, each leading to its slug."""

    of: Mapping[str, str]
    in_order: Sequence[str]
    _found: dict[str, str | None] = field(default_factory=dict)
    """What was looked for before: a sheet names few things, each in many rows."""

    @classmethod
    def build(cls, things: Iterable[Sequence[str]]) -> "Names":
        """Take each thing's slug and its other names, in their order.

        A name that two things share leads to neither; a slug always leads to its own.
        """
        named: dict[str, set[str]] = {}
        slugs = []
        for slug, *names in things:
            slugs.append(slug)
            for name in {*map(search_key, names), *place_names(names)}:
                named.setdefault(name, set()).add(slug)
        of = {name: min(found) for name, found in named.items() if len(found) == 1}
        return cls(of | {slug: slug for slug in slugs}, slugs)

    def find(self, written: str) -> str | None:
        """Return the slug of what is meant, or `None`."""
        if written not in self._found:
            self._found[written] = self._look_for(written)
        return self._found[written]

    def _look_for(self, written: str) -> str | None:
        key = search_key(written)
        for tried in (key, _COUNTED.sub("", key), *place_names([written])):
            if tried in self.of:
                return self.of[tried]
        number = _LAST_NUMBER.search(key)
        if number is not None and 1 <= int(number[1]) <= len(self.in_order):
            return self.in_order[int(number[1]) - 1]
        return None
