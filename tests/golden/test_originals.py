"""Kept bytes of the golden pages: read again they give the same text, and a span stands at its node of the page."""

from pathlib import Path

import lxml.html
import pytest

from whoseword.originals import nodes_of, place
from whoseword.read import ReadOptions, read_bytes, read_fetched, read_stream, reread
from whoseword.read._fetched import Fetched
from whoseword.records import Article, Span

PAGES = Path(__file__).parent / "pages"
NAMES = sorted(path.name for path in PAGES.iterdir() if path.suffix in {".html", ".txt"})
KEEP = ReadOptions(keep=True)
WORDS_APART = 7  # every so many words of a page one is looked for


def kept(name):
    found = read_bytes((PAGES / name).read_bytes(), source=name, options=KEEP)
    return found if isinstance(found, Article) else None


ARTICLES = [name for name in NAMES if kept(name) is not None]


@pytest.mark.parametrize("name", ARTICLES)
def test_kept_bytes_are_the_pages_and_give_the_same_article_again(name):
    article = kept(name)
    assert article.original.raw == (PAGES / name).read_bytes()
    again = reread(article.original)
    assert (again.text, again.blocks, again.id, again.published) == (
        article.text,
        article.blocks,
        article.id,
        article.published,
    )


def test_nothing_is_carried_unless_it_is_to_be_kept():
    assert read_bytes((PAGES / ARTICLES[0]).read_bytes(), source="a.html").original is None


@pytest.mark.parametrize("name", [name for name in ARTICLES if name.endswith(".html")])
def test_a_span_begins_and_ends_at_its_place_in_a_node_of_the_page(name):
    """From where a word begins in its node to where it ends stand the letters of the word, if it stands in one node."""
    article = kept(name)
    origins = nodes_of(article, article.original)
    tree = parsed(article.original.raw, name)
    checked = 0
    for start, end in list(words_of(article.text))[::WORDS_APART]:
        found = place(Span.cut(article.text, start, end), origins)
        if found.start is None:  # a title that stands in the page's head alone
            continue
        (first,), (last,) = (tree.getroottree().xpath(point.node) for point in (found.start, found.end))
        assert first[found.start.offset] == article.text[start]
        assert last[found.end.offset - 1] == article.text[end - 1]
        if found.start.node == found.end.node:
            inside = first[found.start.offset : found.end.offset]
            assert "".join(sign for sign in inside if sign.isprintable()) == article.text[start:end]
        checked += 1
    assert checked > 5


def words_of(text):
    start = 0
    for word in text.split():
        start = text.index(word, start)
        yield start, start + len(word)
        start += len(word)


def parsed(raw, name):
    from whoseword.read._article import tidy_text
    from whoseword.read._decode import decode
    from whoseword.read._html import _CONTROL

    markup = _CONTROL.sub("", tidy_text(decode(raw)))
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    return lxml.html.document_fromstring(markup.encode("utf-8"), parser=parser)


def test_a_page_with_a_charset_of_its_header_is_read_again_with_it():
    page = (
        "<html><body><article><h1>Ferry stays</h1>"
        + "<p>The mayor said on Monday that the café at the ferry would stay open.</p>" * 3
    )
    raw = page.replace("café", "kafé €").encode("iso8859-15")
    fetched = Fetched(raw, "https://a.example/ferry", "text/html", "iso8859-15", at="2026-04-13T08:00:00Z")
    article = read_fetched(fetched, KEEP)
    assert "kafé €" in article.text
    assert (article.captured, article.origins["captured"]) == ("2026-04-13T08:00:00Z", "fetch")
    assert (article.original.media_type, article.original.charset) == ("text/html", "iso8859-15")
    again = reread(article.original)
    assert again.text == article.text
    assert nodes_of(article, article.original)


@pytest.mark.parametrize("name", ["ferry.eml", "ferry.txt"])
def test_what_is_no_page_is_given_back_and_has_no_nodes(name, tmp_path):
    text = "Ferry stays\n\nThe mayor of Exampleton said on Monday that the ferry would stay.\n"
    head = "From: The Example <a@b.example>\nSubject: Ferry stays\nDate: Mon, 13 Apr 2026 08:00:00 +0200\nMessage-ID: <1@b>\n\n"
    path = tmp_path / name
    path.write_text((head if name.endswith(".eml") else "") + text)
    with path.open("rb") as file:
        (article,) = read_stream(file, source=name, options=KEEP)
    assert article.original.raw == path.read_bytes()
    assert reread(article.original).text == article.text
    assert nodes_of(article, article.original) == ()
