"""The order of the queue: rank keys, fair turns between sites, arrangements, forecast."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_WHOLE = 6
_MIDDLE = 36**_WHOLE // 2
MAX_RANK = 64
"""Longest rank key the database holds, in characters."""


class RankTooLong(Exception):
    """So many moves into one gap that the keys must be spread anew (see `spread`)."""


def rank_between(low: str | None, high: str | None) -> str:
    """Return a key that sorts strictly between two, where `None` is the open end.

    A key is a whole number of six base-36 digits and, only after moves into one gap, a fraction.
    So appending and prepending never make it longer. Raises `RankTooLong` past `MAX_RANK`.
    """
    if low is None and high is None:
        return _whole(_MIDDLE)
    if high is None:
        assert low is not None
        return _whole(int(low[:_WHOLE], 36) + 1)
    if low is None:
        return _whole(int(high[:_WHOLE], 36) - 1)
    rank = _midpoint(low, high)
    if len(rank) > MAX_RANK:
        raise RankTooLong
    return rank


def spread(count: int) -> list[str]:
    """Return `count` keys in order, whole numbers with room at both ends."""
    return [_whole(_MIDDLE + index) for index in range(count)]


def _whole(number: int) -> str:
    if not 0 <= number < 36**_WHOLE:
        raise RankTooLong
    digits = ""
    for _ in range(_WHOLE):
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    return digits


def _midpoint(low: str, high: str) -> str:
    """Return a short key strictly between `low` < `high`; a fraction never ends in 0."""
    prefix = ""
    place = 0
    while True:
        below = _DIGITS.index(low[place]) if place < len(low) else 0
        above = _DIGITS.index(high[place]) if high and place < len(high) else 36
        if above - below > 1:
            return (prefix + _DIGITS[(below + above) // 2]).ljust(_WHOLE, "0")
        prefix += _DIGITS[below]
        if above > below:
            high = ""
        place += 1


@dataclass(frozen=True, slots=True)
class Waiting:
    """A queued question, as far as its place in the queue is concerned."""

    number: int
    site: str
    topic_order: int
    submitted_at: datetime
    queued_at: datetime


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Which question could go next, with the figures that say why."""

    number: int
    site: str
    turns_of_site: int
    turns_in_all: int


def suggest_next(queue: Sequence[Waiting], turns: Mapping[str, int]) -> Suggestion | None:
    """Suggest the next question: the site with the fewest turns so far, then the longest wait."""
    if not queue:
        return None
    best = min(queue, key=lambda w: (turns.get(w.site, 0), w.queued_at, w.number))
    return Suggestion(best.number, best.site, turns.get(best.site, 0), sum(turns.values()))


def by_rotation(queue: Sequence[Waiting], turns: Mapping[str, int]) -> list[int]:
    """Return the numbers so that sites take turns, each site's own in the order they have now."""
    given = defaultdict(int, turns)
    own: dict[str, list[Waiting]] = defaultdict(list)
    for waiting in queue:
        own[waiting.site].append(waiting)
    order = []
    while own:
        site = min(own, key=lambda s: (given[s], own[s][0].queued_at, own[s][0].number))
        order.append(own[site].pop(0).number)
        given[site] += 1
        if not own[site]:
            del own[site]
    return order


def by_topic(queue: Sequence[Waiting]) -> list[int]:
    """Return the numbers topic by topic in the conference's order, otherwise as they are."""
    return [waiting.number for waiting in sorted(queue, key=lambda w: w.topic_order)]


def by_arrival(queue: Sequence[Waiting]) -> list[int]:
    """Return the numbers in the order the questions were submitted."""
    return [waiting.number for waiting in sorted(queue, key=lambda w: (w.submitted_at, w.number))]


USUAL_TURN = timedelta(minutes=4)
"""How long a turn is taken to last before any has ended."""


def forecast(
    numbers: Sequence[int],
    *,
    now: datetime,
    current_since: datetime | None,
    answered: Sequence[timedelta],
    ends_at: datetime | None = None,
) -> list[tuple[int, datetime]]:
    """Return the expected start of each queued question, at the pace of the turns so far.

    The pace is the mean of the finished turns (`USUAL_TURN` before the first one). A question
    that would start after `ends_at` is left out: there is no time for it.
    """
    pace = sum(answered, timedelta()) / len(answered) if answered else USUAL_TURN
    free_at = now if current_since is None else max(now, current_since + pace)
    starts = [(number, free_at + pace * place) for place, number in enumerate(numbers)]
    return [entry for entry in starts if ends_at is None or entry[1] < ends_at]
