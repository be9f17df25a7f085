"""The ledger: every article read, every reading of it, and what was said, in one SQLite file.

Promises: an article is in the ledger whole or not at all, whatever happens to the process or the disk;
adding the same reading twice changes nothing; an older text or reading is kept beside the newer one; and
what is read back is what was written, each span checked against its text. One process writes at a time,
any number read meanwhile. Not here: finding statements (the stages do), and any network.
"""

from whoseword.store._around import Around
from whoseword.store._groups import Group, GroupRow, ItemRow, LinkRow
from whoseword.store._query import ArticleOrder, ArticleRow, Order, Query, StatementRow
from whoseword.store._store import Added, Counts, Store
from whoseword.store._survey import Found, Survey
from whoseword.store._write import Outcome

__all__ = [
    "Added",
    "Around",
    "ArticleOrder",
    "ArticleRow",
    "Counts",
    "Found",
    "Group",
    "GroupRow",
    "ItemRow",
    "LinkRow",
    "Order",
    "Outcome",
    "Query",
    "StatementRow",
    "Store",
    "Survey",
]
