"""What stands on the desk: something that asks for attention, with where it is dealt with."""

from dataclasses import dataclass

from communities.analysis.attention import Attention


@dataclass(frozen=True)
class Item:
    """Something that asks for attention, with where it is dealt with; without a path there are only words."""

    attention: Attention
    label: str
    path: str
