"""What a time phrase means, seen from a date: finding dates, dating statements, and the interval that a value covers.

`find_dates` reads TIMEX3 expressions off a text by rules, after the guidelines that HeidelTime and SUTime follow too;
`said_on` says which of them dates which statement; `interval` and `precision` turn any value into days for comparing
and filtering. All of it takes time that grows with the length of the text, loads no model and reads no clock: the day from
which relative phrases count comes in as an argument, and where there is none, nothing is taken for known. Durations,
sets and references such as "now" are found, but date no statement. English only.
"""

from whoseword.when._calendar import Precision, interval, precision
from whoseword.when._find import find_dates
from whoseword.when._said_on import record, said_on

__all__ = ["Precision", "find_dates", "interval", "precision", "record", "said_on"]
