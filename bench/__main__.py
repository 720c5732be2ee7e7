"""`python -m bench [NAME …] [--quick] [--database KIND]`: runs benchmarks and prints figures."""

import argparse
import asyncio
import os
import time

from bench import fan_out, growth, statements
from bench.places import KINDS

BENCHMARKS = {"growth": growth.run, "statements": statements.run, "fan-out": fan_out.run}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"which: {', '.join(BENCHMARKS)} (default: all)"
    )
    parser.add_argument("--quick", action="store_true", help="fewer rounds; under a minute in all")
    parser.add_argument("--database", choices=KINDS, help="on this kind only (default: on both)")
    given = parser.parse_args()
    unknown = set(given.names) - BENCHMARKS.keys()
    if unknown:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    kinds = [given.database] if given.database else KINDS
    begun = time.monotonic()
    for name in given.names or BENCHMARKS:
        asyncio.run(BENCHMARKS[name](kinds, quick=given.quick))
    load, took = os.getloadavg()[0], time.monotonic() - begun
    print(f"\n{took:.0f} s in all; load {load:.1f} on {os.cpu_count()} processors")


main()
