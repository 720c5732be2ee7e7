"""Groups of questions that are probably the same matter, among thousands of them.

To compare each with each would take minutes. Two texts that are alike share some of their rarest
words, so only those are compared; texts of the same words are one beforehand, and what is in a
group is not compared again.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain

from app.domain.likeness import LIKELY, Matter, likeness, matter

_RAREST = 8
"""Words of a text by which others are found."""
_TOO_COMMON = 300
"""A word that more texts have for one of their rarest tells nothing."""
_FEW_WORDS = 4
"""Texts of no more words need to share but one of them to be compared."""


@dataclass(frozen=True, slots=True)
class Group:
    """A suggested lead and what is like it, as places in the given order, with their scores."""

    lead: int
    others: tuple[tuple[int, float], ...]


def groups(texts: Sequence[str], places: Collection[str]) -> list[Group]:
    """Return the groups among texts folded by `search_key`, each like its lead, nobody in two.

    The first of a group, in the order given, leads it.
    """
    same: dict[Matter, list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        about = matter(text, places)
        if about.words:
            same[about].append(place)
    kinds = list(same)
    near = _Near(kinds)
    found = []
    taken: set[int] = set()
    for kind, about in enumerate(kinds):
        if kind not in taken:
            alike = near.to(kind, taken)
            taken.update(other for other, _ in alike)
            lead, *twins = same[about]
            others = [(twin, 100.0) for twin in twins]
            others += [(place, score) for other, score in alike for place in same[kinds[other]]]
            if others:
                found.append(Group(lead, tuple(sorted(others, key=lambda o: (-o[1], o[0])))))
    return found


class _Near:
    """Finds the matters that are like one."""

    def __init__(self, kinds: Sequence[Matter]) -> None:
        words = [set(kind.words.split()) for kind in kinds]
        spread = Counter(chain.from_iterable(words))
        self._kinds = kinds
        self._rarest = [sorted(some, key=lambda w: (spread[w], w))[:_RAREST] for some in words]
        self._having: dict[str, list[int]] = defaultdict(list)
        for kind, rarest in enumerate(self._rarest):
            for word in rarest:
                self._having[word].append(kind)

    def to(self, kind: int, taken: Collection[int]) -> list[tuple[int, float]]:
        """Return the later ones that are likely the same and not taken, with their scores."""
        telling = (self._having[word] for word in self._rarest[kind])
        shared = Counter(
            chain.from_iterable(having for having in telling if len(having) <= _TOO_COMMON)
        )
        scores = (
            (other, likeness(self._kinds[kind], self._kinds[other]))
            for other, count in shared.items()
            if other > kind and count >= self._least(kind, other) and other not in taken
        )
        return [(other, score) for other, score in scores if score >= LIKELY]

    def _least(self, one: int, other: int) -> int:
        fewest = min(len(self._rarest[one]), len(self._rarest[other]))
        return 1 if fewest <= _FEW_WORDS else 2
