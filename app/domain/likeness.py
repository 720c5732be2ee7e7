"""How likely two questions are the same matter: folded texts in, a score out."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from app.domain.text import search_key

LIKELY = 70.0
"""The score from which on two questions are worth a look side by side."""

_WORD = re.compile(r"[a-z0-9]+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_KINDS_OF_PLACE = re.compile(
    r"^(?:diem cau|hoi truong|thanh pho|thi xa|thi tran|huyen|quan|phuong|xa|tinh) "
)
_FILLING_WORDS = (
    "de nghi tinh xin hoi kinh thua dong chi lanh dao cac cho biet bao gio khi nao thi la co duoc "
    "khong gi nhu the o dau va cua voi mot nhung a nhe em chung toi ba con nhan dan quan tam giai "
    "phap trong thoi gian se da dang ve viec rat mong hien nay lam"
)
_FILLING = frozenset(_FILLING_WORDS.split())
"""Syllables that stand in any question: they tell nothing of its matter."""
_FEW_WORDS = 4
"""A text of fewer words is contained in many others without being about the same."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What a question's text is about, as far as words tell."""

    words: str
    numbers: frozenset[str]
    places: frozenset[str]


def place_names(names: Iterable[str]) -> frozenset[str]:
    """Return the names of sites as they stand in a folded text: without what kind of place it is.

    `Huyện Chợ Đồn` is `cho don`.
    """
    return frozenset(_KINDS_OF_PLACE.sub("", search_key(name)) for name in names) - {""}


def matter(text: str, places: Collection[str]) -> Matter:
    """Return what a text, folded by `search_key`, is about."""
    spaced = f" {' '.join(_WORD.findall(text))} "
    numbers = (re.sub("[.,]", "", number) for number in _NUMBER.findall(text))
    named = (place for place in places if f" {place} " in spaced)
    return Matter(_words(text), frozenset(numbers), frozenset(named))


def likeness(one: Matter, other: Matter) -> float:
    """Return 0 to 100; 0 when numbers or places say that these are two matters."""
    if _differ(one.numbers, other.numbers) or _differ(one.places, other.places):
        return 0.0
    in_order = fuzz.token_sort_ratio(one.words, other.words)
    if min(one.words.count(" "), other.words.count(" ")) + 1 < _FEW_WORDS:
        return in_order
    return (in_order + fuzz.token_set_ratio(one.words, other.words)) / 2


def most_like(
    text: str, others: Sequence[str], places: Collection[str], limit: int
) -> list[tuple[int, float]]:
    """Return (index, score) of the texts that are likely the same matter, the best first."""
    one = matter(text, places)
    if not one.words:
        return []
    words = [_words(other) for other in others]
    found = process.extract_iter(
        one.words, words, scorer=fuzz.token_set_ratio, score_cutoff=LIKELY - 10
    )
    scores = [(index, likeness(one, matter(others[index], places))) for _, _, index in found]
    likely = [(index, score) for index, score in scores if score >= LIKELY]
    return sorted(likely, key=lambda pair: (-pair[1], pair[0]))[:limit]


def _words(text: str) -> str:
    return " ".join(word for word in _WORD.findall(text) if word not in _FILLING)


def _differ(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether each names something that the other does not."""
    return bool(one - other and other - one)
