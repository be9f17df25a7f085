"""The article on an HTML page: its text by trafilatura, its kinds of block from trafilatura's own tree.

The text is the title and what trafilatura extracts, in the page's order, paragraphs parted by a blank line;
captions, which trafilatura leaves out, are put back where they stand. Script is never run, nothing is fetched.
"""

import copy
import re
from collections.abc import Iterator
from heapq import merge
from typing import cast

import lxml.etree  # type: ignore[import-untyped]  # lxml ships no types
import lxml.html  # type: ignore[import-untyped]  # lxml ships no types
from lxml.html import HtmlElement
from trafilatura import bare_extraction

from whoseword.read._article import freeze, tidy_text
from whoseword.read._blocks import kind_of, lay_blocks, mark_trailing, read_signatures
from whoseword.read._facts import Facts, fold
from whoseword.read._metadata import read_metadata
from whoseword.read._options import ReadOptions, reject
from whoseword.records import Article, BlockKind, Rejected

_Piece = tuple[BlockKind, str]

_CAPTIONS = "//figcaption | //*[contains(concat(' ', normalize-space(@class), ' '), ' wp-caption-text ')]"
_PLACES = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "blockquote", "div"})
_OUTSIDE = frozenset({"nav", "aside", "footer", "header"})
_CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_PARTED = "\n\n"
_LONGEST_CELL = 25  # words; with more, a table lays out the page and holds its paragraphs
_LONGEST_CAPTION = 2_000
_FEWEST_WORDS = 5  # of one paragraph, for a page to have article text


def read_html(page: str, source: str, options: ReadOptions) -> Article | Rejected:
    """The article on `page`, or why there is none."""
    markup = _CONTROL.sub("", tidy_text(page))
    if not markup.strip():
        return reject(source, "empty", "there is nothing but white space")
    tree = _parse(markup)
    if tree is None:
        return reject(source, "no-text", "there is no element in the page")
    url = options.url or (source if source.startswith(("http://", "https://")) else None)
    facts = read_metadata(tree, url)
    extracted = _extract(tree, url)
    captions = list(_place_captions(tree, [text for _, text in extracted]))
    pieces = _compose(facts.get("title"), extracted, captions)
    if not any(kind in ("paragraph", "quote", "list") and len(text.split()) >= _FEWEST_WORDS for kind, text in pieces):
        return reject(source, "no-text", "no paragraph of an article was found on the page")
    return _assemble(pieces, facts, source, options)


def _parse(markup: str) -> HtmlElement | None:
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return lxml.html.document_fromstring(markup.encode("utf-8"), parser=parser)
    except (lxml.etree.LxmlError, ValueError):
        return None


def _extract(tree: HtmlElement, url: str | None) -> list[_Piece]:
    """The pieces of the article's body in order; none where trafilatura finds no article."""
    visible = copy.deepcopy(tree)
    lxml.etree.strip_elements(visible, "figcaption", with_tail=False)  # on short pages they would run into the paragraphs
    try:
        document = bare_extraction(visible, url=url, include_comments=False, include_tables=True)
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError, lxml.etree.LxmlError):
        return []  # hostile markup: the page costs itself only
    body = getattr(document, "body", None)
    return [] if body is None else [piece for element in body for piece in _pieces(element)]


def _pieces(element: HtmlElement) -> Iterator[_Piece]:
    if element.tag == "quote":
        parts = list(element.iter("p")) or [element]
        yield from (("quote", text) for part in parts for text in _texts(part))
    elif element.tag == "list":
        for item in element.iter("item"):
            yield from (("list", text) for text in _texts(item, inner="list"))
    elif element.tag == "table":
        yield from _rows(element)
    elif element.tag == "head":
        yield from (("heading", text) for text in _texts(element))
    else:
        yield from ((kind_of(text), text) for text in _texts(element))


def _rows(table: HtmlElement) -> Iterator[_Piece]:
    for row in table.iter("row"):
        cells = [texts for cell in row.iter("cell") if (texts := _texts(cell))]
        if len(cells) == 1 or any(len(text.split()) > _LONGEST_CELL for texts in cells for text in texts):
            yield from ((kind_of(text), text) for texts in cells for text in texts)
        elif cells:
            yield "table", "\t".join(" ".join(texts) for texts in cells)


def _texts(element: HtmlElement, inner: str | None = None) -> list[str]:
    """The words of `element`, cut where two line breaks part paragraphs; `inner` elements are left to themselves."""
    words = "".join(_words(element, inner))
    return [text for part in re.split(r"\n[ \t]*\n", words) if (text := _squeeze(part))]


def _words(element: HtmlElement, inner: str | None) -> Iterator[str]:
    yield (element.text or "").replace("\n", " ")
    for child in element:
        if child.tag == "lb":
            yield "\n"
        elif isinstance(child.tag, str) and child.tag != inner:
            apart = "\n\n" if child.tag in ("p", "list", "quote", "table") else ""
            yield apart
            yield from _words(child, inner)
            yield apart
        yield (child.tail or "").replace("\n", " ")


def _squeeze(text: str) -> str:
    lines = (re.sub(r"[ \t\r\f\v]+", " ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _place_captions(tree: HtmlElement, texts: list[str]) -> Iterator[tuple[int, str]]:
    """Each caption with the number of pieces of the body that stand before it on the page."""
    captions = set(tree.xpath(_CAPTIONS))
    if not captions:
        return
    numbers = {fold(text)[:200]: i for i, text in reversed(list(enumerate(texts)))}
    before = 0
    for element in tree.iter():
        if element in captions:
            text = _squeeze(str(element.text_content()).replace("\n", " "))
            inside = {ancestor.tag for ancestor in element.iterancestors()}
            wanted = {"article", "main"} & inside or 0 < before < len(texts)
            if text and len(text) <= _LONGEST_CAPTION and wanted and not inside & (_OUTSIDE - {"header"}):
                yield before, text
        elif element.tag in _PLACES and len(element) < 50:
            before = max(before, numbers.get(fold(str(element.text_content())[:1_000])[:200], -1) + 1)


def _compose(title: str | None, extracted: list[_Piece], captions: list[tuple[int, str]]) -> list[_Piece]:
    """All pieces in order: the title, the body without further copies of it, each caption once in its place."""
    used = {fold(title)} if title else set()
    pieces: list[_Piece] = [("title", title)] if title else []
    texts = {fold(text) for _, text in captions}
    body = [(number + 1, kind, text) for number, (kind, text) in enumerate(extracted) if fold(text) not in texts]
    placed = [(place, "caption", text) for place, text in captions]
    for _, kind, text in merge(body, placed, key=lambda piece: piece[0]):
        if fold(text) not in used:
            pieces.append((cast(BlockKind, kind), text))
        if kind == "caption":
            used.add(fold(text))
    return pieces


def _assemble(pieces: list[_Piece], facts: Facts, source: str, options: ReadOptions) -> Article:
    kinds, lines = [kind for kind, _ in pieces], [text for _, text in pieces]
    mark_trailing(lines, kinds)
    ranges, start = [], 0
    for line in lines:
        ranges.append((start, start + len(line)))
        start += len(line) + len(_PARTED)
    facts.update(read_signatures(lines, kinds))
    return freeze(_PARTED.join(lines), lay_blocks(ranges, kinds), facts, source, options)
