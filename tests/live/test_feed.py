"""Coming back: a client is brought up by one change or by a snapshot, never by part of a replay."""

from contextlib import AsyncExitStack
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col

from app.domain.views import View
from app.live import feed
from app.models.question import Question
from tests.conftest import OFFICIAL, World
from tests.live.client import LiveClient
from tests.live.screens import Screen, fresh_states, view, watched


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


async def _a_bit_of_everything(world: World) -> None:
    """Commands after which sites and officials are shown more, or less, than the hall."""
    first, second = await world.queued("cho-don"), await world.queued("na-ri")
    unseen = await world.submit("ba-be")
    report = {"line": "ok", "microphone": True, "delegate_present": True}
    await world.post("pac-nam", "/sites/pac-nam/readiness", report)
    await world.do("moderator", unseen, "return", {"note": "Xin nêu rõ tên thôn."})
    await world.send("moderator", "PUT", f"/questions/{first}/assignment", {"lead": OFFICIAL})
    await world.do("moderator", second, "merge", {"into": first})
    await world.do("chair", first, "call")
    await world.do("moderator", second, "restore")
    await world.send("moderator", "DELETE", f"/questions/{first}/assignment")
    await world.do("chair", first, "finish")
    await world.send("admin", "PATCH", "/sites/bach-thong", {"order": 3}, if_match="*")


async def test_views_said_to_be_told_the_same_are_told_the_same(world: World) -> None:
    since = (await world.conference()).last_seq
    await _a_bit_of_everything(world)
    conference = await world.conference()
    sites = [
        f"site/{site['slug']}" for site in (await world.get("admin", "/sites")).json()["items"]
    ]
    names = ["hall", "public", "chair", "desk", f"official/{OFFICIAL}", *sites]
    shared = 0
    assert len(sites) == 9
    for after in range(since, conference.last_seq):
        async with world.session() as session:
            changes = await feed.changes(session, conference.id or 0, after)
        for name in names:
            other = feed.same_as(view(name), changes)
            shared += other != view(name)
            told = feed.compose(view(name), changes, after)
            assert told == feed.compose(other, changes, after), (name, after)
    assert shared > 5 * (conference.last_seq - since)


async def test_what_is_told_to_many_sites_is_composed_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    composed, plain = [], feed.compose

    def counted(of: View, *given: Any) -> str | None:
        composed.append(of)
        return plain(of, *given)

    sites = [site["slug"] for site in (await world.get("admin", "/sites")).json()["items"]]
    async with AsyncExitStack() as stack:
        opening = [watched(world, f"site/{slug}") for slug in sites]
        screen, *_ = [await stack.enter_async_context(one) for one in opening]
        await screen.hears("snapshot")
        number = await world.submit("cho-don")
        await screen.reaches((await world.conference()).last_seq)
        monkeypatch.setattr(feed, "compose", counted)
        await world.do("moderator", number, "enqueue")
        await screen.hears("change")
    assert sorted(map(str, composed)) == ["hall", "site/cho-don"]
