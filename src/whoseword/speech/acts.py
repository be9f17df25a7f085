"""What the reported words do: one act of the closed list for each attribution, and whether a word was said.

The rules (`rules`) and everything else that an attribution shows (`clues`) are weighed by numbers fitted on articles
read by hand (`training/acts.py`, shipped as `acts.json`). Nothing here is sure: two careful readers agree on 94 acts in
100, and these weights with them on about two in three. `find_act` says by which clues it decided.
"""

import base64
import functools
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final, Literal, Protocol

from whoseword.errors import ModelError
from whoseword.records import Act, Attribution, Worded, digest
from whoseword.speech.clues import clues
from whoseword.speech.lexicon import MENTAL, PLAIN, act_named
from whoseword.speech.rules import RuledBy, cue_lemmas, judge

# Acts that are also done without a word, as a vote or a support is.
_DEEDS: Final[frozenset[Act]] = frozenset({"accept", "reject", "believe", "intend", "hope", "expect"})
_DEED: Final = re.compile(r"\b(?:vote|ballot|cast|oppose|opposition|turn|decide|veto|discount|resist)\b")
_SPOKEN: Final[frozenset[Act]] = frozenset(
    {"assert", "announce", "criticise", "accuse", "promise", "warn", "deny", "ask", "demand", "request"}
)
_OUT_LOUD_WORDS: Final = """say tell add write tweet state declare express voice announce predict forecast argue speak claim suggest reply respond answer
    continue make note statement post reiterate explain repeat calculate affirm describe talk insist quip"""
_OUT_LOUD: Final = frozenset(_OUT_LOUD_WORDS.split())
_UNSAID: Final = re.compile(
    r"\bnot (?:\w+ )?(?:say|tell|announce|disclose|mention|comment|respond|reply|discuss|recommend|introduce|release|propose|name|specify)\b|\bwithout (?:\w+ )?(?:mention|name|say)|\bknow as\b"
)
_SHOWN: Final = 3  # clues that an explanation names
# Where the clues give their best act less of a chance than this a network is asked too, and its logarithms are added with this weight.
# Tuned on a fifth of the articles that training/acts.py reads: with 0.5 acts alone gain a point there, but disputes lose (2026-12-01).
UNSURE: Final = 0.4
HEARD: Final = 0.75


class ActReader(Protocol):
    """What tells the logarithm of each act's chance, in the order of the closed list, from the words of statements."""

    def read(self, worded: Sequence[Worded]) -> Sequence[Sequence[float]]:
        """For each statement one number an act."""
        ...


@dataclass(frozen=True, slots=True)
class ActFound:
    """An act, the weights' probability of it, by what it was found, and the clues that spoke most for it.

    `how` is the rule that gave the same act, or `weighed` where the clues together overrule the rules.
    """

    act: Act
    confidence: float
    how: RuledBy | Literal["weighed"]
    clues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Weights:
    """A whole number for each clue and act, in the order of `acts`; times `scale` they are logits."""

    acts: tuple[Act, ...]
    rows: Mapping[str, Sequence[int]]
    scale: float


def act_of(text: str, attribution: Attribution) -> Act:
    """The act of an attribution: the one that its cue, source and content together speak most for.

    >>> from whoseword.records import Span
    >>> said = "The spokesman did not deny it."
    >>> act_of(said, Attribution((), (Span.cut(said, 14, 26),), (Span.cut(said, 27, 29),)))
    'confirm'
    """
    return find_act(text, attribution).act


