"""The register of personal data: every model of every floor says what it holds of people and what becomes of it.

The download of one's own data, the erasing of an account, the end of a community, the privacy statements and the
register of processing (article 30 GDPR) are all made from these lines. A test fails for a model without one. A higher
floor calls `declare` in a module `registry.py` of its own, which its AppConfig imports in `ready`.
"""

from communities.registry import accounts, contributions, figures, programmes, reach
from communities.registry.kept import Erasure, Kept, declare, line_of, not_personal, personal_lines, register

for _subject in (accounts, contributions, programmes, reach, figures):
    declare(*_subject.LINES)

__all__ = ["Erasure", "Kept", "declare", "line_of", "not_personal", "personal_lines", "register"]
