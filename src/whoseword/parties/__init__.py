"""Around an attribution: to whom it was said, on what occasion, and through whose hands it came.

All three are read off the words of the same sentence and carried over to the other statements of the same
speech where that is plain; each function takes a whole article, since carrying needs the sequence. Nothing is
looked up outside the text: a name that the article's speakers do not hold stays as the text has it.
"""

from whoseword.parties.addressee import addressees
from whoseword.parties.chain import chains
from whoseword.parties.occasion import occasions

__all__ = ["addressees", "chains", "occasions"]
