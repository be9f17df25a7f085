"""What a person says of a record, and what one then sees: corrections stand beside a reading and never change it.

Promises: a correction is only ever added, and one that undoes another is added too; the same reading and the same
corrections give the same record, in whatever order they are asked for; a correction of a statement finds it again in another
reading of the same text, or is shown as being without a place, but never lands on a statement that has less than half of its
words (`home`). Everything here is pure: the ledger keeps corrections (`whoseword.store`), the command line and the desk make
them.
"""

from whoseword.corrections._added import ADDED, added, additions, with_added
from whoseword.corrections._carried import carried
from whoseword.corrections._derive import corrected
from whoseword.corrections._fields import FIELDS, checked, signed
from whoseword.corrections._grouping import APART, GROUP, HOLDS, LINK, forms_of, on_groups
from whoseword.corrections._history import in_effect, undone_by
from whoseword.corrections._learned import Learned, actors_toml, learned, own_actors
from whoseword.corrections._places import home, place_of
from whoseword.corrections._wording import spans_of_words

__all__ = [
    "ADDED",
    "APART",
    "FIELDS",
    "GROUP",
    "HOLDS",
    "LINK",
    "Learned",
    "actors_toml",
    "added",
    "additions",
    "carried",
    "checked",
    "corrected",
    "forms_of",
    "home",
    "in_effect",
    "learned",
    "on_groups",
    "own_actors",
    "place_of",
    "signed",
    "spans_of_words",
    "undone_by",
    "with_added",
]
