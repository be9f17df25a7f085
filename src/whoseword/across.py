"""Where ledger and comparers meet: what a ledger holds is compared across its articles.

A ledger is caught up after articles were read into it. Which comparers there are is said here and nowhere else; nothing is
found out here, and nothing is printed.
"""

from collections.abc import Iterator

from whoseword import issues
from whoseword.compare import ClaimComparer, CopyComparer, EventComparer, PassageComparer, VariantComparer
from whoseword.matching import Comparer
from whoseword.store import Store

COMPARERS: tuple[Comparer, ...] = (
    CopyComparer(),
    PassageComparer(),
    VariantComparer(),
    ClaimComparer(),
    EventComparer(),
)


def catch_up(store: Store, comparers: tuple[Comparer, ...] = COMPARERS) -> Iterator[str]:
    """Compare what has not been compared yet, then work out what that changes on the issues; yields each article's id once it is compared.

    A run that is stopped loses nothing: the next goes on from there. Two at once share the work.
    """
    yield from store.compare(*comparers)
    issues.renew(store)
