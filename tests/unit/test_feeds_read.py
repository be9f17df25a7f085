"""Feeds, lists of feeds and what people add, read from bytes alone: whatever they hold, a value or one sentence comes out."""

import socket
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whoseword import arriving
from whoseword.errors import InputError
from whoseword.feeds import MOST_ENTRIES, Entry, FeedFault, Outline, ParsedFeed, parse_feed, read_opml, write_opml
from whoseword.read import Hints, ReadOptions, read_bytes
from whoseword.store import Arrival

HOME = "https://news.example/feeds/all.xml"
RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Harbour &amp; News</title><ttl>90</ttl>
<item><title>Ferry stays</title><link>/ferry#top</link><guid isPermaLink="false">f-1</guid><pubDate>Mon, 13 Apr 2026 10:00:00 +0200</pubDate></item>
<item><title>Again</title><link>https://news.example/ferry</link><guid>f-2</guid></item>
<item><title>Script</title><link>javascript:alert(1)</link></item><item><title>No link</title></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">&lt;b&gt;Dam&lt;/b&gt; &amp;amp; Post</title><entry><id>urn:x:1</id>
<link href="dam"/><title type="html">The &lt;i&gt;dam&lt;/i&gt;</title><updated>2026-04-14T08:00:00Z</updated><author><name>Ann Low</name></author></entry></feed>"""
JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": [{"id": 7, "url": "https://news.example/j", "title": "Jay",
"date_published": "2026-04-15T10:00:00+02:00", "authors": [{"name": "Bo Ray"}]}, 3, {"id": "x"}]}"""


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    """Nothing here may ask the network, not even for a name."""

    def refuse(*_):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)


def test_rss_is_read_with_addresses_made_whole_and_each_once():
    entry = Entry("f-1", "https://news.example/ferry", "Ferry stays", "2026-04-13T08:00:00Z")
    assert parse_feed(RSS.encode(), HOME) == ParsedFeed("Harbour & News", (entry,), 90)


def test_atom_is_read_and_titles_in_html_become_text():
    entry = Entry("urn:x:1", "https://news.example/feeds/dam", "The dam", "2026-04-14T08:00:00Z", "Ann Low")
    assert parse_feed(ATOM.encode(), HOME) == ParsedFeed("Dam & Post", (entry,))


def test_a_json_feed_is_read():
    entry = Entry("7", "https://news.example/j", "Jay", "2026-04-15T10:00:00+02:00", "Bo Ray")
    assert parse_feed(JSON.encode(), HOME) == ParsedFeed("J", (entry,))


def test_the_charset_of_the_header_counts():
    latin = RSS.replace('encoding="utf-8"', "").replace("Ferry", "Fähre").encode("latin-1")
    found = parse_feed(latin, HOME, "application/rss+xml; charset=iso-8859-1")
    assert found.entries[0].title == "Fähre stays"


def test_a_long_feed_gives_no_more_than_the_most():
    items = "".join(f"<item><link>https://news.example/{n}</link></item>" for n in range(MOST_ENTRIES + 9))
    assert len(parse_feed(f"<rss version='2.0'><channel>{items}</channel></rss>".encode(), HOME).entries) == MOST_ENTRIES


