"""Which lines of a page are the article: the extractor chooses, the page gives.

A line is chosen where the extractor's text covers it, and then it is taken whole, as the page has it: an extractor may glue, cut,
reorder or lose words, and none of that can reach the article. Quotations and paragraphs that it lost between two chosen
ones are taken too, where they stand under the same element and nothing marks them as the page's own.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from lxml.html import HtmlElement  # type: ignore[import-untyped]  # lxml ships no types

from whoseword.read._blocks import kind_of
from whoseword.read._captions import is_caption, is_prose
from whoseword.read._facts import squeeze
from whoseword.read._visible import Line

_LONG = 24  # letters and digits: with fewer, a line may stand on a page twice by chance
_COVERED = 0.6  # of a line's runs of letters, for it to be the one that was extracted
_HOME_SHARE = 0.9  # of the chosen letters that stand under the element taken as the article's
_MOST_LINKED = 0.5
_FEWEST_WORDS = 4
_PROSE_WORDS = 10
_LEAD_WORDS = 15  # of a first paragraph that was lost
_ENOUGH_WORDS = 80  # of paragraphs, for an article that the extractor does not find
_FARTHEST = 3  # elements between a lost line and the one that it shares with chosen lines
_LOST = frozenset(["p", "li", "blockquote", "dd", "div", "h2", "h3", "h4", "q"])
OUTSIDE = frozenset(["nav", "aside", "footer", "form", "figure", "dialog", "menu"])
_MARKED = re.compile(
    r"(?:^|[\s_-])(?:related|share|sharing|promo|newsletter|social|ads?|advert\w*|sponsor\w*|subscri\w+|sign-?up|sidebar|comments?"
    r"|cookies?|consent|teasers?|recirc\w*|outbrain|taboola|most-?read|trending|tags?|author-?bio|paywall|toolbar|breadcrumbs?|credits?"
    r"|byline|author|dateline|timestamp|meta|embed|read-?more|recommend\w*|inline-?link|correction-?form|print-?only|sr-only|visually-?hidden|hidden)(?:$|[\s_-])",
    re.IGNORECASE,
)


_MOST_PROMOTED = 0.3  # of the chosen letters: with more, the names mean something else on this page
_PROMOTES = re.compile(
    r"(?:^|[\s_-])(?:related|sharing|promo|newsletter|advert\w*|sponsor\w*|subscri\w+|sign-?up|sidebar|comments|cookies?|consent|teasers?"
    r"|recirc\w*|outbrain|taboola|most-?read|trending|recommend\w*|read-?more|carousel|slide-?shows?|slide-?title|modal|lightbox)(?:$|[\s_-])",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“„«\"][^“”„«»\"]{3,}[”»\"]")


def choose(lines: Sequence[Line], extracted: Iterable[str]) -> list[bool]:
    """For each line of the page whether it is of the article, given what was extracted, in any pieces."""
    pieces = [squeeze(text) for text in extracted]
    whole = "".join(pieces)
    if not whole:
        return _choose_alone(lines)
    squeezed = [squeeze(line.text) for line in lines]
    chosen = _cover(squeezed, pieces, whole)
    _choose_copies(lines, squeezed, chosen, pieces)
    _leave_out_marked(lines, squeezed, chosen)
    _fill_gaps(lines, chosen)
    return chosen


def _choose_alone(lines: Sequence[Line]) -> list[bool]:
    """The paragraphs under the element that has most of them, where the extractor finds nothing: enough for an article, or none."""
    prose = [
        i
        for i, line in enumerate(lines)
        if line.block.tag in ("p", "blockquote", "div", "li")
        and len(line.text.split()) >= _PROSE_WORDS
        and line.linked <= _MOST_PROMOTED * len(line.text)
        and is_prose(line.text)
        and not is_marked(line.block, None)
    ]
    weights: Counter[HtmlElement] = Counter()
    for i in prose:
        for element in _about(lines[i].block)[1:3]:
            weights[element] += len(lines[i].text.split())
    best = max(weights, key=lambda element: weights[element], default=None)
    if best is None or weights[best] < _ENOUGH_WORDS:
        return [False] * len(lines)
    taken = {i for i in prose if _is_under(lines[i].block, best)}
    chosen = [i in taken for i in range(len(lines))]
    _fill_gaps(lines, chosen)
    return chosen


def is_marked(element: HtmlElement, until: HtmlElement | None) -> bool:
    """Whether `element`, or one about it up to `until`, is named as no part of an article, or is hidden."""
    quoted = any(about.tag == "blockquote" for about in (element, *element.iterancestors()))
    while element is not None and element is not until:
        if element.tag == "figure" and quoted:
            element = element.getparent()
            continue
        if element.tag in OUTSIDE or element.get("hidden") is not None:
            return True
        if _MARKED.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            return True
        if "display:none" in (element.get("style") or "").replace(" ", "").lower():
            return True
        element = element.getparent()
    return False


def _cover(squeezed: Sequence[str], pieces: Sequence[str], whole: str) -> list[bool]:
    """Long lines that the extracted text holds, and short ones that are a piece of it."""
    single = Counter(pieces)
    runs: set[str] | None = None
    chosen = []
    for letters in squeezed:
        covered = bool(letters) and (single[letters] > 0 or (len(letters) >= _LONG and letters in whole))
        if not covered and len(letters) >= 2 * _LONG:
            runs = runs_of(whole) if runs is None else runs
            own = runs_of(letters)
            covered = sum(run in runs for run in own) >= _COVERED * len(own)
        chosen.append(covered)
    for i, letters in enumerate(squeezed):
        if not chosen[i] and 0 < len(letters) < _LONG:
            chosen[i] = _is_glued(squeezed, chosen, i, whole)
    return chosen


def _is_glued(squeezed: Sequence[str], chosen: Sequence[bool], i: int, whole: str) -> bool:
    """Whether a short line was extracted as one with the chosen line before or after it."""
    before = squeezed[i - 1][-_LONG:] if i and chosen[i - 1] else ""
    after = squeezed[i + 1][:_LONG] if i + 1 < len(squeezed) and chosen[i + 1] else ""
    return bool(before and before + squeezed[i] in whole) or bool(after and squeezed[i] + after in whole)


def runs_of(letters: str) -> set[str]:
    """All runs of twelve letters: words may have been glued, so that they do not serve."""
    return {letters[i : i + 12] for i in range(max(1, len(letters) - 11))}


def _choose_copies(lines: Sequence[Line], squeezed: Sequence[str], chosen: list[bool], pieces: Sequence[str]) -> None:
    """Of equal lines, as many as were extracted: those under the article's element before others, then the first."""
    home = _home(lines, squeezed, chosen)
    places: dict[str, list[int]] = {}
    for i, letters in enumerate(squeezed):
        if chosen[i]:
            places.setdefault(letters, []).append(i)
    counts = Counter(pieces)
    for letters, copies in places.items():
        if len(copies) == 1:
            continue
        copies.sort(key=lambda i: (home is not None and not _is_under(lines[i].block, home), i))
        for i in copies[max(1, counts[letters]) :]:
            chosen[i] = False


