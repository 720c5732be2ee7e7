"""`python -m bench [NAME …] [--quick] [--database KIND]`: runs benchmarks and prints figures."""

import argparse
import asyncio
import os
import time

from bench import (
    burst,
    durable,
    exports,
    fan_out,
    growth,
    last_screen,
    statements,
    storm,
    sustained,
    workers,
)
from bench.databases import KINDS
from bench.processes import raise_limits
from bench.tables import machine

BENCHMARKS = {
    "growth": growth.run,
    "statements": statements.run,
    "fan-out": fan_out.run,
    "last-screen": last_screen.run,
    "durable": durable.run,
    "sustained": sustained.run,
    "burst": burst.run,
    "storm": storm.run,
    "workers": workers.run,
    "exports": exports.run,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"which: {', '.join(BENCHMARKS)} (default: all)"
    )
    parser.add_argument("--quick", action="store_true", help="fewer rounds and smaller crowds")
    parser.add_argument("--database", choices=KINDS, help="on this kind only (default: on both)")
    given = parser.parse_args()
    unknown = set(given.names) - BENCHMARKS.keys()
    if unknown:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    kinds = [given.database] if given.database else KINDS
    raise_limits()
    print(f"{machine()}; load {os.getloadavg()[0]:.1f} at the beginning")
    begun = time.monotonic()
    for name in given.names or BENCHMARKS:
        asyncio.run(BENCHMARKS[name](kinds, quick=given.quick))
    load, took = os.getloadavg()[0], time.monotonic() - begun
    print(f"\n{took:.0f} s in all; load {load:.1f} at the end")


if __name__ == "__main__":
    main()
