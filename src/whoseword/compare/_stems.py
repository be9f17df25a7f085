"""Which words of a wording tell what it is about, and their rough stems: what quotations are looked for by."""

import functools
import re
from collections.abc import Sequence
from typing import Final

from whoseword.compare._numbers import is_number
from whoseword.compare._wording import Word

_NEGATIONS_WORDS: Final = "not no never none nobody nothing nowhere neither nor without hardly barely scarcely non"
NEGATIONS: Final = frozenset(_NEGATIONS_WORDS.split())
# Words of one strength count as one: what may become will is a change, what can become is able to is none.
MODALS: Final = {
    **dict.fromkeys(("will", "shall"), "will"), "would": "would", "can": "can", "could": "could",
    **dict.fromkeys(("may", "might"), "may"), **dict.fromkeys(("must",), "must"),
    **dict.fromkeys(("should", "ought"), "should"),
    **dict.fromkeys(("perhaps", "maybe", "possibly", "potentially"), "perhaps"),
    **dict.fromkeys(("probably", "likely"), "probably"),
    **dict.fromkeys(("certainly", "definitely", "surely", "undoubtedly", "absolutely"), "certainly"), "always": "always",
}  # fmt: skip
_FUNCTION_WORDS: Final = """a about after again all already also although am among an and another any are as at away back be because been before being
    between both but by came come comes did do does doing done down during each either else even ever every few for from get gets
    getting go goes going gone got had has have having he her here hers herself him himself his how however i if in into is it its
    itself just kind know known let like little lot lots made make makes making many me mean more most mr mister missus ms much my
    myself now of off oh okay on one only onto or other others our ours out over own people put quite rather really right said same
    saw say saying says see seen she so some somebody someone something sort still such take taken than that the their theirs them
    then there these they thing things think this those though thought through thus to too took toward under until up upon us very
    want wanted wants was way we well went were what whatever when where whether which while who whom whose why with yes yet you
    your yours yourself today tomorrow yesterday year years time times"""
_FUNCTION: Final = frozenset(_FUNCTION_WORDS.split())
_STEM_LETTERS: Final = 7


def telling(words: Sequence[Word]) -> list[str]:
    """The stems of the words that tell, in order: no function word, modal, negation, figure, or name within a sentence.

    What a misquotation changes most (a negation, a figure, a name, a modal) is not among them, so that it hides no variant.
    """
    return [
        stem(w.norm)
        for w in words
        if not w.named
        and w.norm not in _FUNCTION
        and w.norm not in MODALS
        and w.norm not in NEGATIONS
        and not is_number(w.norm)
    ]


def is_function(norm: str) -> bool:
    """Whether a word holds a sentence together and tells nothing alone."""
    return norm in _FUNCTION or norm in MODALS or norm in NEGATIONS


@functools.lru_cache(maxsize=65_536)
def stem(norm: str) -> str:
    """A rough stem: without the endings of plural, tense and adverb, at most seven letters.

    >>> stem("voting"), stem("voted"), stem("refuses"), stem("Putin's")
    ('vot', 'vot', 'refus', 'Putin')
    """
    word = re.sub(r"'s?$", "", norm)
    if len(word) <= 3:
        return word
    cut = re.sub(r"(?:ies|ied|y)$", "i", word) if len(word) > 4 else word
    cut = re.sub(r"(?<=\w{2})(?:ingly|ing|edly|ed|es|s|ly|e)$", "", cut)
    cut = re.sub(r"([bdfgklmnprt])\1$", r"\1", cut)
    return (cut if len(cut) >= 2 else word)[:_STEM_LETTERS]
