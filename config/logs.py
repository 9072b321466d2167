"""What log lines must not hold."""

import logging

SERVER_ERROR = 500


class WithoutAddress(logging.Filter):
    """Takes the request, with its path and query, out of the lines that Django writes about refused requests.

    An address may name a report or hold what somebody searched for. Our own line about each request has the route.
    Where in the code somebody was refused is no news, so only a mistake of ours keeps its traceback.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the line, with its status."""
        if hasattr(record, "request"):
            del record.request
            record.msg, record.args = "request refused or failed", ()
            if getattr(record, "status_code", SERVER_ERROR) < SERVER_ERROR:
                record.exc_info = None
        return True
