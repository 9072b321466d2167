"""Text with headings, lists and links, made harmless: only what is on the list stays, whatever was sent."""

import re
from html import escape, unescape

import nh3

TAGS = {"p", "br", "strong", "em", "h2", "h3", "ul", "ol", "li", "a", "blockquote"}
SAME = {"b": "strong", "i": "em", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3", "div": "p"}
"""What other programs write, and what we write for it."""
LINK_REL = "nofollow ugc noopener"
BLOCKS = re.compile(r"<(?:p|h2|h3|ul|ol|li|blockquote)>|<br>|</(?:p|h2|h3|ul|ol|li|blockquote)>")
EMPTY = re.compile(r"<(p|h2|h3|li|strong|em|blockquote)>(?:\s|&nbsp;|<br>)*</\1>")
NO_LINK = re.compile(rf'<a rel="{LINK_REL}">(.*?)</a>', re.DOTALL)
IS_HTML = re.compile(r"</?(?:p|br|strong|em|b|i|h[1-6]|ul|ol|li|a|blockquote|div)(?:\s[^<>]*)?/?>", re.IGNORECASE)
ROUNDS = 6


def _cleaner(tags: set[str]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=tags,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        url_relative="deny",
        link_rel=LINK_REL,
    )


_wide, _strict = _cleaner(TAGS | set(SAME)), _cleaner(TAGS)
_without_links = nh3.Cleaner(tags=TAGS - {"a"}, attributes={}, link_rel=None)
_text_only = nh3.Cleaner(tags=set(), attributes={}, link_rel=None)


def clean(html: str) -> str:
    """`html` with nothing in it but paragraphs, headings, lists, quotes, emphasis and links to the web or an address.

    Never raises. Cleaning twice gives the same as cleaning once: what does not come to rest is kept as plain text.
    """
    found = _renamed(_wide.clean(_sound(html)))
    for _ in range(ROUNDS):
        again = _tidied(_strict.clean(found))
        if again == found:
            return found
        found = again
    return from_plain(plain(found))


def without_links(html: str) -> str:
    """Cleaned text of which the links are words only."""
    return _without_links.clean(_sound(html))


def plain(html: str) -> str:
    """The words alone, a line for every paragraph, heading and item; not escaped."""
    text = unescape(_text_only.clean(BLOCKS.sub("\n", _strict.clean(_sound(html)))))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def from_plain(text: str) -> str:
    """Plain text as cleaned HTML: an empty line makes a paragraph, a single one a new line."""
    paragraphs = re.split(r"\n\s*\n", _sound(text).replace("\r\n", "\n").replace("\r", "\n"))
    kept = (paragraph.strip() for paragraph in paragraphs)
    return "".join(f"<p>{escape(one, quote=False).replace(chr(10), '<br>')}</p>" for one in kept if one)


def as_typed(html: str) -> str:
    """Cleaned HTML of paragraphs alone as somebody would have typed it; see `from_plain`."""
    return unescape(html.replace("</p><p>", "\n\n").replace("<br>", "\n").removeprefix("<p>").removesuffix("</p>"))


def from_typed(text: str) -> str:
    """What came out of a text field, cleaned: as HTML when it has tags that we know, else as plain text."""
    return clean(text if IS_HTML.search(text) else from_plain(text))


def is_sound(text: str) -> bool:
    """Whether every character can be kept: no NUL, and no half of a pair."""
    return _sound(text) == text


def _sound(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


def _renamed(html: str) -> str:
    # Only on what was cleaned: there a tag has one spelling, and a < in the text is written &lt;.
    for theirs, ours in SAME.items():
        html = html.replace(f"<{theirs}>", f"<{ours}>").replace(f"</{theirs}>", f"</{ours}>")
    return html


def _tidied(html: str) -> str:
    # A link that lost its address is words; in cleaned text links are never inside each other.
    return EMPTY.sub("", NO_LINK.sub(r"\1", html)).strip()
