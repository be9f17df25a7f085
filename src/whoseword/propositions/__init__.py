"""What statements say, as propositions, and how two of them stand to each other: the same, against each other, or neither.

It knows only the words of two statements, and nothing of their speakers but the names that stand for them. Within an
article (`whoseword.relate`) and across articles (`whoseword.compare`) the same rules decide.
"""

from whoseword.propositions._lexicon import broad, common
from whoseword.propositions._proposition import Mood, Proposition, Reader, names_of, propositions
from whoseword.propositions._quantities import Quantity
from whoseword.propositions._stand import Nearness, Stand, stand
from whoseword.propositions._tokens import Token, name_key, signed, terms, tokens

__all__ = [
    "Mood",
    "Nearness",
    "Proposition",
    "Quantity",
    "Reader",
    "Stand",
    "Token",
    "broad",
    "common",
    "name_key",
    "names_of",
    "propositions",
    "signed",
    "stand",
    "terms",
    "tokens",
]
