"""Whether the web server in this container answers, for the container's health check."""

import os
import sys
import urllib.request
from urllib.parse import urlsplit

ADDRESS = "http://127.0.0.1:8000/healthz"


def main() -> int:
    """0 when it answers. The server only listens to its own name, so the question carries that."""
    host = urlsplit(os.environ.get("SITE_URL", "http://localhost")).netloc
    try:
        with urllib.request.urlopen(urllib.request.Request(ADDRESS, headers={"Host": host}), timeout=4):
            return 0
    except OSError as error:
        print(error)
        return 1


if __name__ == "__main__":
    sys.exit(main())
