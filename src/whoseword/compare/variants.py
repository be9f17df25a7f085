"""Variants of a quotation: the same words in several outlets, cut, punctuated, ordered or worded otherwise, or reported indirectly.

Promises: a link says what two wordings are to each other (a closed list) and which changes touch negation, numbers, modality or
names; it depends on the two wordings alone. Not here: who is right, translations (other languages are compared as they stand, and so
found only where the words are the same), and wordings that share too little (`docs/figures.md` has the rates).
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from whoseword.compare._judging import Words, judge
from whoseword.compare._sketch import hashed, runs_of
from whoseword.compare._stems import is_function, telling
from whoseword.compare._wording import Word, wording
from whoseword.matching import Item, Link
from whoseword.records import Reading, Span, Statement, digest

_GAP: Final = " … "  # between the quoted scraps of one statement: the outlet's own words stand there
# What is shorter says nothing: "no comment" is everyone's. Words, and words that tell.
_LEAST_QUOTED: Final = 4
_LEAST_REPORTED: Final = 6
_LEAST_TELLING: Final = 2
# Runs of so many words, the one that tells most of each window, are marks: a shared run of _RUN + _WINDOW - 1 words is always found.
_RUN: Final = 4
_WINDOW: Final = 3
_JOINS: Final = 0.7  # the grade of a paraphrase from which it is of one group with what it says; weaker ones are shown beside
_STRAIGHT: Final = str.maketrans({**dict.fromkeys("“”„‟«»", '"'), **dict.fromkeys("‘’‚ʼ", "'")})


@dataclass(frozen=True, slots=True)
class VariantComparer:
    """Compares quotations, and indirect reports with quotations; kind `variant`.

    An item is the verbatim part of a statement (number 0), or the content of one that says something outside quotation marks
    (number 1). Its form is the wording as printed, but for quotation marks and spaces, with its speaker. Two indirect reports are never
    linked: what statements say, in whatever words, is for claims.
    """

    kind: str = "variant"
    version: str = "1"

    def items(self, reading: Reading) -> Sequence[Item]:
        """The quotations and reports of a reading that are long enough to be known again; none of a statement that only repeats."""
        return [item for statement in reading.statements if statement.repeats is None for item in _items(statement)]

    def compare(self, first: Item, second: Item) -> Link | None:
        """What two wordings are to each other; None where they are not the same words."""
        one, other = sorted((first, second), key=lambda item: item.form)
        verdict = judge(_words(one), _words(other))
        if verdict is None:
            return None
        evidence = {"flags": list(verdict.flags), "shared_words": verdict.shared, "words": list(verdict.sizes)}
        joins = verdict.relation != "paraphrase" or verdict.grade >= _JOINS
        return Link(one.form, other.form, verdict.relation, verdict.grade, verdict.how, evidence, joins)


def _words(item: Item) -> Words:
    return Words(item.value["text"], quoted=item.value["quoted"], speaker=item.value["speaker"])


def _items(statement: Statement) -> Iterator[Item]:
    if statement.verbatim and statement.kind != "indirect":
        yield from _item(statement, quoted=True)
    if statement.content and statement.kind != "direct":
        yield from _item(statement, quoted=False)


def _item(statement: Statement, *, quoted: bool) -> Iterator[Item]:
    spans = statement.verbatim if quoted else statement.content
    text = _printed(spans, _GAP if quoted and statement.kind == "mixed" else " ")
    words = wording(text)
    tells = telling(words)
    if len(words) < (_LEAST_QUOTED if quoted else _LEAST_REPORTED) or len(tells) < _LEAST_TELLING:
        return
    yield Item(
        form=digest(text, quoted, statement.speaker.name),
        marks=frozenset(_telling_marks(tells) | (_run_marks(words) if quoted else set())),
        value={"text": text, "quoted": quoted, "speaker": statement.speaker.name},
        statement=statement.id,
        number=0 if quoted else 1,
        facts={"spans": [[span.start, span.end] for span in spans]},
    )


def _printed(spans: Sequence[Span], between: str) -> str:
    """The words of spans on one line, with straight quotation marks and without what only ends them."""
    text = " ".join(between.join(span.text for span in spans).split()).translate(_STRAIGHT)
    return text.strip(' ,;:"')


def _telling_marks(tells: Sequence[str]) -> set[int]:
    """One mark for each two telling words that follow one another, in either order."""
    pairs = {" ".join(sorted(pair)) for pair in itertools.pairwise(tells) if pair[0] != pair[1]}
    return set(hashed(sorted(pairs)).view("int64").tolist())


def _run_marks(words: Sequence[Word]) -> set[int]:
    """Of each window of runs the one that tells most, the smallest number among equals (winnowing; Schleimer and others, 2003)."""
    runs = runs_of(hashed([w.norm for w in words]), _RUN).view("int64").tolist()
    tells = [not is_function(w.norm) and not w.named for w in words]
    ranked = [(-sum(tells[place : place + _RUN]), number) for place, number in enumerate(runs)]
    best = {min(ranked[place : place + _WINDOW]) for place in range(max(1, len(ranked) - _WINDOW + 1))}
    return {number for told, number in best if told}
