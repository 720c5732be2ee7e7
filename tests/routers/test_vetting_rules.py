"""The deadline for collected questions, and four eyes."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.conftest import CONFERENCE, World, question

COLLECTED = question() | {"origin": "collected"}
ITSELF = f"conferences/{CONFERENCE}"


async def setting(world: World, **given: Any) -> None:
    changed = await world.send("admin", "PATCH", ITSELF, given, if_match="*")
    assert changed.status_code == 200, changed.text
    assert changed.json().items() >= given.items()


async def deadline(world: World, *, hours: int) -> None:
    at = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=hours)
    await setting(world, collect_until=at.isoformat().replace("+00:00", "Z"))


async def submit(world: World, given: dict[str, Any]) -> dict[str, Any]:
    made = await world.post("cho-don", "/questions", given)
    assert made.status_code == 201
    shown: dict[str, Any] = made.json()
    return shown


async def revise(world: World, who: str, number: int, text: str = "Bao giờ có đường?") -> None:
    path = f"/questions/{number}"
    revised = await world.send(who, "PATCH", path, {"text": text}, if_match="*")
    assert revised.status_code == 200, revised.text


def is_refused(response: httpx.Response) -> bool:
    if response.status_code == 409:
        assert response.json()["code"] == "four_eyes", response.text
        assert "bốn mắt" in response.json()["detail"]
        return True
    assert response.status_code == 200, response.text
    return False


async def test_collected_question_after_the_deadline_is_taken_and_marked(world: World) -> None:
    await deadline(world, hours=-1)
    late = await submit(world, COLLECTED)
    assert late["is_late"] is True
    assert (await submit(world, question()))["is_late"] is False
    assert (await world.do("moderator", late["number"], "enqueue")).json()["is_late"] is True
    path = f"/questions/{late['number']}"
    assert (await world.get("chair", path)).json()["is_late"] is True
    for who in ("screen", "na-ri"):
        assert "is_late" not in (await world.get(who, path)).json()


async def test_moving_the_deadline_marks_nothing_anew(world: World) -> None:
    await deadline(world, hours=1)
    early = await submit(world, COLLECTED)
    await deadline(world, hours=-1)
    late = await submit(world, COLLECTED)
    await setting(world, collect_until=None)
    for number, was in ((early["number"], False), (late["number"], True)):
        shown = await world.get("moderator", f"/questions/{number}")
        assert shown.json()["is_late"] is was


@pytest.mark.parametrize("command", ["approve", "enqueue"])
async def test_who_changed_the_text_last_does_not_approve_it(world: World, command: str) -> None:
    await setting(world, four_eyes=True)
    number = await world.submit()
    await revise(world, "moderator", number)
    assert is_refused(await world.do("moderator", number, command))
    assert (await world.get("moderator", f"/questions/{number}")).json()["state"] == "submitted"
    assert not is_refused(await world.do("moderator-2", number, command))


async def test_text_of_somebody_else_binds_nobody(world: World) -> None:
    await setting(world, four_eyes=True)
    untouched = await world.submit()
    assert not is_refused(await world.do("moderator", untouched, "approve"))
    by_site = await world.submit()
    await revise(world, "moderator", by_site)
    await revise(world, "cho-don", by_site, "Bao giờ thôn có đường?")
    assert not is_refused(await world.do("moderator", by_site, "approve"))


async def test_only_a_changed_text_counts_as_an_edit(world: World) -> None:
    await setting(world, four_eyes=True)
    number = await world.submit()
    await revise(world, "moderator", number, question()["text"])
    path = f"/questions/{number}"
    await world.send("moderator", "PATCH", path, {"kind": "petition"}, if_match="*")
    assert not is_refused(await world.do("moderator", number, "approve"))


async def test_approved_by_another_it_is_queued_by_anybody(world: World) -> None:
    await setting(world, four_eyes=True)
    number = await world.submit()
    await revise(world, "moderator", number)
    assert not is_refused(await world.do("moderator-2", number, "approve"))
    assert not is_refused(await world.do("moderator", number, "enqueue"))


async def test_without_the_setting_one_person_may_do_both(world: World) -> None:
    number = await world.submit()
    await revise(world, "moderator", number)
    assert not is_refused(await world.do("moderator", number, "approve"))


async def test_settings_of_personal_data_come_with_the_preset_and_can_be_changed(
    world: World,
) -> None:
    shown = (await world.get("cho-don", ITSELF)).json()
    assert "91/2025/QH15" in shown["data_basis"]
    assert shown["data_purpose"]
    assert shown["four_eyes"] is False
    assert shown["collect_until"] is shown["keep_askers_days"] is None
    await setting(world, data_purpose="Trả lời người hỏi", data_basis=None, keep_askers_days=30)


@pytest.mark.parametrize(
    "given",
    [
        {"four_eyes": None},
        {"keep_askers_days": 0},
        {"keep_askers_days": 3651},
        {"collect_until": "2025-02-28T17:00:00"},
        {"data_purpose": ""},
        {"data_basis": "x" * 1001},
    ],
)
async def test_settings_that_cannot_stand_are_refused(world: World, given: dict[str, Any]) -> None:
    refused = await world.send("admin", "PATCH", ITSELF, given, if_match="*")
    assert refused.status_code == 422
    assert [error["field"] for error in refused.json()["errors"]] == list(given)
