"""What was said and how: the kind of a statement, its words as they were said, its act, whether it was voiced.

Everything is read off the words of the text by rules and tables; acts are weighed by the numbers in `acts.json`.
"""

from whoseword.speech.acts import ActReader, act_of, acts_of, find_act, voiced, worded
from whoseword.speech.quotes import kind_of, verbatim, without_marks

__all__ = ["ActReader", "act_of", "acts_of", "find_act", "kind_of", "verbatim", "voiced", "without_marks", "worded"]
