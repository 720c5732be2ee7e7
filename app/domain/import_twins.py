"""Which rows say what is there already: the same words, or likely the same matter.

Comparing every row with every question would take minutes for ten thousand of each. Two texts
about the same matter share some of their rarest words, so only those that do are compared.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.domain.importing import Row
from app.domain.likeness import LIKELY, likeness, matter

_WORD = re.compile(r"[a-z0-9]+")
_RARE = 8
"""Of each text so many of its rarest words are looked up."""
_CROWD = 200
"""A word that more texts share tells nothing; of a crowd the latest are looked at."""
_COMPARED = 16
"""How many texts one row is compared with, those first that share most of its rare words."""


@dataclass(frozen=True, slots=True)
class Known:
    """A question that is there: its folded texts, and whether it may be likened to others."""

    number: int
    key: str
    original: str | None
    is_living: bool


def mark_twins(
    rows: Sequence[Row], known: Sequence[Known], places: Collection[str]
) -> Iterator[int]:
    """Say of each row which question, or which row before it, it repeats; yield how many are done.

    The same words count whatever became of the question; likeness only with living ones.
    """
    sought = [row for row in rows if row.key]
    exact = _exact(known)
    living = [one for one in known if one.is_living]
    index = _Index([one.key for one in living] + [row.key for row in sought], frozenset(places))
    first: dict[str, int] = {}
    for place in range(len(living)):
        index.add(place)
    for done, row in enumerate(sought, start=1):
        place = len(living) + done - 1
        row.of, row.of_row = exact.get(row.key), first.get(row.key)
        if row.errors:
            row.of = row.of_row = None
        elif row.of is not None:
            row.of_row = None
        elif row.of_row is None:
            like = index.like(place)
            if like is not None and like < len(living):
                row.of = living[like].number
            elif like is not None:
                row.of_row = sought[like - len(living)].number
        if not row.errors and row.key not in first:
            first[row.key] = row.number
            index.add(place)
        if done % 100 == 0:
            yield done
    yield len(sought)


def _exact(known: Iterable[Known]) -> dict[str, int]:
    exact: dict[str, int] = {}
    for one in known:
        for key in (one.original, one.key):
            if key:
                exact.setdefault(key, one.number)
    return exact


class _Index:
    """Texts by their rarest words."""

    def __init__(self, keys: Sequence[str], places: frozenset[str]) -> None:
        by_first = defaultdict(list)
        for place in places:
            by_first[place.partition(" ")[0]].append(place)
        self._matters = [matter(key, _within(key, by_first)) for key in keys]
        self._words = [frozenset(one.words.split()) for one in self._matters]
        self._often = Counter(word for words in self._words for word in words)
        self._holders: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, place: int) -> None:
        """Let later texts be compared with this one."""
        for word in self._rare(place):
            self._holders[word].append(place)

    def like(self, place: int) -> int | None:
        """Return the text most like this one, if any is likely the same matter."""
        shared: Counter[int] = Counter()
        for word in self._rare(place):
            shared.update(self._holders.get(word, ())[-_CROWD:])
        needed = 2 if len(self._words[place]) > 3 else 1
        best, place_of_best = LIKELY, None
        for other, count in shared.most_common(_COMPARED):
            if count < needed:
                break
            score = likeness(self._matters[place], self._matters[other])
            if score > best or (score == best and place_of_best is None):
                best, place_of_best = score, other
        return place_of_best

    def _rare(self, place: int) -> list[str]:
        words = sorted(self._words[place], key=lambda word: (self._often[word], word))
        return words[:_RARE]


def _within(key: str, by_first: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the places that may stand in a text: there can be thousands that do not."""
    words = set(_WORD.findall(key))
    return [place for word in words & by_first.keys() for place in by_first[word]]
