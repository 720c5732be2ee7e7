"""Tables in Markdown, and the line that says on what and when the figures were taken."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

CROWDED = 0.9
"""Above this share of its time a load generator is taken for the limit itself."""


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table; all columns but the first stand to the right."""
    lines = [heads, ["---", *("---:" for _ in heads[1:])], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def times(mine: float, other: float) -> str:
    """Return how many times the other's figure ours is."""
    return f"{mine / other:.2f}" if other else "–"


def generator(share: float) -> str:
    """Return how busy what makes the load was, and whether it can have been the limit."""
    told = f"The load generator was busy for at most {share:.0%} of the time."
    if share > CROWDED:
        told += " **THAT IS THE LIMIT: these figures are its own, not the servers'.**"
    return told


def machine() -> str:
    """Return what the figures belong to."""
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} processors ({_processor()}), "
        f"Linux {platform.release()}, Python {platform.python_version()}"
    )


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