def test_a_page_is_no_feed_but_may_say_where_its_feed_is():
    page = b"<!doctype html><html><head><link rel='alternate' type='application/rss+xml' href='/rss'></head>"
    fault = parse_feed(page, HOME)
    assert fault == FeedFault(
        "this is a page, not a feed; it says that its feed is at https://news.example/rss", "https://news.example/rss"
    )


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "head", [BOMB, '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/passwd">]>'], ids=["bomb", "file"]
)
def test_entities_are_never_expanded(head, encoding):
    """A billion of them, or one that is a file: neither the feed nor the list of feeds is read, and soon."""
    started = time.monotonic()
    feed = parse_feed(f"{head}<rss version='2.0'><channel><title>&j;</title></channel></rss>".encode(encoding), HOME)
    assert isinstance(feed, FeedFault)
    assert "entities" in feed.detail
    with pytest.raises(InputError, match=r"entities|no OPML"):
        read_opml(
            f"{head}<opml version='2.0'><body><outline text='&j;' xmlUrl='https://a.example/&j;'/></body></opml>".encode(
                encoding
            )
        )
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    "raw", [b"", b"  ", b"hello", b"{}", b"{]", b"<rss", b"\x00\xff" * 99, b"[" * 9000, b"{" * 9000, b"<a>" * 9000]
)
def test_what_is_no_feed_is_told_in_a_sentence(raw):
    assert isinstance(parse_feed(raw, HOME), FeedFault)


@given(
    st.binary(max_size=300)
    | st.text(max_size=200).map(lambda t: f"<rss version='2.0'><channel>{t}</channel></rss>".encode("utf-8", "replace"))
)
def test_any_bytes_are_a_feed_or_a_fault(raw):
    assert isinstance(parse_feed(raw, HOME), ParsedFeed | FeedFault)


# Lists of feeds

OPML = b"""<?xml version="1.0"?><opml version="1.0"><head/><body><outline text="News"><outline text="A" xmlUrl="https://a.example/f"/>
<outline text="Deep"><outline title="B" text="x" xmlURL="https://b.example/"/></outline></outline>
<outline xmlUrl="file:///etc/passwd"/><outline xmlUrl="https://a.example/f" text="again"/><outline xmlUrl="https://c.example/f"/></body></opml>"""


def test_a_list_is_read_with_its_folders_each_feed_once():
    a, b, c = read_opml(OPML)
    assert (a, b) == (Outline("https://a.example/f", "A", "News"), Outline("https://b.example/", "B", "News / Deep"))
    assert c == Outline("https://c.example/f")


def test_what_is_written_is_read_back():
    feeds = [Outline("https://a.example/f?a=1&b=<2>", "A & <b>", "x / y"), Outline("https://b.example/", "B\x00\ufffe", None)]
    a, b = read_opml(write_opml(feeds, title="T\x07"))
    assert a == feeds[0]
    assert b == Outline("https://b.example/", "B")


def test_a_list_of_great_depth_is_read():
    deep = b"<opml><body>" + b"<outline text='f'>" * 3000 + b"<outline xmlUrl='https://a.example/'/>" + b"</outline>" * 3000
    (found,) = read_opml(deep + b"</body></opml>")
    assert found.folder.count("f") == 50


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "no OPML"), (b"<html></html>", "<opml>"), (b"<opml><body/></opml>", "names no feed"), (b"<opml><body>", "no OPML"), (b"\xff\xfe<", "no OPML"),
        (b"x" * 5_000_001, "split it"),
        (b"<opml><body>" + b"".join(b"<outline xmlUrl='https://a.example/%d'/>" % n for n in range(2001)) + b"</body></opml>", "more than 2,000"),
    ],
    ids=["nothing", "page", "empty", "cut", "bytes", "large", "many"],
)  # fmt: skip
def test_a_bad_list_is_told_in_a_sentence(raw, why):
    with pytest.raises(InputError, match=why):
        read_opml(raw)


# What people add


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://[::1]/", "http://[::ffff:10.0.0.1]/", "http://192.168.1.1/", "http://169.254.169.254/latest", "http://localhost:80/",
     "http://a.localhost/", "http://LOCALHOST./", "http://printer.local/", "http://[fe80::1%25eth0]/", "http://0.0.0.0/", "http://[64:ff9b::7f00:1]/"],
)  # fmt: skip
def test_an_address_that_plainly_leads_here_is_refused_at_once(url):
    with pytest.raises(InputError, match="this machine's network"):
        arriving.of_url(url)
    with pytest.raises(InputError, match="this machine's network"):
        arriving.feed_of(Outline(url))
    assert arriving.of_url(url, allow_private=True).how == "url"


