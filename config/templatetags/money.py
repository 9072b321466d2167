"""Amounts of money in templates: `{% load money %}`."""

from django import template
from django.template.defaultfilters import stringfilter

from initiatives.analysis.elections import euros as in_words

register = template.Library()


@register.filter
def euros(cents: int | None) -> str:
    """`€ 1.400` of whole cents; nothing for None: the page says in words why there is no amount."""
    return "" if cents is None else _on_one_line(in_words(cents))


@register.filter(is_safe=True)
@stringfilter
def amounts_whole(sentence: str) -> str:
    """The same sentence, in which `€ 1.400` does not break over two lines."""
    return _on_one_line(sentence)


def _on_one_line(text: str) -> str:
    return text.replace("€ ", "€\u00a0")
