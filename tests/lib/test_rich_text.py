"""Written text can do nothing in a browser, and keeps its words."""

from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lib.rich_text import TAGS, as_typed, clean, from_plain, from_typed, is_sound, plain, without_links

PIECES = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<a href='javascript:alert(1)'>", "</a>", "<svg>",
    "<a href=\"data:text/html,<script>alert(1)</script>\">", "<a href='https://goed.nl' onclick=x()>", "<b>", "</b>",
    "<style>*{}</style>", "<math>", "<mtext>", "<table>", "<mglyph>", "<p style='x'>", "</p>", "<ul><li>", "</ul>",
    "<h1>", "<h2>", "</h2>", "<iframe src=//x>", "<noscript>", "<!--", "-->", "<![CDATA[", "]]>", "<template>",
    "<div>", "</div>", "<blockquote>", "<br>", "&lt;script&gt;", "&#106;avascript:", "\x00", "\ud800", "tekst", " ",
    "<form>", "<textarea>", "</textarea>", "<title>", "<xmp>", "<a href=vbscript:x>", "<base href=//x>", "\n\n",
]  # fmt: skip
HOSTILE = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=14).map("".join)


class Reader(HTMLParser):
    """What a browser would find in cleaned text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]


@given(HOSTILE)
@example("<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>")
@example("<a><svg><a>x")
@example("<p><b><p></b>")
def test_nothing_is_left_that_could_do_something(html):
    found = Reader(clean(html))
    assert found.tags <= TAGS
    for tag, name, value in found.attributes:
        assert (tag, name) in {("a", "href"), ("a", "rel")}
        assert name != "href" or value.lower().startswith(("http:", "https:", "mailto:"))
        assert name != "rel" or value == "nofollow ugc noopener"


@given(HOSTILE)
def test_cleaning_twice_is_cleaning_once(html):
    assert clean(clean(html)) == clean(html)
    assert from_typed(clean(html)) == clean(html) or not Reader(clean(html)).tags


@given(HOSTILE)
def test_without_links_has_no_links(html):
    assert "a" not in Reader(without_links(clean(html))).tags


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"), max_size=60))
def test_plain_text_comes_out_as_it_went_in(text):
    html = from_plain(text)
    assert plain(html) == "\n".join(" ".join(line.split()) for line in text.split("\n") if line.split())
    assert from_plain(as_typed(html)) == html


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<b>vet</b> en <i>schuin</i>", "<strong>vet</strong> en <em>schuin</em>"),
        ("<p>een</p><p></p><p>&nbsp;</p>", "<p>een</p>"),
        ("<h1>Kop</h1>", "<h2>Kop</h2>"),
        ("een\n\ntwee\r\ndrie", "<p>een</p><p>twee<br>drie</p>"),
        ("1 < 2 & 3 > 2", "<p>1 &lt; 2 &amp; 3 &gt; 2</p>"),
        ("<a href='/c/elders/'>weg</a>", "weg"),
        ("<a href='//kwaad.nl'>weg</a>", "weg"),
        ("<a href='javascript:alert(1)'>weg</a>", "weg"),
        (
            "<p><a href='https://goed.nl' onclick='x()'>lees</a></p>",
            '<p><a href="https://goed.nl" rel="nofollow ugc noopener">lees</a></p>',
        ),
        ("<p>x<script>alert(1)</script><img src=x onerror=alert(1)></p>", "<p>x</p>"),
        ("<ul><li><p>een</p></li></ul>", "<ul><li><p>een</p></li></ul>"),
    ],
)
def test_what_is_typed_is_kept_as(typed, kept):
    assert from_typed(typed) == kept


def test_the_words_alone_have_a_line_for_each_block():
    html = "<h2>Kop</h2><p>Een &amp; twee<br>drie</p><ul><li>vier</li><li><strong>vijf</strong></li></ul>"
    assert plain(html) == "Kop\nEen & twee\ndrie\nvier\nvijf"


def test_half_a_character_and_nul_are_not_sound():
    assert [is_sound(text) for text in ("é 😀", "a\x00", "a\ud800")] == [True, False, False]
