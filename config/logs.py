"""What log lines must not hold."""

import logging


class WithoutAddress(logging.Filter):
    """Takes the request, with its path and query, out of the lines that Django writes about refused requests.

    An address may name a report or hold what somebody searched for. Our own line about each request has the route.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the line, with its status and traceback."""
        if hasattr(record, "request"):
            del record.request
            record.msg, record.args = "request refused or failed", ()
        return True
