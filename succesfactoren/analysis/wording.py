"""Words that a round fills in: the village or initiative that the sentences are about. Pure."""

PLACE = "[dorp]"
"""Stands in the sentences of an instrument for what a round is about."""
OURS = "ons dorp"
"""What is read where a round does not name its village."""


def with_subject(text: str, subject: str) -> str:
    """A sentence as it is read: `[dorp]` is the village, neighbourhood or initiative that the round is about.

    Without a subject it reads «ons dorp», with a capital where the sentence begins with it.
    """
    if PLACE not in text:
        return text
    named = subject.strip() or OURS
    filled = text.replace(PLACE, named)
    return filled[:1].upper() + filled[1:] if text.startswith(PLACE) else filled


def asks_subject(texts: list[str]) -> bool:
    """Whether one of these texts needs to know what the round is about."""
    return any(PLACE in text for text in texts)
