"""Extraction of real pages against readings of them: body, long quotations, title and day, ours beside trafilatura's alone.

usage: python benchmarks/pages.py FOLDER [--part NAME] [--worst N] [--describe TEXT --write NAME]

FOLDER holds pages (`NAME.html`) and for each that was read by a person `NAME.json`: {"title", "day" (or null), "paragraphs",
"optional" (what may count as the body or not: a deck, a note on the author), "part"}; without "paragraphs", the title and the day
alone are scored. Pages belong to others and never come into the project; what is committed are the figures, with what the pages are.

The body is scored by runs of four words (precision, recall and F1 of a page, then the mean over pages); a quotation is long from
eight words on, and is found where it stands letter for letter in our text, white space aside. A title is right where its letters
and digits are equal; a day that the reader did not find on the page must not be given.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from statistics import fmean
from typing import Any

from results import write

from whoseword.read import read_bytes
from whoseword.records import Article

_RUN = 4
_LONG = 8  # words of a quotation
_QUOTED = re.compile(r"“([^“”]+)”|\"([^\"]+)\"|„([^„“”]+)[“”]|«([^«»]+)»")
_BODY = ("paragraph", "quote", "list", "table", "heading")


@dataclass(frozen=True)
class Reading:
    """What someone, or something, found on a page."""

    title: str | None
    day: str | None
    body: str


@dataclass(frozen=True)
class Score:
    """How one page was read."""

    name: str
    precision: float
    recall: float
    quotations: int
    verbatim: int
    title: bool
    day: str  # right, wrong, none
    read: bool  # whether the reader wrote down the body

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def grams(text: str) -> Counter[tuple[str, ...]]:
    """Runs of four words, or all words of a shorter text; of letters and digits only, so that layout does not count."""
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[i : i + _RUN]) for i in range(max(1, len(words) - _RUN + 1))) if words else Counter()


def quotations(paragraphs: Sequence[str]) -> list[str]:
    """The long quotations of the paragraphs."""
    found = [next(filter(None, match)) for text in paragraphs for match in _QUOTED.findall(text)]
    return [" ".join(quoted.split()) for quoted in found if len(quoted.split()) >= _LONG]


def fold(text: str | None) -> str:
    """The letters and digits of a title."""
    return re.sub(r"[\W_]+", "", text or "").casefold()


def score(name: str, found: Reading, gold: dict[str, Any]) -> Score:
    """The score of `found` on the page `name`."""
    paragraphs = gold.get("paragraphs", [])
    ours, theirs = grams(found.body), grams("\n".join(paragraphs))
    ours -= grams("\n".join(gold.get("optional", []))) - theirs
    same = (ours & theirs).total()
    flat = " ".join(found.body.split())
    quoted = quotations(paragraphs)
    day = "right" if found.day == gold["day"] else "wrong" if found.day else "none"
    return Score(
        name,
        same / ours.total() if ours else 0.0,
        same / theirs.total() if theirs else 0.0,
        len(quoted),
        sum(one in flat for one in quoted),
        fold(found.title) == fold(gold["title"]),
        day,
        bool(paragraphs),
    )


def read_ours(raw: bytes, name: str) -> Reading:
    """What whoseword reads."""
    article = read_bytes(raw, source=name)
    if not isinstance(article, Article):
        return Reading(None, None, "")
    body = "\n".join(article.text[b.start : b.end] for b in article.blocks if b.kind in _BODY)
    return Reading(article.title, (article.published or "")[:10] or None, body)


def read_theirs(raw: bytes, _: str) -> Reading:
    """What trafilatura alone reads."""
    from trafilatura import bare_extraction

    document = bare_extraction(raw, with_metadata=True, include_comments=False, include_tables=True)
    if document is None:
        return Reading(None, None, "")
    return Reading(document.title, document.date, document.text or "")


def figures_of(scores: Sequence[Score]) -> dict[str, float | int]:
    """The figures over all pages."""
    days = Counter(one.day for one in scores)
    bodies = [one for one in scores if one.read]
    quoted = sum(one.quotations for one in bodies)
    body: dict[str, float | int] = {}
    if bodies:
        body = {
            "bodies": len(bodies),
            "body, precision": round(100 * fmean(one.precision for one in bodies), 1),
            "body, recall": round(100 * fmean(one.recall for one in bodies), 1),
            "body, F1 of runs of four words": round(100 * fmean(one.f1 for one in bodies), 1),
            "long quotations": quoted,
            "long quotations verbatim, %": round(100 * sum(one.verbatim for one in bodies) / max(1, quoted), 1),
        }
    return {
        "pages": len(scores),
        **body,
        "titles right, %": round(100 * fmean(one.title for one in scores), 1),
        "days of publication right, %": round(100 * days["right"] / len(scores), 1),
        "days wrong": days["wrong"],
        "days not found": days["none"],
    }


def show(scores: Sequence[Score], worst: int) -> None:
    """Print the pages that were read worst."""
    for one in sorted(scores, key=lambda one: one.f1)[:worst]:
        marks = f"{'' if one.title else ' title'}{'' if one.day == 'right' else f' day {one.day}'}"
        print(
            f"{100 * one.f1:5.1f} p{100 * one.precision:5.1f} r{100 * one.recall:5.1f} q{one.verbatim}/{one.quotations}{marks}  {one.name}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", help="only pages of this part")
    parser.add_argument("--worst", type=int, default=0, help="list so many pages, the worst first")
    parser.add_argument("--describe", default="", help="what the pages are, for the results")
    parser.add_argument("--write", help="the name of the results file")
    given = parser.parse_args()
    golds = {path: json.loads(path.read_text(encoding="utf-8")) for path in sorted(given.folder.glob("*.json"))}
    figures: dict[str, Any] = {}
    digest = sha256()
    for part in [given.part] if given.part else sorted({gold["part"] for gold in golds.values()}):
        pages = {path.with_suffix(".html"): gold for path, gold in golds.items() if gold["part"] == part}
        for path, gold in pages.items():
            digest.update(path.read_bytes() + json.dumps(gold, sort_keys=True).encode())
        for whose, how in (("whoseword", read_ours), ("trafilatura alone", read_theirs)):
            scores = [score(path.stem, how(path.read_bytes(), path.name), gold) for path, gold in pages.items()]
            figures[f"{part}: {whose}"] = figures_of(scores)
            print(f"{part}: {whose}: {figures[f'{part}: {whose}']}")
            if whose == "whoseword":
                show(scores, given.worst)
    if given.write:
        corpora = {given.describe or "pages": digest.hexdigest()}
        write(given.write, "python benchmarks/pages.py FOLDER", figures, corpora)


if __name__ == "__main__":
    main()
