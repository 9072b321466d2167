"""Keeps tests that run at the same time apart. pytest loads this before the settings are read (PYTEST_PLUGINS)."""

import os

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")

if WORKER:
    number = int(WORKER.removeprefix("gw"))
    # The databases keep apart by name already; here each worker gets its own cache, broker queue and files.
    os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].partition('?')[0]}?db={number % 16}"
    os.environ["MEDIA_ROOT"] = os.path.join(os.environ["STATE_DIR"], f"media-{WORKER}")  # noqa: PTH118  (plain text)