def _leave_out_marked(lines: Sequence[Line], squeezed: Sequence[str], chosen: list[bool]) -> None:
    """Leave out what an extractor takes from forms and promotions amid the article, unless it is much or has a quotation."""
    home = _home(lines, squeezed, chosen)
    marked = [
        i
        for i, line in enumerate(lines)
        if chosen[i] and not _QUOTED.search(line.text) and _promotes(line.block, home) and line.block.tag != "figcaption"
    ]
    total = sum(len(letters) for letters, taken in zip(squeezed, chosen, strict=True) if taken)
    if home is not None and sum(len(squeezed[i]) for i in marked) <= _MOST_PROMOTED * total:
        for i in marked:
            chosen[i] = False


def _promotes(element: HtmlElement, until: HtmlElement | None) -> bool:
    while element is not None and element is not until:
        if element.tag in ("form", "nav", "footer") or _PROMOTES.search(
            f"{element.get('class') or ''} {element.get('id') or ''}"
        ):
            return True
        element = element.getparent()
    return False


def _home(lines: Sequence[Line], squeezed: Sequence[str], chosen: Sequence[bool]) -> HtmlElement | None:
    """The smallest element that holds nearly all letters that were chosen."""
    weights: dict[HtmlElement, int] = {}
    total = 0
    times = Counter(letters for letters, is_chosen in zip(squeezed, chosen, strict=True) if is_chosen)
    for line, letters, is_chosen in zip(lines, squeezed, chosen, strict=True):
        if not is_chosen or times[letters] > 1:
            continue
        total += len(letters)
        element = line.block
        while element is not None:
            weights[element] = weights.get(element, 0) + len(letters)
            element = element.getparent()
    heavy = [element for element, weight in weights.items() if weight >= _HOME_SHARE * total]
    return min(heavy, key=lambda element: weights[element], default=None) if total else None


def _is_under(element: HtmlElement | None, home: HtmlElement) -> bool:
    while element is not None:
        if element is home:
            return True
        element = element.getparent()
    return False


def _fill_gaps(lines: Sequence[Line], chosen: list[bool]) -> None:
    """Choose what was lost between chosen lines, unless something says that it is the page's own."""
    first: dict[HtmlElement, int] = {}
    last: dict[HtmlElement, int] = {}
    for i, line in enumerate(lines):
        if chosen[i]:
            for element in _about(line.block):
                first.setdefault(element, i)
                last[element] = i
    for i, line in enumerate(lines):
        if not chosen[i] and _may_be_lost(line):
            within = next((e for e in _about(line.block)[1:] if first.get(e, i) < i < last.get(e, i)), None)
            if within is not None and not is_marked(line.block, within):
                chosen[i] = True
    _fill_start(lines, chosen)


def _fill_start(lines: Sequence[Line], chosen: list[bool]) -> None:
    """Choose the paragraphs lost just before the first chosen one: beside it, or as the bare words of the element about it."""
    first = next((i for i, taken in enumerate(chosen) if taken), 0)
    while first:
        line, parent = lines[first - 1], lines[first].block.getparent()
        beside = line.block.getparent() is parent and line.block.tag == lines[first].block.tag == "p"
        if not (beside or line.block is parent) or len(line.text.split()) < _LEAD_WORDS or not is_prose(line.text):
            return
        if not _may_be_lost(line) or is_marked(line.block, parent) or is_caption(line.text):
            return
        first -= 1
        chosen[first] = True


def _about(element: HtmlElement) -> list[HtmlElement]:
    """The element and those about it, as far as a lost line may be from its neighbours."""
    found: list[HtmlElement] = []
    while element is not None and len(found) <= _FARTHEST:
        found.append(element)
        element = element.getparent()
    return found


def _may_be_lost(line: Line) -> bool:
    words = len(line.text.split())
    return (
        line.block.tag in _LOST
        and words >= _FEWEST_WORDS
        and line.linked <= _MOST_LINKED * len(line.text)
        and kind_of(line.text) not in ("furniture", "byline")
    )
