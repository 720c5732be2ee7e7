"""Coming back: a client is brought up by one change or by a snapshot, never by part of a replay."""

import pytest
from sqlalchemy import update
from sqlmodel import col

from app.live import feed
from app.models.question import Question
from tests.conftest import World
from tests.live.client import LiveClient
from tests.live.screens import Screen, fresh_states, watched


async def _left(world: World, view: str) -> LiveClient:
    """Watch a view for a moment; return the client as it stood when it left."""
    async with watched(world, view) as screen:
        await screen.hears("snapshot")
        return screen.client


async def _check_caught_up(world: World, screen: Screen, view: str) -> None:
    seq, fresh = await fresh_states(world, [view])
    await screen.reaches(seq)
    assert screen.client.state() == fresh[view]


def _kinds(screen: Screen) -> list[str]:
    return [kind for kind in screen.client.kinds() if kind not in {"tick", "presence"}]


@pytest.mark.parametrize("view", ["desk", "hall", "site/na-ri"])
async def test_resuming_brings_one_change_from_where_the_client_stood(
    world: World, view: str
) -> None:
    first = await world.queued("cho-don")
    left = await _left(world, view)
    second = await world.queued("na-ri")
    await world.do("moderator", first, "dequeue")
    await world.do("chair", second, "call")
    async with watched(world, view, since=left) as screen:
        resumed = await screen.hears("resumed")
        change = await screen.hears("change")
        assert (resumed["seq"], resumed["epoch"]) == (left.seq, left.epoch)
        assert (change["prev"], change["seq"]) == (left.seq, (await world.conference()).last_seq)
        await _check_caught_up(world, screen, view)
        assert _kinds(screen) == ["resumed", "change"]


async def test_resuming_with_nothing_new_brings_no_change(world: World) -> None:
    await world.queued()
    left = await _left(world, "hall")
    await world.submit()  # the hall does not see it
    async with watched(world, "hall", since=left) as screen:
        await screen.hears("resumed")
        await _check_caught_up(world, screen, "hall")
        assert _kinds(screen) == ["resumed"]


async def test_who_resumes_past_what_it_may_not_see_can_follow_the_next_change(
    world: World,
) -> None:
    """As after a restart: the channel has begun behind where the client stands."""
    await world.queued()
    left = await _left(world, "hall")
    await world.submit()  # the hall does not see it
    async with watched(world, "hall", since=left) as screen:
        await screen.hears("resumed")
        await world.queued("na-ri")
        await screen.hears("change")  # a gap would be raised here
        await _check_caught_up(world, screen, "hall")


async def test_a_question_that_left_meanwhile_is_removed(world: World) -> None:
    number = await world.queued()
    left = await _left(world, "hall")
    (id_,) = left.collections["questions"]
    unseen = await world.submit()
    await world.do("moderator", unseen, "reject", {"reason": "off_topic", "note": "ngoài đề"})
    await world.do("moderator", number, "dequeue")
    async with watched(world, "hall", since=left) as screen:
        assert (await screen.hears("change"))["remove"] == {"questions": [id_]}


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("epoch", "behind"),
    [("another", 0), (None, -1), (None, 9)],
    ids=["another epoch", "a number in the future", "too far behind"],
)
async def test_who_cannot_go_on_gets_a_snapshot(
    world: World, monkeypatch: pytest.MonkeyPatch, epoch: str | None, behind: int
) -> None:
    monkeypatch.setattr(feed, "RESUME_LIMIT", 8)
    for _ in range(5):
        await world.queued()
    conference = await world.conference()
    since = LiveClient(epoch or conference.epoch, conference.last_seq - behind)
    async with watched(world, "hall", since=since) as screen:
        # A client that stands in the future has to take a number that goes back.
        screen.client.seq = None if behind < 0 else since.seq
        await _check_caught_up(world, screen, "hall")
        assert _kinds(screen) == ["snapshot"]


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
async def test_as_far_behind_as_the_limit_can_still_go_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = await _left(world, "hall")
    for _ in range(4):
        await world.queued()
    monkeypatch.setattr(feed, "RESUME_LIMIT", 8)
    async with watched(world, "hall", since=left) as screen:
        await screen.hears("resumed")
        await _check_caught_up(world, screen, "hall")


@pytest.mark.parametrize("kind", ["topics", "sites", "agenda"])
async def test_a_thing_that_comes_after_one_was_removed_is_not_taken_for_it(
    world: World, kind: str
) -> None:
    named = {"title" if kind == "agenda" else "name": "Chủ đề mới"}
    await world.post("admin", f"/{kind}", named | {"slug": "mot"})
    left = await _left(world, "hall")
    await world.send("admin", "DELETE", f"/{kind}/mot", if_match="*")
    await world.post("admin", f"/{kind}", named | {"slug": "hai"})
    async with watched(world, "hall", since=left) as screen:
        await _check_caught_up(world, screen, "hall")


async def test_queue_whose_keys_had_to_be_spread_is_told_as_a_whole(world: World) -> None:
    first, second, third = [await world.queued() for _ in range(3)]
    narrow = "i00000"
    async with world.app.state.services.database.write() as session:
        for number, rank in ((first, narrow), (second, narrow + "0" * 57 + "1"), (third, "j00000")):
            statement = update(Question).where(col(Question.number) == number)
            await session.execute(statement.values(rank=rank))
    async with watched(world, "hall") as screen:
        version = (await world.conference()).queue_version
        given = {"question": third, "before": second, "version": version}
        moved = await world.post("moderator", "/queue/move", given)
        assert moved.status_code == 200, moved.text
        await _check_caught_up(world, screen, "hall")
        assert screen.client.numbers("queued") == [first, third, second]
