"""Secrets in links: 160 bits, of which only the hash is kept."""

import secrets
from hashlib import sha256


def new_token() -> str:
    """A secret for in a link: 27 letters that need no escaping in an address."""
    return secrets.token_urlsafe(20)


def hash_token(token: str) -> str:
    """What is kept of a token: 64 hexadecimal digits. The token is random, so that it needs no salt."""
    return sha256(token.encode()).hexdigest()
