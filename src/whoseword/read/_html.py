"""The article on an HTML page: trafilatura chooses its lines, and the page gives their characters.

The text is the title and the chosen lines in the page's order, parted by a blank line, with the captions where they stand. Every
character of a line comes from a node of the page, in its order; `locate` says from which. Script is never run, nothing is
fetched.
"""

import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import lxml.etree  # type: ignore[import-untyped]  # lxml ships no types
import lxml.html  # type: ignore[import-untyped]  # lxml ships no types
from lxml.html import HtmlElement
from trafilatura import bare_extraction

from whoseword.errors import InputError
from whoseword.read._article import freeze, tidy_text
from whoseword.read._blocks import kind_of, lay_blocks, mark_trailing, read_signatures
from whoseword.read._captions import is_captioned, is_furniture, is_prose
from whoseword.read._choose import OUTSIDE, choose
from whoseword.read._facts import Facts, fold, squeeze
from whoseword.read._metadata import read_metadata
from whoseword.read._options import Origin, ReadOptions, reject
from whoseword.read._prune import prune
from whoseword.read._published import settle_published
from whoseword.read._shells import see_body
from whoseword.read._titles import settle_title
from whoseword.read._visible import Line, Page, see
from whoseword.read._walls import PAYWALL, leave_out_walls
from whoseword.records import Article, BlockKind, Rejected

_CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_SPACELESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_PARTED = "\n\n"
_LONGEST_CELL = 25  # words; with more, a table lays out the page and holds its paragraphs
_LONGEST_CAPTION = 2_000
_MOST_CAPTIONED = 0.3  # of the chosen letters: with more, the article is a gallery and its captions are its text
_FEWEST_WORDS = 5  # of one paragraph, for a page to have article text
_FEWEST_SHOWN = 30  # words; with fewer, the page is asked for what it hides in its JSON-LD
_LINKED = 0.9
_LONGEST_TRAIL = 16  # words
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])


@dataclass(slots=True)
class _Block:
    """A block of the article: its kind, and its lines, or the cells of its row; without lines, words of the page's head."""

    kind: BlockKind
    lines: list[Line]
    words: str = ""

    @property
    def text(self) -> str:
        return "\t".join(line.text for line in self.lines) if self.lines else self.words


def read_html(page: str, source: str, options: ReadOptions) -> Article | Rejected:
    """The article on `page`, or why there is none."""
    read = _read(page, source, options)
    return read if isinstance(read, Rejected) else read[0]


def locate(page: str, article: Article, options: ReadOptions, source: str) -> tuple[Origin, ...]:
    """Where on `page` each character of the article's text stands; InputError where the text is not this page's.

    Only white space between words and blocks, a title that stands in the page's head alone, and what the data of a page without
    text write as escapes come from no node.
    """
    read = _read(page, source, options)
    if isinstance(read, Rejected) or read[0].text != article.text:
        raise InputError(f"{article.source}: its text is not what is read from this page: give the bytes that it was read from")
    _, seen, blocks = read
    paths: dict[int, str] = {}
    origins: list[Origin] = []
    start = 0
    for block in blocks:
        place = start
        for line in block.lines:
            origins.extend(_origins(line, place, seen, paths))
            place += len(line.text) + 1
        start += len(block.text) + len(_PARTED)
    return tuple(origins)


def _origins(line: Line, start: int, page: Page, paths: dict[int, str]) -> Iterator[Origin]:
    """Runs of a line's characters that stand side by side in one node."""
    begun = 0
    for i in range(1, len(line.text) + 1):
        runs_on = i < len(line.text) and line.nodes[i] == line.nodes[i - 1] and line.places[i] == line.places[i - 1] + 1
        if runs_on and _is_same(line, i, page) and _is_same(line, begun, page):
            continue
        if _is_same(line, begun, page):
            node = line.nodes[begun]
            path = paths.setdefault(node, _path_of(page, node))
            yield Origin(start + begun, start + i, path, line.places[begun])
        begun = i


def _is_same(line: Line, i: int, page: Page) -> bool:
    """Whether the character is its node's own, and not white space in another's place."""
    return line.nodes[i] >= 0 and page.string_of(line.nodes[i])[line.places[i]] == line.text[i]


def _path_of(page: Page, node: int) -> str:
    element, is_tail = page.nodes[node]
    path = str(element.getroottree().getpath(element))
    return f"{path}/following-sibling::text()[1]" if is_tail else f"{path}/text()[1]"


