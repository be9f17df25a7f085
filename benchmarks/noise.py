"""What attribution loses where the same articles are printed worse: other quotation marks, slips, hard line breaks.

usage: python benchmarks/noise.py [NAME ...]

Every change replaces single characters of a text of PolNeAR dev, so that each gold span has its exact place in the changed
text. Changes are drawn by a seed and the text's own checksum: the same articles come out each time. Scored is the figure
`relation` of the shared scorer, through the stage `attribute`.
"""

import hashlib
import itertools
import random
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from results import SHARED, scorer, sha256, write

from whoseword import stages
from whoseword.records import Rejected
from whoseword.settings import Settings

CORPUS = "corpora/polnear/dev.jsonl.gz"
ROLES = ("source", "cue", "content")
SEED = "whoseword noise 1"
TYPO_SHARE = 0.02  # of the letters
COLUMNS = 72
CLEAN = "clean"

STRAIGHT, CURLY, GERMAN, FRENCH = ('"', '"'), ("“", "”"), ("„", "“"), ("«\u00a0", "\u00a0»")
# Each quotation in its own style; the last three are what half-converted text has.
MIXED = (STRAIGHT, CURLY, GERMAN, FRENCH, ("“", '"'), ('"', "”"), ("„", "”"))

Row = Mapping[str, Any]
Change = Callable[[str, random.Random], list[str]]


@dataclass(frozen=True, slots=True)
class Changed:
    """A changed text; `places` has for each character of the original, and for its end, where it stands now."""

    text: str
    places: Sequence[int]

    def span(self, start: int, end: int) -> list[int]:
        return [self.places[start], self.places[end]]


def change(text: str, how: Change) -> Changed:
    """`how` gives for each character what stands in its place: none, itself, or several."""
    seed = hashlib.sha256(f"{SEED} {hashlib.sha256(text.encode()).hexdigest()}".encode()).hexdigest()
    parts = how(text, random.Random(seed))
    return Changed("".join(parts), [0, *itertools.accumulate(map(len, parts))])


def change_row(row: Row, how: Change) -> dict[str, Any]:
    """A row of gold in the changed text; spans of which nothing is left are left out."""
    changed = change(row["text"], how)

    def moved(spans: Iterable[Sequence[int]]) -> list[list[int]]:
        return [span for span in (changed.span(start, end) for start, end in spans) if span[0] < span[1]]

    attributions = [{role: moved(one[role]) for role in ROLES} for one in row["attributions"]]
    return {"id": row["id"], "text": changed.text, "attributions": attributions, "discard": moved(row["discard"])}


def marks(text: str) -> list[tuple[int, bool]]:
    """Where double quotation marks stand, and whether each opens; a straight one by turns within its paragraph."""
    found, opened = [], False
    for place, sign in enumerate(text):
        if sign == "\n":
            opened = False
        elif sign in '“”"':
            opened = sign == "“" or (sign == '"' and not opened)
            found.append((place, opened))
    return found


def with_marks(*styles: tuple[str, str]) -> Change:
    """Each quotation in one of these styles."""

    def how(text: str, chance: random.Random) -> list[str]:
        parts, style = list(text), styles[0]
        for place, opens in marks(text):
            style = chance.choice(styles) if opens else style
            parts[place] = style[not opens]
        return parts

    return how


def without_a_mark(text: str, chance: random.Random) -> list[str]:
    """One mark dropped, where there is one."""
    parts, found = list(text), marks(text)
    if found:
        parts[chance.choice(found)[0]] = ""
    return parts


def lower_case(text: str, _: random.Random) -> list[str]:
    return [sign.lower() for sign in text]


def with_typos(text: str, chance: random.Random) -> list[str]:
    """Of the letters, TYPO_SHARE dropped, doubled, replaced or swapped with the next one."""
    parts = list(text)
    for place, sign in enumerate(text):
        if not sign.isalpha() or parts[place] != sign or chance.random() >= TYPO_SHARE:
            continue
        kind = chance.choice(("drop", "double", "replace", "swap"))
        following = text[place + 1 : place + 2]
        if kind == "swap" and following.isalpha():
            parts[place], parts[place + 1] = following, sign
        elif kind == "replace":
            other = chance.choice("abcdefghijklmnopqrstuvwxyz")
            parts[place] = other.upper() if sign.isupper() else other
        else:
            parts[place] = sign * 2 if kind == "double" else ""
    return parts


def wrapped(text: str, _: random.Random) -> list[str]:
    """Lines filled to COLUMNS, as in plain-text mail, and a blank line between paragraphs."""
    parts = list(text)
    start = 0
    for line in text.split("\n"):
        _fill(parts, line, start)
        start += len(line) + 1
        if start <= len(text) and line.strip() and text[start : start + 1] != "\n":
            parts[start - 1] = "\n\n"
    return parts


def _fill(parts: list[str], line: str, start: int) -> None:
    begin, last = 0, None
    for place, sign in enumerate(f"{line} "):
        if sign != " ":
            continue
        if last is not None and place - begin > COLUMNS:
            parts[start + last] = "\n"
            begin = last + 1
        last = place


CHANGES: Mapping[str, Change] = {
    CLEAN: lambda text, _: list(text),
    "straight marks": with_marks(STRAIGHT),
    "curly marks": with_marks(CURLY),
    "German marks": with_marks(GERMAN),
    "French marks": with_marks(FRENCH),
    "mixed marks": with_marks(*MIXED),
    "one mark missing": without_a_mark,
    "typos in 2 % of letters": with_typos,
    "lines of 72 columns": wrapped,
    "lower case": lower_case,
}


def gold_rows() -> list[Row]:
    """The first annotation of each article, as the scorer's relations have it."""
    first: dict[str, Row] = {}
    for row in scorer("score_attribution").read(str(SHARED / CORPUS)):
        first.setdefault(row["id"], row)
    return list(first.values())


def relation_f1(rows: Sequence[Row], attribute: stages.Stage) -> float:
    found = {}
    for row in rows:
        given = attribute({"id": row["id"], "text": row["text"]})
        if isinstance(given, Rejected):
            sys.exit(f"{row['id']} was rejected: {given.detail}")
        found[row["id"]] = [one for one in given["attributions"] if not one["depth"]]
    return float(scorer("score_attribution").score_relations(rows, found)["relation"]["f1"])


def measure(rows: Sequence[Row], names: Sequence[str]) -> dict[str, float]:
    """Relation F1 of each change."""
    attribute = stages.load("attribute", Settings(threads=1))
    return {name: relation_f1([change_row(row, CHANGES[name]) for row in rows], attribute) for name in names}


def main(names: list[str]) -> None:
    if not SHARED.is_dir():
        sys.exit("the shared corpora are not beside the project (../shared): noise is not measured here")
    unknown = set(names) - set(CHANGES)
    if unknown:
        sys.exit(f"no change is called {', '.join(sorted(unknown))}: there are {', '.join(CHANGES)}")
    found = measure(gold_rows(), [CLEAN, *(name for name in names or CHANGES if name != CLEAN)])
    figures = {
        f"relation F1, {name}": f"{f1:.1f}" + ("" if name == CLEAN else f" ({f1 - found[CLEAN]:+.1f})")
        for name, f1 in found.items()
    }
    if names:
        print(figures)
        return
    write("noise", "python benchmarks/noise.py", figures, {CORPUS: sha256(SHARED / CORPUS)})


if __name__ == "__main__":
    main(sys.argv[1:])
