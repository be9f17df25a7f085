"""Chosen lines that are not the article's after all: what stands above its title, repeats it, invites, or leads elsewhere.

An extractor takes a pull quote for a paragraph, the teaser of the article itself for its end, and a list of other articles for
more of this one. What is left out here is left out whole; a line with a quotation of its own is never taken for an invitation.
"""

import re
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement  # type: ignore[import-untyped]  # lxml ships no types

from whoseword.read._captions import is_prose
from whoseword.read._choose import runs_of
from whoseword.read._facts import fold, squeeze
from whoseword.read._visible import Line

_SHORTEST_COPY = 24  # letters and digits, as in the choice of lines
_REPEATED = 0.75  # of the runs of a pull quote's letters, for it to be the paragraph's
_MOST = 0.35  # of the chosen letters: more is not left out as teasers, or as what stands above the title
_TEASER_WORDS = 60  # between two headings that lead elsewhere
_WAY = 4  # words before an article's name
_FEWEST_TEASERS = 2
_LINKED_HEADING = 0.6
_LINKED = 0.95
_LABELLED_LINK = 0.5  # after a label such as "Read more:"
_LONGEST_LINK = 25  # words
_INVITING = 50  # words of an invitation at most
_LONGEST_INVITATION = 500
_TRUNCATED = re.compile(r"\s*(?:…|\.{3})\s*(?:\W*(?:read|continue|more)[\w ]{0,20})?$", re.IGNORECASE)
_PULLED = re.compile(r"pull|quote|callout|highlight|blockquote", re.IGNORECASE)
_LABEL = re.compile(r"\W{0,2}[A-Z][\w’', ]{2,24}:\s")
_QUOTED = re.compile(r"[“„«\"][^“”„«»\"]{3,}[”»\"]")
_INVITES = re.compile(
    r"\b(?:sign up|subscribe|register|opt in)\b.{0,80}\b(?:newsletters?|e-?mails?|alerts?|updates|digest|briefing)\b"
    r"|\b(?:newsletters?|top stories|headlines|latest news|best of)\b.{0,60}\b(?:e-?mailed|delivered|sent) to (?:you|me|your)\b"
    r"|\b(?:in|to|into) your in-?box\b|^(?:do not|don[’']t) miss (?:stories|a story|out)\b"
    r"|^(?:this )?(?:story|article) continue[sd] (?:below|after)\b|\bfollow (?:us|him|her|me|them|@\w+|[A-Z]\w+(?: \w+){0,3}) on (?:twitter|facebook|instagram|x)\b"
    r"|^(?:get|subscribe to|sign up for)\b[^.!?]{0,60}\bnewsletter$|^(?:click|tap) here (?:to|for)\b|^download (?:the|our) (?:free )?[\w ]{0,20}app\b",
    re.IGNORECASE,
)


def prune(lines: Sequence[Line], chosen: Sequence[bool], titles: Sequence[str]) -> list[bool]:
    """The choice without what is no part of the article; `titles` are its title and other names that the page has for it."""
    left = list(chosen)
    named = {fold(title) for title in titles}
    _drop(left, _above(lines, left, named), lines)
    _drop(left, [i for i in _taken(left) if _leads_away(lines[i]) or _invites(lines[i].text)], lines)
    _drop(left, list(_repeats(lines, left)), lines, most=1)
    _drop(left, _teasers(lines, left), lines)
    return left


def _taken(chosen: Sequence[bool]) -> list[int]:
    return [i for i, taken in enumerate(chosen) if taken]


def _drop(chosen: list[bool], those: Sequence[int], lines: Sequence[Line], *, most: float = _MOST) -> None:
    total = sum(len(lines[i].text) for i in _taken(chosen))
    if sum(len(lines[i].text) for i in those) <= most * total:
        for i in those:
            chosen[i] = False


def _above(lines: Sequence[Line], chosen: Sequence[bool], named: set[str]) -> list[int]:
    """What was chosen above the title, and other names of the article above its first sentence."""
    taken = _taken(chosen)
    prose = next((i for i in taken if is_prose(lines[i].text)), len(lines))
    headings = [i for i in range(prose) if lines[i].block.tag in ("h1", "h2") and fold(lines[i].text) in named]
    title = headings[-1] if headings else -1
    return [i for i in taken if i < title or (i < prose and _is_named(fold(lines[i].text), named))]


def _is_named(words: str, named: set[str]) -> bool:
    """Whether a line is the article's name, perhaps at the end of the way to it ("Home News Dam holds")."""
    return any(words.endswith(name) and len(words.split()) - len(name.split()) <= _WAY for name in named if name)


def _leads_away(line: Line) -> bool:
    """Whether a line, a sentence though it be, is a link and nothing else: an editor's hint at another article."""
    share = _LABELLED_LINK if _LABEL.match(line.text) else _LINKED
    return (
        line.linked >= share * len(line.text)
        and len(line.text.split()) <= _LONGEST_LINK
        and not _QUOTED.search(line.text)
        and line.block.tag not in ("td", "th", "li", "dd")
    )


def _invites(text: str) -> bool:
    """Whether a line asks its reader to subscribe, follow or go on."""
    return (
        len(text) < _LONGEST_INVITATION
        and text.count(" ") < _INVITING
        and _INVITES.search(text) is not None
        and not _QUOTED.search(text)
    )


def _repeats(lines: Sequence[Line], chosen: Sequence[bool]) -> Iterator[int]:
    """Cut copies of a paragraph, and pull quotes."""
    taken = _taken(chosen)
    cuts = {i: cut for i in taken if (cut := _TRUNCATED.search(lines[i].text[-60:]))}
    pulled = {i for i in taken if _is_pulled(lines[i].block)}
    if not cuts and not pulled:
        return
    letters = {i: squeeze(lines[i].text) for i in taken}
    for i in sorted(cuts.keys() | pulled):
        own = squeeze(lines[i].text[: -len(cuts[i][0])]) if i in cuts else letters[i]
        if len(own) < _SHORTEST_COPY:
            continue
        if i in cuts and any(j != i and len(letters[j]) > len(own) and letters[j].startswith(own) for j in taken):
            yield i
        elif i in pulled:
            others = [letters[j] for j in taken if j not in pulled and len(letters[j]) >= len(own)]
            runs = runs_of(own)
            if any(own in other or sum(run in other for run in runs) >= _REPEATED * len(runs) for other in others):
                yield i


def _is_pulled(element: HtmlElement) -> bool:
    """Whether an element is marked as a quotation drawn out of the text."""
    for about in (element, *(parent for parent, _ in zip(element.iterancestors(), range(2), strict=False))):
        if about.tag in ("blockquote", "aside", "q") or _PULLED.search(about.get("class") or ""):
            return True
    return False


def _teasers(lines: Sequence[Line], chosen: Sequence[bool]) -> list[int]:
    """The last of the chosen lines, where they are headings that lead elsewhere, each with a few words below."""
    taken = _taken(chosen)
    words, start, found = 0, len(taken), 0
    for place in range(len(taken) - 1, -1, -1):
        line = lines[taken[place]]
        if line.block.tag in ("h2", "h3", "h4", "h5") and line.linked >= _LINKED_HEADING * len(line.text):
            found, start, words = found + 1, place, 0
        else:
            words += len(line.text.split())
        if words > _TEASER_WORDS:
            break
    if found < _FEWEST_TEASERS:
        return []
    while start and lines[taken[start - 1]].block.tag in ("h2", "h3", "h4", "h5"):
        start -= 1
    return taken[start:]
