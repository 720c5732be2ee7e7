from tests.conftest import World


async def test_question_travels_from_its_site_to_the_floor(world: World) -> None:
    number = await world.queued()
    floor = (await world.get("chair", "/floor")).json()
    assert floor["next"]["number"] == number
    expected = {"expected_current": None, "expected_next": number}
    moved = await world.post("chair", "/floor/next", expected)
    assert moved.status_code == 200, moved.text
    assert moved.json()["current"]["number"] == number
