"""The open interface: what is true of regions, for machines. Public, read-only, without login, session or cookie.

Mounted by the roof (`config/api.py`), which adds what other floors have to offer. Addresses and names of properties
are Dutch: the language of who uses it, and the rule for Dutch governments.
"""

VERSION = "1.1.0"
"""Of the interface, not of the software. Semantic: what breaks a reader raises the first number, and the address."""
BASE = "/api/v1"
