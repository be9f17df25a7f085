"""The ledger: every article read, every reading of it, and what was said, in one SQLite file or a database of PostgreSQL.

Promises: an article is in the ledger whole or not at all, whatever happens to the process or the disk;
adding the same reading twice changes nothing; an older text or reading is kept beside the newer one; and
what is read back is what was written, each span checked against its text. One process writes at a time,
any number read meanwhile. Not here: finding statements (the stages do), and any network.
"""

from whoseword.store._adding import Added
from whoseword.store._around import Around
from whoseword.store._arrivals import LEFT_OUT, Arrival, Arriving, How, Inbox, Postponed, State
from whoseword.store._audit import Deed
from whoseword.store._counts import Counts
from whoseword.store._feeds import Checked, Feed, Feeds, NewFeed, feed_id
from whoseword.store._groups import Group, GroupRow, ItemRow, LinkRow
from whoseword.store._keys import AccessKey, KeyKind
from whoseword.store._latest import Latest
from whoseword.store._originals import Kept
from whoseword.store._people import ROLES, Person, Role
from whoseword.store._positions import Followed, Held
from whoseword.store._query import ArticleOrder, ArticleRow, Order, Query, StatementRow
from whoseword.store._sessions import Session, WaitError, WrongError
from whoseword.store._store import Store
from whoseword.store._survey import Found, Survey
from whoseword.store._watches import Watch, WatchKind, watch_id
from whoseword.store._write import Outcome

__all__ = [
    "LEFT_OUT",
    "ROLES",
    "AccessKey",
    "Added",
    "Around",
    "Arrival",
    "Arriving",
    "ArticleOrder",
    "ArticleRow",
    "Checked",
    "Counts",
    "Deed",
    "Feed",
    "Feeds",
    "Followed",
    "Found",
    "Group",
    "GroupRow",
    "Held",
    "How",
    "Inbox",
    "ItemRow",
    "Kept",
    "KeyKind",
    "Latest",
    "LinkRow",
    "NewFeed",
    "Order",
    "Outcome",
    "Person",
    "Postponed",
    "Query",
    "Role",
    "Session",
    "State",
    "StatementRow",
    "Store",
    "Survey",
    "WaitError",
    "Watch",
    "WatchKind",
    "WrongError",
    "feed_id",
    "watch_id",
]
