"""What articles have to do with each other: wire copies, variants of quotations, claims and disputes, the same events.

Every comparison has one shape (`Comparer`): what of a reading is compared (items), where an item is looked for (marks),
and what two items are to each other (a link, or nothing). All three are pure: they look at nothing but what they are
given, so that the links of a ledger do not depend on the order in which articles came, and reading one by one gives
what reading all at once gives. Groups are the connected components of links (`components`). This package reads no
file and keeps nothing; `whoseword.across` brings ledger and comparers together.
"""

from whoseword.compare._carriers import Carrier
from whoseword.compare._claims import ClaimComparer
from whoseword.compare._contests import Claim, Contest, Grounds, Said, Side, claims, contests
from whoseword.compare._events import EventComparer, dyad
from whoseword.compare.copied import Changes, Copy, CopyGroup, Taken, changes, copied, taken
from whoseword.compare.copies import CopyComparer, PassageComparer
from whoseword.compare.differences import Run, differences
from whoseword.compare.edits import Edits, HeadlineEdit, Signals, StatementEdit, edits
from whoseword.compare.variants import VariantComparer
from whoseword.compare.varied import VariantGroup, Wording, varied
from whoseword.matching import Comparer, Item, Link, components, links_of

__all__ = [
    "Carrier",
    "Changes",
    "Claim",
    "ClaimComparer",
    "Comparer",
    "Contest",
    "Copy",
    "CopyComparer",
    "CopyGroup",
    "Edits",
    "EventComparer",
    "Grounds",
    "HeadlineEdit",
    "Item",
    "Link",
    "PassageComparer",
    "Run",
    "Said",
    "Side",
    "Signals",
    "StatementEdit",
    "Taken",
    "VariantComparer",
    "VariantGroup",
    "Wording",
    "changes",
    "claims",
    "components",
    "contests",
    "copied",
    "differences",
    "dyad",
    "edits",
    "links_of",
    "taken",
    "varied",
]