def _read(page: str, source: str, options: ReadOptions) -> tuple[Article, Page, list[_Block]] | Rejected:
    markup = _CONTROL.sub("", tidy_text(page))
    if not markup.strip():
        return reject(source, "empty", "there is nothing but white space")
    tree = _parse(markup)
    if tree is None:
        return reject(source, "no-text", "there is no element in the page")
    url = options.url or (source if source.startswith(("http://", "https://")) else None)
    head = read_metadata(tree)
    seen = see(tree)
    chosen, wall = _choose(tree, seen, url)
    if wall is not None:
        return reject(source, "no-text", wall)
    facts, stated = head.facts, head.facts.get("title")
    settle_title(facts, head.title, seen.lines, next((i for i, taken in enumerate(chosen) if taken), None))
    titles = [words for words in (facts.get("title"), stated, head.title) if words]
    chosen = prune(seen.lines, chosen, titles)
    settle_published(facts, tree, seen.lines, chosen, (head.dated, head.title, url))
    blocks = _compose(facts.get("title"), seen.lines, chosen)
    if not any(b.kind in ("paragraph", "quote", "list") and _count_words(b.text) >= _FEWEST_WORDS for b in blocks):
        return reject(source, "no-text", "no paragraph of an article was found on the page")
    return _assemble(blocks, facts, source, options), seen, blocks


def _choose(tree: HtmlElement, seen: Page, url: str | None) -> tuple[list[bool], str | None]:
    """Which lines are the article, or why none is; where a page shows none, those that its JSON-LD has, unless one must pay."""
    extracted = choose(seen.lines, _extract(tree, url))
    chosen = [taken and not _is_trail(line) for taken, line in zip(extracted, seen.lines, strict=True)]
    chosen, wall = leave_out_walls(seen.lines, chosen)
    own = {line.text: line for line, taken in zip(seen.lines, chosen, strict=True) if taken}.values()
    shown = sum(_count_words(line.text) for line in own if not is_captioned(line.block))
    if wall != PAYWALL and (wall is not None or shown < _FEWEST_SHOWN):
        hidden = see_body(tree, seen)
        if hidden:
            return [False] * len(chosen) + [True] * len(hidden), None
    return chosen, wall


def _count_words(text: str) -> int:
    """How many words `text` has; of scripts without spaces, one for two signs."""
    return len(text.split()) + len(_SPACELESS.findall(text)) // 2


def _parse(markup: str) -> HtmlElement | None:
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return lxml.html.document_fromstring(markup.encode("utf-8"), parser=parser)
    except (lxml.etree.LxmlError, ValueError):
        return None


def _extract(tree: HtmlElement, url: str | None) -> list[str]:
    """What trafilatura takes for the article's body, in pieces; none where it finds no article."""
    visible = copy.deepcopy(tree)
    lxml.etree.strip_elements(visible, "figcaption", with_tail=False)  # on short pages they would run into the paragraphs
    try:
        document = bare_extraction(visible, url=url, include_comments=False, include_tables=True)
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError, lxml.etree.LxmlError):
        return []  # hostile markup: the page costs itself only
    body = getattr(document, "body", None)
    return [] if body is None else [text for element in body.iter() for text in _own_text(element)]


def _own_text(element: HtmlElement) -> Iterator[str]:
    """The words of an element that holds some of its own: all of them and its lines, since a line of the page may be either."""
    if isinstance(element.tag, str) and (element.text or any(child.tail for child in element)):
        whole = "".join(_words(element))
        yield whole
        yield from (part for part in whole.split("\n") if part != whole)


def _words(element: HtmlElement) -> Iterator[str]:
    """The strings in an element in order, with line breaks where the extractor marks them."""
    for event, part in lxml.etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            yield "\n" if part.tag == "lb" else part.text or ""
        elif part is not element:
            yield part.tail or ""


