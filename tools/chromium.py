"""Finds a Chromium for the browser tests and the pictures, or installs one; prints its path.

In this order: $CHROMIUM, on PATH, from apt-get when root (with a font that has Vietnamese), from
npm's @sparticuz/chromium into var/chromium/. Playwright's own download is never used.
"""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.frontend import npm, search_path

ROOT = Path(__file__).resolve().parents[1]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APT_PACKAGES = ("chromium", "fonts-dejavu-core", "fonts-noto-core")
UNPACKED = ROOT / "var" / "chromium"

# For a run on this machine alone: no sandbox (it refuses root), and nothing that calls home.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_chromium() -> str:
    """Path of a Chromium that starts. May install one, which takes a minute."""
    for candidate in _candidates():
        if candidate and _starts(candidate):
            return candidate
    raise RuntimeError("no Chromium found and none could be installed: set CHROMIUM to its path")


def _candidates() -> Iterator[str | None]:
    if chosen := os.environ.get("CHROMIUM"):
        yield chosen
        raise RuntimeError(f"CHROMIUM is {chosen!r}, which does not start")
    yield from map(shutil.which, NAMES)
    yield from _from_apt()
    yield _from_npm()


def _starts(path: str) -> bool:
    try:
        asked = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def _from_apt() -> Iterator[str | None]:
    if os.name != "posix" or os.geteuid() != 0 or shutil.which("apt-get") is None:
        return
    _say("installing Chromium with apt-get")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["install", "-y", "-qq", "--no-install-recommends", *APT_PACKAGES]
    for arguments in (["update", "-qq"], install):
        # stderr, because standard output is for the path
        subprocess.run(
            ["apt-get", *arguments],
            env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False,
        )  # fmt: skip
    yield from map(shutil.which, NAMES)


def _from_npm() -> str | None:
    """Unpack the package's compressed browser, with the libraries that a bare system lacks."""
    start = UNPACKED / "chromium.sh"
    if start.exists():
        return str(start)
    _say("installing Chromium from npm")
    UNPACKED.mkdir(parents=True, exist_ok=True)
    install = ["install", "--no-save", "--no-package-lock", "--ignore-scripts"]
    try:
        npm(*install, "--prefix", str(UNPACKED), "@sparticuz/chromium")
        _unpack()
    except (OSError, subprocess.CalledProcessError) as problem:
        _say(f"that failed: {problem}")
        return None
    libraries, program = UNPACKED / "al2023" / "lib", UNPACKED / "chromium"
    start.write_text(
        "#!/bin/sh\n"
        f"export LD_LIBRARY_PATH={shlex.quote(str(libraries))}\n"
        f'exec {shlex.quote(str(program))} "$@"\n'
    )
    start.chmod(0o755)
    return str(start)


def _unpack() -> None:
    environment = {
        **os.environ,
        "PATH": search_path(),
        "TMPDIR": str(UNPACKED),  # where the package unpacks to
        "AWS_EXECUTION_ENV": "AWS_Lambda_nodejs22.x",  # or else it leaves its libraries packed
    }
    script = 'import c from "@sparticuz/chromium"; await c.executablePath()'
    node = ["node", "--input-type=module", "--eval", script]
    subprocess.run(node, cwd=UNPACKED, env=environment, stdout=sys.stderr, check=True)


def _say(what: str) -> None:
    print(f"  {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    print(find_chromium())