def acts_of(text: str, attributions: Sequence[Attribution], reader: ActReader | None = None) -> tuple[Act, ...]:
    """The act of each attribution, in their order; where the clues leave it open and there is a `reader`, it is heard too."""
    weights = _weights()
    sums = [_sums(text, attribution, weights) for attribution in attributions]
    open_ones = [
        i
        for i, totals in enumerate(sums)
        if reader is not None and _chance(totals) < UNSURE and not _is_negated(attributions[i])
    ]
    if reader is not None and open_ones:
        said = reader.read([worded(text, attributions[i]) for i in open_ones])
        for i, chances in zip(open_ones, said, strict=True):
            sums[i] = [total + HEARD * chance for total, chance in zip(sums[i], chances, strict=True)]
    return tuple(weights.acts[max(range(len(totals)), key=totals.__getitem__)] for totals in sums)


def _is_negated(attribution: Attribution) -> bool:
    """Whether the cue says no: `could not accept`. The rules read that better than the network does."""
    return any("not" in cue_lemmas(span.text) for span in attribution.cue)


def worded(text: str, attribution: Attribution) -> Worded:
    """The words of an attribution, as a reader of acts takes them."""
    source, cue, content = (
        " ".join(s.text for s in part) for part in (attribution.source, attribution.cue, attribution.content)
    )
    return Worded(source, cue, content, judge(text, attribution).quoted)


def _sums(text: str, attribution: Attribution, weights: _Weights) -> list[float]:
    known = [weights.rows[clue] for clue in clues(text, attribution) if clue in weights.rows]
    return [weights.scale * sum(row[i] for row in known) for i in range(len(weights.acts))]


def _chance(totals: Sequence[float]) -> float:
    """That of the best one."""
    best = max(totals)
    return 1 / sum(math.exp(total - best) for total in totals)


def find_act(text: str, attribution: Attribution) -> ActFound:
    """The act of an attribution with how it was found; of equal acts the first of the closed list."""
    weights = _weights()
    known = [(clue, weights.rows[clue]) for clue in clues(text, attribution) if clue in weights.rows]
    sums = [weights.scale * sum(row[i] for _, row in known) for i in range(len(weights.acts))]
    best = max(range(len(sums)), key=sums.__getitem__)
    ruled = judge(text, attribution)
    act = weights.acts[best]
    strongest = sorted(known, key=lambda pair: (-pair[1][best], pair[0]))[:_SHOWN]
    return ActFound(
        act,
        1 / sum(math.exp(total - sums[best]) for total in sums),
        ruled.how if ruled.act == act else "weighed",
        tuple(clue for clue, row in strongest if row[best] > 0),
    )


def voiced(_text: str, attribution: Attribution, act: Act) -> bool:
    """Whether something was said or written, and not only thought, wished, withheld or done.

    An act of the mind can still be voiced by its cue ("said he hoped"), and one of speech unvoiced ("did not say").
    """
    words = cue_lemmas(" ".join(span.text for span in attribution.cue))
    line = " ".join(words)
    aloud = any(word in _OUT_LOUD for word in words)
    if _UNSAID.search(line) or (act == "refuse" and not aloud):
        return False
    if act in MENTAL:
        return aloud or not any(word.isalpha() for word in words)
    if any(word in PLAIN or act_named(word) in _SPOKEN for word in words):
        return True
    return act not in _DEEDS or "agree" in words or (act == "reject" and not _DEED.search(line))


@functools.cache
def _weights() -> _Weights:
    packed = json.loads(resources.files("whoseword.speech").joinpath("acts.json").read_text(encoding="utf8"))
    return unpack(packed)


def unpack(packed: Mapping[str, Any]) -> _Weights:
    """The weights that `training/acts.py` packed; ModelError where they are not what it wrote."""
    acts, names, numbers = packed["acts"], packed["clues"], packed["weights"]
    if digest(*acts, *names, numbers) != packed["checksum"]:
        message = f"speech/acts.json does not have the checksum {packed['checksum']} that it states: install whoseword again"
        raise ModelError(message)
    flat = memoryview(base64.b85decode(numbers)).cast("b")
    width = len(acts)
    rows = {name: flat[i * width : (i + 1) * width].tolist() for i, name in enumerate(names)}
    return _Weights(tuple(acts), rows, packed["scale"])
