"""The order of the queue: rank keys against a plain list, fair turns, arrangements, forecast."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.ordering import (
    MAX_RANK,
    USUAL_TURN,
    RankTooLong,
    Waiting,
    by_arrival,
    by_rotation,
    by_topic,
    forecast,
    rank_between,
    spread,
    suggest_next,
)

NOON = datetime(2025, 6, 14, 5, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SITES = ["ba-be", "cho-don", "na-ri"]


def insert(ranks: list[str], place: int) -> None:
    """Insert a key at a place of a sorted list, with new keys for all when the gap is used up."""
    try:
        rank = rank_between(
            ranks[place - 1] if place else None, ranks[place] if place < len(ranks) else None
        )
    except RankTooLong:
        ranks[:] = spread(len(ranks))
        insert(ranks, place)
    else:
        ranks.insert(place, rank)


def in_order(ranks: Sequence[str]) -> bool:
    return all(a < b for a, b in pairwise(ranks))


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=60))
def test_any_sequence_of_inserts_keeps_the_order_of_a_list(places: list[int]) -> None:
    ranks: list[str] = []
    model: list[int] = []
    named: dict[str, int] = {}
    for name, place in enumerate(places):
        at = place % (len(model) + 1)
        rank = rank_between(ranks[at - 1] if at else None, ranks[at] if at < len(ranks) else None)
        ranks.insert(at, rank)
        model.insert(at, name)
        named[rank] = name
    assert [named[rank] for rank in sorted(ranks)] == model


@given(st.lists(st.integers(0, 1000), min_size=2, max_size=60), st.data())
def test_key_between_two_is_strictly_between_them(places: list[int], data: st.DataObject) -> None:
    ranks: list[str] = []
    for place in places:
        insert(ranks, place % (len(ranks) + 1))
    low = data.draw(st.integers(0, len(ranks) - 2))
    high = data.draw(st.integers(low + 1, len(ranks) - 1))
    assert ranks[low] < rank_between(ranks[low], ranks[high]) < ranks[high]
    assert rank_between(None, ranks[low]) < ranks[low]
    assert ranks[high] < rank_between(ranks[high], None)


def halve_again_and_again(halves: int) -> None:
    """Put each new key next to the one before, on the side that the bits of `halves` say."""
    low, high = spread(2)
    for step in range(400):
        rank = rank_between(low, high)
        assert low < rank < high
        assert len(rank) <= MAX_RANK
        low, high = (low, rank) if halves >> step & 1 else (rank, high)


@given(st.integers(0, 2**400 - 1))
def test_keys_in_one_gap_stay_short_or_say_that_they_cannot(halves: int) -> None:
    with pytest.raises(RankTooLong):
        halve_again_and_again(halves)


def test_queue_in_which_everything_goes_into_one_gap_keeps_its_order_for_ever() -> None:
    ranks = spread(2)
    for _ in range(1000):
        insert(ranks, 1)
    assert in_order(ranks)
    assert max(map(len, ranks)) <= MAX_RANK


def test_appending_and_prepending_never_make_keys_longer() -> None:
    ranks = [rank_between(None, None)]
    for _ in range(2000):
        ranks.append(rank_between(ranks[-1], None))
        ranks.insert(0, rank_between(None, ranks[0]))
    assert in_order(ranks)
    assert {len(rank) for rank in ranks} == {len(ranks[0])}


def test_spread_keys_are_in_order_and_leave_room_everywhere() -> None:
    for count in (0, 1, 2, 40, 10_000):
        ranks = spread(count)
        assert len(ranks) == count
        assert in_order(ranks)
    low, high = spread(2)
    assert rank_between(None, low) < low < rank_between(low, high) < high < rank_between(high, None)


waiting = st.builds(
    lambda site, topic, submitted, queued: (site, topic, submitted, queued),
    st.sampled_from(SITES),
    st.integers(0, 3),
    st.integers(0, 20),
    st.integers(0, 20),
)
queues = st.lists(waiting, max_size=12).map(
    lambda rows: [
        Waiting(number, site, topic, NOON + submitted * MINUTE, NOON + queued * MINUTE)
        for number, (site, topic, submitted, queued) in enumerate(rows, start=1)
    ]
)
turns_so_far = st.dictionaries(st.sampled_from(SITES), st.integers(0, 5))


@given(queues, turns_so_far)
def test_suggestion_is_of_the_site_with_fewest_turns_and_the_longest_wait(
    queue: list[Waiting], turns: dict[str, int]
) -> None:
    suggestion = suggest_next(queue, turns)
    if not queue:
        assert suggestion is None
        return
    assert suggestion is not None
    fewest = min(turns.get(entry.site, 0) for entry in queue)
    candidates = [entry for entry in queue if turns.get(entry.site, 0) == fewest]
    (chosen,) = [entry for entry in queue if entry.number == suggestion.number]
    assert chosen in candidates
    assert chosen.queued_at == min(entry.queued_at for entry in candidates)
    assert (suggestion.site, suggestion.turns_of_site) == (chosen.site, fewest)
    assert suggestion.turns_in_all == sum(turns.values())


def test_sites_that_always_wait_get_as_many_turns_as_each_other() -> None:
    sites = sorted(SITES * 10)
    queue = [Waiting(n, site, 0, NOON, NOON + n * MINUTE) for n, site in enumerate(sites)]
    turns = Counter(dict.fromkeys(SITES, 0))
    for _ in range(12):
        suggestion = suggest_next(queue, turns)
        assert suggestion is not None
        queue = [entry for entry in queue if entry.number != suggestion.number]
        turns[suggestion.site] += 1
        assert max(turns.values()) - min(turns.values()) <= 1
    assert set(turns.values()) == {4}


@given(queues, turns_so_far)
def test_rotation_is_a_permutation_that_keeps_each_sites_own_order(
    queue: list[Waiting], turns: dict[str, int]
) -> None:
    order = by_rotation(queue, turns)
    assert sorted(order) == [entry.number for entry in queue]
    for site in SITES:
        own = [entry.number for entry in queue if entry.site == site]
        assert [number for number in order if number in own] == own


@given(queues, turns_so_far)
def test_rotation_never_calls_a_site_while_another_that_waits_has_had_fewer_turns(
    queue: list[Waiting], turns: dict[str, int]
) -> None:
    had = Counter(turns)
    left = Counter(entry.site for entry in queue)
    sites = {entry.number: entry.site for entry in queue}
    for number in by_rotation(queue, turns):
        site = sites[number]
        assert had[site] == min(had[other] for other in left if left[other])
        had[site] += 1
        left[site] -= 1


@given(queues)
def test_topics_come_in_the_conferences_order_and_arrivals_by_their_time(
    queue: list[Waiting],
) -> None:
    entries = {entry.number: entry for entry in queue}
    topical = [entries[number] for number in by_topic(queue)]
    places = {entry.number: place for place, entry in enumerate(queue)}
    assert topical == sorted(queue, key=lambda e: (e.topic_order, places[e.number]))
    arrived = [entries[number] for number in by_arrival(queue)]
    assert arrived == sorted(queue, key=lambda e: (e.submitted_at, e.number))


def test_forecast_goes_on_at_the_pace_so_far() -> None:
    turns = [2 * MINUTE, 4 * MINUTE]
    expected = [(7, NOON), (3, NOON + 3 * MINUTE), (5, NOON + 6 * MINUTE)]
    assert forecast([7, 3, 5], now=NOON, current_since=None, answered=turns) == expected


def test_forecast_waits_for_the_question_at_the_floor_but_not_into_the_past() -> None:
    begun = forecast([7], now=NOON, current_since=NOON - MINUTE, answered=[3 * MINUTE])
    assert begun == [(7, NOON + 2 * MINUTE)]
    overrun = forecast([7], now=NOON, current_since=NOON - 9 * MINUTE, answered=[3 * MINUTE])
    assert overrun == [(7, NOON)]


def test_forecast_before_the_first_turn_takes_the_usual_one() -> None:
    starts = forecast([1, 2], now=NOON, current_since=None, answered=[])
    assert starts == [(1, NOON), (2, NOON + USUAL_TURN)]


def test_question_that_would_start_after_the_end_is_given_no_time() -> None:
    ends_at = NOON + 5 * MINUTE
    starts = forecast(
        [1, 2, 3], now=NOON, current_since=None, answered=[4 * MINUTE], ends_at=ends_at
    )
    assert [number for number, _ in starts] == [1, 2]
