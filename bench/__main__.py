"""Runs every benchmark, or those that are named, and prints one table. `bin/bench` gives it services of its own."""

import argparse
import importlib
import sys
import time
from io import StringIO
from pathlib import Path

import django
from django.core.cache import cache
from django.core.management import call_command

from bench.ratio import Ratio, print_table


def main() -> int:
    """Run; 1 when a ratio is beyond its limit."""
    names = sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py"))
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("name", nargs="*", help=f"which ones; there are: {', '.join(names)}")
    chosen = parser.parse_args().name or names
    if unknown := set(chosen) - set(names):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    ratios: list[Ratio] = []
    for name in chosen:
        ratios += run(name)
    print_table(ratios)
    return int(any(ratio.verdict == "too slow" for ratio in ratios))


def run(name: str) -> list[Ratio]:
    """The ratios of one benchmark, which begins with the catalogue and nothing else."""
    print(f"{name} … ", end="", file=sys.stderr, flush=True)
    begin = time.monotonic()
    call_command("flush", interactive=False, verbosity=0)
    cache.clear()
    call_command("load_catalogue", stdout=StringIO())
    call_command("load_instruments", stdout=StringIO())
    ratios: list[Ratio] = importlib.import_module(f"bench.bench_{name}").run()
    print(f"{time.monotonic() - begin:.0f} s", file=sys.stderr)
    return ratios


if __name__ == "__main__":
    sys.exit(main())
