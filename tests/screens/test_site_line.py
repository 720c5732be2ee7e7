"""A site's desk over a poor line: 400 ms and 50 kB/s.

Times are printed, for they depend on the machine; bytes and requests are asserted.
"""

from typing import Any

from playwright.sync_api import Page, expect

from tests.conftest import CONFERENCE
from tests.screens.stage import Stage
from tests.screens.test_site import PHONE, wait_for
from tests.screens.test_site_outbox import keep_files

LATENCY_MS = 400
BYTES_PER_SECOND = 50 * 1024
MOST_BYTES = 40 * 1024
"""Of script and style, compressed."""
NOTE_WHEN_USABLE = """
new MutationObserver((_, observer) => {
  if (!document.getElementById("new-text")) return;
  globalThis.usableAt = performance.now();
  observer.disconnect();
}).observe(document, {childList: true, subtree: true});
"""
FILES = """
() => performance.getEntriesByType("resource")
  .filter((one) => one.startTime < globalThis.usableAt)
  .map((one) => [new URL(one.name).pathname, one.encodedBodySize, one.startTime, one.responseEnd])
"""
LETTERS_ARE_OURS = """
() => document.fonts.size > 0 && [...document.fonts].every((one) => one.status === "loaded")
"""


def slow_down(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    conditions = {
        "offline": False,
        "latency": LATENCY_MS,
        "downloadThroughput": BYTES_PER_SECOND,
        "uploadThroughput": BYTES_PER_SECOND,
    }
    session.send("Network.emulateNetworkConditions", conditions)


def load(page: Page, stage: Stage) -> tuple[float, list[Any]]:
    """Open the desk; return when the form could be written into, in ms, and its files."""
    page.goto(f"{stage.url}/site?conference={CONFERENCE}", wait_until="commit")
    wait_for(page, "() => globalThis.usableAt !== undefined", 60)
    expect(page.get_by_label("Nội dung câu hỏi")).to_be_editable()
    return page.evaluate("globalThis.usableAt"), page.evaluate(FILES)


def test_loads_over_a_poor_line(page: Page, stage: Stage) -> None:
    page.set_viewport_size(PHONE)
    page.add_init_script(NOTE_WHEN_USABLE)
    stage.enter(page.context, "cho-don")
    slow_down(page)
    first, files = load(page, stage)
    asked_for = [one[0] for one in files]
    assert asked_for.count("/api/v1/me") == 1
    assert [one for one in asked_for if "/i18n/en/" in one] == []
    files = [one for one in files if one[0].startswith(("/static/", "/vendor/"))]
    size = sum(one[1] for one in files)
    print(f"\nfirst load: {first:.0f} ms, {len(files)} files, {size} bytes")
    assert size <= MOST_BYTES
    # The page's head names every file the form needs: none waits for another one to arrive.
    first_end = min(one[3] for one in files)
    assert [one[0] for one in files if one[2] > first_end] == []
    keep_files(page)
    wait_for(page, LETTERS_ARE_OURS)
    asked: list[str] = []
    page.on("response", lambda one: None if one.from_service_worker else asked.append(one.url))
    later, _ = load(page, stage)
    print(f"later load: {later:.0f} ms; not from this machine: {asked}")
    # Chromium fetches a tab's icon by itself, past the service worker.
    assert [url for url in asked if "/api/v1/" not in url and "icon.svg" not in url] == []
