"""The title that a reader sees: the page's heading where what its head says agrees with it, without the outlet's name.

A page names its article several times: for readers, for search engines and for those who share it. The heading is the article's;
the others say which heading it is, and are the title where none agrees.
"""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from whoseword.read._facts import Facts, fold
from whoseword.read._visible import Line

_SEPARATOR = re.compile(r"\s+(?:[|–—»«·•:/\\~-]|--|::|\|\|)\s+")
_NAMED = re.compile(r"(?:^|[\s_-])(?:head-?line|title|entry-title|post-title|article-?title)(?:$|[\s_-])", re.IGNORECASE)
_LONGEST = 300
_FEWEST_WORDS = 3  # of a heading that is only part of a stated title: a section or an outlet has fewer
_AGREES = 0.45  # of the words of the longer of the two, where one holds the other
_SHARED = 0.6  # of the words of the shorter, where each is worded in its own way
_FARTHEST = 3  # lines below the article's first
_OUTLET_WORDS = 5
_DEEPEST = 4  # elements from a line to the heading about it
_HEADED = 0.9  # the rank of a heading below the first level
_HEADINGS = ("h1", "h2", "h3")


def settle_title(facts: Facts, stated: str | None, lines: Sequence[Line], first: int | None) -> None:
    """Set the title in `facts`: the heading that agrees with it or with `stated`, the words of the page's <title>.

    `first` is the number of the article's first line: a heading far below it is another article's.
    """
    known = [words for words in (facts.get("title"), stated) if words]
    known.extend([max(_SEPARATOR.split(words), key=len) for words in known])
    heading = _best_heading(known or _only_heading(lines), lines, first)
    if heading is not None and fold(heading) != fold(facts.get("title") or ""):
        facts.values["title"], facts.origins["title"] = heading, "heading"
    elif heading is None:
        if stated:
            facts.add("title", stated, "title-tag")
        _trim(facts)


def _best_heading(stated: Sequence[str], lines: Sequence[Line], first: int | None) -> str | None:
    """The heading that agrees most with what is stated: an equal one before those that only agree, the first level before others."""
    best, heading = (False, 0.0, 0.0), None
    for line in lines if first is None else lines[: first + _FARTHEST + 1]:
        rank = _rank(line) if len(line.text) <= _LONGEST else 0.0
        if not rank:
            continue
        for words in stated:
            share = _agreement(fold(line.text), fold(words))
            standing = (share == 1 and rank >= _HEADED, rank, share)
            if share and standing > best:
                best, heading = standing, _without_kicker(" ".join(line.text.split()), words)
    return heading


def _only_heading(lines: Sequence[Line]) -> list[str]:
    """The heading of the first level, where there is one and no more: it is the title of a page that states none."""
    headings = {" ".join(line.text.split()) for line in lines if _rank(line) == 1}
    return list(headings) if len(headings) == 1 else []


def _without_kicker(heading: str, stated: str) -> str:
    """The heading, but where it is the stated title with words before it, the title: they are a section's or a series'."""
    ours, theirs = fold(heading), fold(stated)
    return stated if ours.endswith(f" {theirs}") else heading


def _rank(line: Line) -> float:
    """How much a line is a heading: the first level most, nothing else but what is named a headline."""
    element, best = line.block, 0.0
    for _ in range(_DEEPEST):
        if element is None or best:
            break
        best = 1.0 if element.tag == "h1" else _HEADED if element.tag in _HEADINGS else 0.0
        element = element.getparent()
    return best or (0.8 if _NAMED.search(line.block.get("class") or "") or line.block.get("itemprop") == "headline" else 0.0)


def _agreement(heading: str, stated: str) -> float:
    """How far a heading and a stated title, both folded, are one; 0 where they are not."""
    ours, theirs = heading.split(), stated.split()
    if not ours or not theirs:
        return 0.0
    if heading == stated:
        return 1.0
    shorter, longer = sorted((len(ours), len(theirs)))
    if f" {heading} " in f" {stated} " or f" {stated} " in f" {heading} ":
        share = shorter / longer
        return share if share >= _AGREES and len(ours) >= _FEWEST_WORDS else 0.0
    shared = len(set(ours) & set(theirs)) / len(set(ours if len(ours) <= len(theirs) else theirs))
    return shared * _AGREES if shared >= _SHARED and shorter > _FEWEST_WORDS else 0.0


def _trim(facts: Facts) -> None:
    """Take the outlet's name off a title's ends: where it is known, is in the address, or follows a bar, as in no headline."""
    title, origin = facts.get("title"), facts.origins.get("title")
    cuts = list(_SEPARATOR.finditer(title)) if title else []
    if title is None or not cuts:
        return
    last, first = title[cuts[-1].end() :], title[: cuts[0].start()]
    barred = origin == "title-tag" and "|" in cuts[-1][0] and len(last.split()) < _OUTLET_WORDS
    if _is_outlet(last, facts) or barred:
        facts.values["title"] = title[: cuts[-1].start()]
    elif _is_outlet(first, facts):
        facts.values["title"] = title[cuts[0].end() :]


def _is_outlet(words: str, facts: Facts) -> bool:
    outlet, host = facts.get("outlet"), urlsplit(facts.get("url") or "").hostname or ""
    if outlet and fold(words) == fold(outlet):
        return True
    bare = re.sub(r"[\W_]+", "", words).casefold()
    labels = [label for label in host.split(".")[:-1] if label != "www"]
    return (
        len(words.split()) < _OUTLET_WORDS
        and len(bare) > 2
        and any(bare.startswith(x) or x == bare for x in labels if len(x) > 2)
    )
