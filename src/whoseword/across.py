"""Where ledger and comparers meet: what a ledger holds is compared across its articles.

A ledger is caught up after articles were read into it. Which comparers there are is said here and nowhere else; nothing is
found out here, and nothing is printed.
"""

from collections.abc import Iterator
from contextlib import suppress
from typing import Final
from urllib.parse import urlsplit

from whoseword import issues
from whoseword.compare import ClaimComparer, CopyComparer, EventComparer, PassageComparer, VariantComparer
from whoseword.errors import StoreError
from whoseword.matching import Comparer
from whoseword.store import Store

COMPARERS: tuple[Comparer, ...] = (
    CopyComparer(),
    PassageComparer(),
    VariantComparer(),
    ClaimComparer(),
    EventComparer(),
)

_WHOLE_ID: Final = 16  # digits of a form's id
_OF_ARTICLES: Final = ("copy",)


def catch_up(store: Store, comparers: tuple[Comparer, ...] = COMPARERS) -> Iterator[str]:
    """Compare what has not been compared yet, then work out what that changes on the issues; yields each article's id once it is compared.

    A run that is stopped loses nothing: the next goes on from there. Two at once share the work.
    """
    yield from store.compare(*comparers)
    issues.renew(store)


def form_named(store: Store, kind: str, name: str) -> str:
    """What a person names among what is compared as a kind: a group or anything in it by its id, or an address of the desk that ends with it.

    Of a statement with several forms the first counts. Raises NotFoundError where there is no such thing.
    """
    identity = urlsplit(name.strip()).path.rstrip("/").rpartition("/")[2]
    for found in (_of_statement(store, kind, identity), _of_article(store, kind, identity)):
        if found is not None:
            return found
    return store.group(kind, identity).id if len(identity) < _WHOLE_ID else identity


def _of_statement(store: Store, kind: str, identity: str) -> str | None:
    with suppress(StoreError):
        items = store.items(kind, statements=[store.statement(identity).statement.id])
        return items[0].form if items else None
    return None


def _of_article(store: Store, kind: str, identity: str) -> str | None:
    """The form of a whole article: of a kind whose items are no statements, one to an article."""
    if kind not in _OF_ARTICLES:
        return None
    with suppress(StoreError):
        items = store.items(kind, article=identity)
        return items[0].form if items else None
    return None
