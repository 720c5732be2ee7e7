"""LiveClient comes back as the live protocol says, and stays away when it is told to.

The browser's clock stands still here and moves when a test says so.
"""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, WebSocketRoute

from tests.screens.messages import Json, change, question, resumed, snapshot, tick

START = """
async () => {
  const { LiveClient } = await import("/static/live.js");
  window.news = [];
  const onSignedOut = () => window.news.push("signed out");
  const client = new LiveClient({ conference: "x", view: "hall", onSignedOut });
  client.listen(({ status }) => {
    if (window.news.at(-1) !== status.name) window.news.push(status.name);
  });
  client.start();
}
"""
START_TIME = 1_741_136_400
LONGEST_FIRST_WAIT = 500
GAP = change(8, 9, question(1))


class Line:
    """Stands in for the server: each connection gets the next list of messages, or its closing."""

    def __init__(self, page: Page, *connections: list[Json] | int) -> None:
        self.page = page
        self.asked: list[dict[str, list[str]]] = []
        self._connections = list(connections)
        page.clock.install(time=START_TIME)
        page.clock.pause_at(START_TIME + 1000)
        page.route_web_socket("**/live*", self._accept)
        page.evaluate(START)

    def _accept(self, socket: WebSocketRoute) -> None:
        self.asked.append(parse_qs(urlsplit(socket.url).query))
        given = self._connections.pop(0)
        if isinstance(given, int):
            socket.close(code=given)
            return
        for message in given:
            socket.send(json.dumps(message))

    def expect(self, *news: str) -> None:
        self.page.wait_for_function("(size) => window.news.length >= size", arg=len(news))
        assert self.page.evaluate("window.news") == list(news)

    def wait(self, milliseconds: int) -> None:
        self.page.clock.run_for(milliseconds)


def test_a_gap_is_mended_by_resuming_from_where_it_stood(blank: Page) -> None:
    line = Line(blank, [snapshot(5), tick(7), GAP], [resumed(7), change(7, 9)])
    line.expect("live", "lost")
    line.wait(LONGEST_FIRST_WAIT)
    line.expect("live", "lost", "live")
    assert line.asked == [{"view": ["hall"]}, {"view": ["hall"], "epoch": ["e1"], "seq": ["7"]}]


def test_what_resuming_does_not_mend_a_snapshot_does(blank: Page) -> None:
    line = Line(blank, [snapshot(5), tick(7), GAP], [GAP], [snapshot(9)])
    line.expect("live", "lost")
    line.wait(LONGEST_FIRST_WAIT)
    line.wait(2 * LONGEST_FIRST_WAIT)
    line.expect("live", "lost", "live")
    assert line.asked[2] == {"view": ["hall"]}


def test_who_is_not_greeted_does_not_believe_the_rest(blank: Page) -> None:
    line = Line(blank, [snapshot(5), tick(7), GAP], [tick(9)], [snapshot(9)])
    line.expect("live", "lost")
    line.wait(LONGEST_FIRST_WAIT)
    line.expect("live", "lost")
    line.wait(2 * LONGEST_FIRST_WAIT)
    line.expect("live", "lost", "live")


def test_twelve_seconds_of_silence_are_a_dead_line(blank: Page) -> None:
    line = Line(blank, [snapshot(5)], [resumed(5)])
    line.expect("live")
    line.wait(11_900)
    line.expect("live")
    line.wait(200)
    line.expect("live", "lost")
    line.wait(LONGEST_FIRST_WAIT)
    line.expect("live", "lost", "live")


def test_the_server_says_how_long_to_stay_away(blank: Page) -> None:
    bye = {"type": "bye", "code": 4100, "reason": "restarting", "retry_after_ms": 7000}
    line = Line(blank, [snapshot(5), bye], [resumed(5)])
    line.expect("live", "lost")
    line.wait(6900)
    assert len(line.asked) == 1
    line.wait(200)
    line.expect("live", "lost", "live")


@pytest.mark.parametrize(
    ("code", "news"),
    [
        (4001, ["stopped", "signed out"]),
        (4003, ["stopped"]),
        (4004, ["stopped"]),
        (4009, ["stopped", "signed out"]),
    ],
)
def test_some_closings_are_for_good(blank: Page, code: int, news: list[str]) -> None:
    line = Line(blank, code)
    line.expect(*news)
    line.wait(60_000)
    assert len(line.asked) == 1


def test_waiting_doubles_up_to_fifteen_seconds_and_is_spread(blank: Page) -> None:
    waits = blank.evaluate(
        """
        async () => {
          const { wait } = await import("/static/live.js");
          return [wait(0, 1), wait(1, 1), wait(4, 1), wait(5, 1), wait(2000, 1), wait(0, 0)];
        }
        """
    )
    assert waits == [500, 1000, 8000, 15_000, 15_000, 250]
