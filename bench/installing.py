"""Installs rivals on demand, where git does not look. One that cannot be had is not here: a figure
is never made up for it.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tools.frontend import npm, search_path

HERE = Path(__file__).parent
RIVALS = HERE / ".rivals"
NODE_FOLDER = HERE / "rivals_node"
PIP = ("-m", "pip", "install", "-qq", "--disable-pip-version-check")


def node() -> list[str] | None:
    """Return the command for the rivals on Node, or `None`."""
    locked, installed = NODE_FOLDER / "package-lock.json", NODE_FOLDER / "node_modules"
    made = _once(
        installed / ".package-lock.json", locked, lambda: npm("ci", folder=NODE_FOLDER), "Node's"
    )
    program = shutil.which("node", path=search_path())
    return [program, str(NODE_FOLDER / "server.js")] if made and program else None


def channels() -> list[str] | None:
    """Return the command for Django Channels in its environment, or `None`."""
    wanted, folder = HERE / "requirements-channels.txt", RIVALS / "channels"
    python = str(folder / "bin" / "python")

    def install() -> None:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        subprocess.run([python, *PIP, "-r", str(wanted)], check=True)
        (folder / "made").touch()

    made = _once(folder / "made", wanted, install, "Django Channels")
    return [python, "-m", "bench.rivals_channels"] if made else None


def driver() -> dict[str, str] | None:
    """Return the environment in which the tutorial's way finds its driver, or `None`."""
    wanted, folder = HERE / "requirements-tutorial.txt", RIVALS / "driver"

    def install() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        target = ["--target", str(folder), "-r", str(wanted)]
        subprocess.run([sys.executable, *PIP, *target], check=True)
        (folder / "made").touch()

    made = _once(folder / "made", wanted, install, "psycopg")
    # Last on the path: the product's own libraries go before what came along with it.
    path = os.pathsep.join(filter(None, [os.environ.get("PYTHONPATH"), str(folder)]))
    return {"PYTHONPATH": path} if made else None


def _once(stamp: Path, wanted: Path, install: Callable[[], None], what: str) -> bool:
    """Install unless that was done since `wanted` changed; tell whether it is here."""
    if stamp.exists() and stamp.stat().st_mtime >= wanted.stat().st_mtime:
        return True
    print(f"installing for the comparison: {what}", flush=True)
    try:
        install()
        stamp.touch()
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"{what}: not here ({error})", flush=True)
        return False
    return True