@pytest.mark.parametrize(
    "url", ["", "ftp://a.example/", "javascript:alert(1)", "file:///etc/passwd", "http://", "https://a b.example/", "https://u:p@a.example/",
     "https://a.example/" + "x" * 2000, "http://[", "https://a.example:99999/", "a\nb", "../etc/passwd"],
)  # fmt: skip
def test_what_is_no_address_is_refused(url):
    with pytest.raises(InputError):
        arriving.of_url(url)


def test_lines_are_addresses_each_once_and_those_that_are_none_are_told():
    found, faults = arriving.of_lines(" https://a.example/1#x\n\nb.example/2\nhttps://a.example/1\nnonsense\n")
    assert [one.source for one in found] == ["https://a.example/1", "https://b.example/2"]
    assert [line for line, _ in faults] == ["nonsense"]
    with pytest.raises(InputError, match="in parts"):
        arriving.of_lines("\n".join(f"https://a.example/{n}" for n in range(501)))


@pytest.mark.parametrize(
    ("given", "shown"),
    [("a.txt", "a.txt"), ("../../etc/a.txt", "a.txt"), ("C:\\Users\\me\\a.html", "a.html"), ("/etc/a.txt", "a.txt"), ("..", "file"), ("", "file"),
     ("a\x00b\n\u202e.txt", "ab.txt"), ("x" * 300 + ".html", "x" * 115 + ".html"), ("x" * 300, "x" * 120), ("a.txt/..", "file")],
)  # fmt: skip
def test_a_files_name_is_a_name_and_never_a_path(given, shown):
    assert arriving.file_name(given) == shown


def test_each_file_and_each_text_has_a_source_of_its_own():
    """What stands at one source counts as a newer version of one article."""
    one, other = arriving.of_file("a/index.html", b"<p>One"), arriving.of_file("b/index.html", b"<p>Two")
    assert one.source != other.source
    assert arriving.of_text("One", {}).source != arriving.of_text("Two", {}).source
    assert one.source.endswith("/index.html")


@pytest.mark.parametrize(
    ("name", "raw", "why"),
    [("a.txt", b" \n", "nothing in it"), ("a.doc", b"\xd0\xcf", "only text"), ("a", b"x", "only text"), ("a.txt", b"x" * 20_000_001, "over 20,000,000")],
    ids=["empty", "word", "no suffix", "large"],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_at_once(name, raw, why):
    with pytest.raises(InputError, match=why):
        arriving.of_file(name, raw)


@pytest.mark.parametrize(
    ("text", "said"),
    [("", {}), ("x" * 1_000_001, {}), ("x", {"published": "soon"}), ("x", {"url": "nonsense"})],
    ids=["empty", "long", "day", "url"],
)
def test_a_text_that_cannot_be_read_is_refused_at_once(text, said):
    with pytest.raises(InputError):
        arriving.of_text(text, said)


def test_what_a_person_says_goes_before_the_page_and_what_a_feed_says_after_it():
    page = b"<!doctype html><html><head><title>Of the page</title></head><body><article><p>The mayor said on Monday that the dam was safe, and it was.</p></article></body></html>"

    def read(how, **said):
        arrival = Arrival("i", how, "https://a.example/", "reading", "b", "t", said, None, None, None, None, 1, None, None)
        return read_bytes(page, source="https://a.example/", options=arriving.options_of(arrival, ReadOptions()))

    assert read("url", title="Given", outlet="Daily").title == "Given"
    hinted = read("feed", title="Of the feed", outlet="Feed", published="2026-04-13T08:00:00Z")
    assert (hinted.title, hinted.outlet, hinted.published) == ("Of the page", "Feed", "2026-04-13T08:00:00Z")
    assert (hinted.origins["outlet"], hinted.published_from) == ("feed", "feed")
    assert read("feed").outlet is None
    assert ReadOptions().hints == Hints()
