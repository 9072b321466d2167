"""Loads the file of the invented country that comes in on standard input, and prints the peak memory in megabytes."""

import sys
from pathlib import Path

import django

django.setup()

from bench import country  # noqa: E402 - models can be imported from here on
from regioscan.actions import load_delivery  # noqa: E402

if __name__ == "__main__":
    delivery = country.delivery(sys.stdin.buffer.read())
    load_delivery(source=country.make_country(), delivery=delivery, period=country.YEAR, by="bench")
    # Asked of the process itself: what the system tells of a child includes the parent that it was forked from.
    print(int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024)