def _compose(title: str | None, lines: Sequence[Line], chosen: Sequence[bool]) -> list[_Block]:
    """The title, then the chosen lines and the captions in the page's order, without further copies of either."""
    captions = _captions(lines, chosen)
    blocks: list[_Block] = []
    used: set[str] = set()
    if title:
        shown = _shown_title(title, lines)
        blocks.append(_Block("title", [shown] if shown is not None else [], title))
        used.add(fold(title))
    row: HtmlElement | None = None
    for i, line in enumerate(lines):
        folded = fold(line.text)
        if not (chosen[i] or i in captions) or folded in used:
            continue
        kind = "caption" if i in captions else _kind_of_line(line)
        if kind == "table":
            here = next(line.block.iterancestors("tr"), None)
            if here is not None and here is row:
                blocks[-1].lines.append(line)
                continue
            row = here
        else:
            row = None
        blocks.append(_Block(kind, [line]))
        if kind == "caption":
            used.add(folded)
    return blocks


def _is_trail(line: Line) -> bool:
    """Whether a line is the page's: a button or notice, or a short link that leads elsewhere and nothing else, outside a table."""
    return is_furniture(line.text) or (
        line.linked >= _LINKED * len(line.text)
        and len(line.text.split()) <= _LONGEST_TRAIL
        and not is_prose(line.text)
        and _kind_of_line(line) != "table"
    )


def _shown_title(title: str, lines: Sequence[Line]) -> Line | None:
    """The line of the page that is its title: a heading before others."""
    same = [line for line in lines if len(line.text) <= 2 * len(title) + 20 and squeeze(line.text) == squeeze(title)]
    return next((line for line in same if line.block.tag in _HEADINGS), same[0] if same else None)


def _captions(lines: Sequence[Line], chosen: Sequence[bool]) -> set[int]:
    """The captions of pictures that belong to the article: chosen ones, and others inside its element or between its lines."""
    taken = [i for i, is_chosen in enumerate(chosen) if is_chosen]
    if not taken:
        return set()
    total = sum(len(lines[i].text) for i in taken)
    boxes: dict[HtmlElement, bool] = {}
    named = [i for i in taken if len(lines[i].text) <= _LONGEST_CAPTION and _is_captioned(lines[i].block, boxes)]
    found = set(named) if sum(len(lines[i].text) for i in named) <= _MOST_CAPTIONED * total else set()
    for i, line in enumerate(lines[: taken[-1] + 1]):
        about = [line.block, *line.block.iterancestors()]
        if not any(_is_caption(element) for element in about) or len(line.text) > _LONGEST_CAPTION:
            continue
        inside = {element.tag for element in about}
        if (inside & {"article", "main"} or taken[0] < i) and not inside & (OUTSIDE - {"figure"}):
            found.add(i)
    return found


def _is_captioned(element: HtmlElement, boxes: dict[HtmlElement, bool]) -> bool:
    """`is_captioned`, asked once for the bare paragraphs of one box."""
    if element.tag != "p" or element.attrib:
        return is_captioned(element)
    box = element.getparent()
    if box not in boxes:
        boxes[box] = is_captioned(element)
    return boxes[box]


def _is_caption(element: HtmlElement) -> bool:
    return element.tag == "figcaption" or "wp-caption-text" in (element.get("class") or "").split()


def _kind_of_line(line: Line) -> BlockKind:
    """What the markup about a line makes of it, and where that does not tell, what its words say."""
    tags = [line.block.tag, *(element.tag for element in line.block.iterancestors())]
    for tag in tags:
        if tag in _HEADINGS:
            return "heading"
        if tag == "blockquote":
            return "quote"
        if tag in ("li", "dd", "dt"):
            return "list"
        if tag in ("td", "th", "caption"):
            return _kind_of_cell(line)
        if tag in ("article", "main", "section", "body"):
            break
    return kind_of(line.text)


def _kind_of_cell(line: Line) -> BlockKind:
    row = next(line.block.iterancestors("tr"), None)
    if row is None:
        return kind_of(line.text)
    cells = [str(cell.text_content()).split() for cell in row.iterchildren("td", "th")]
    filled = [words for words in cells if words]
    return kind_of(line.text) if len(filled) < 2 or any(len(words) > _LONGEST_CELL for words in filled) else "table"


def _assemble(blocks: Sequence[_Block], facts: Facts, source: str, options: ReadOptions) -> Article:
    texts = [block.text for block in blocks]
    kinds = [block.kind for block in blocks]
    mark_trailing(texts, kinds)
    ranges, start = [], 0
    for text in texts:
        ranges.append((start, start + len(text)))
        start += len(text) + len(_PARTED)
    facts.update(read_signatures(texts, kinds))
    return freeze(_PARTED.join(texts), lay_blocks(ranges, kinds), facts, source, options)
