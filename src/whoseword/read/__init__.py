"""Reading: from files, folders, archives, mails, PDF, standard input and URLs to articles with frozen text.

A page that cannot be read is a `Rejected` with a reason of a closed list, never an error. What is heavy (the
HTML parser, the HTTP client) loads when the first page or URL needs it. This part does not judge what an
article says: it gives its text, the kinds of its blocks, and what the page says of title, outlet and dates.
"""

from whoseword.read._addresses import is_public
from whoseword.read._fetched import FEEDS, Allows, Asking, Failed, Fetched, Unchanged
from whoseword.read._kinds import MANY_SUFFIXES
from whoseword.read._options import REASONS, Format, Hints, Origin, ReadOptions, Reason
from whoseword.read._sources import (
    Around,
    list_sources,
    locate,
    read,
    read_bytes,
    read_fetched,
    read_slice,
    read_stream,
    read_text,
    request,
    reread,
)

__all__ = [
    "FEEDS",
    "MANY_SUFFIXES",
    "REASONS",
    "Allows",
    "Around",
    "Asking",
    "Failed",
    "Fetched",
    "Format",
    "Hints",
    "Origin",
    "ReadOptions",
    "Reason",
    "Unchanged",
    "is_public",
    "list_sources",
    "locate",
    "read",
    "read_bytes",
    "read_fetched",
    "read_slice",
    "read_stream",
    "read_text",
    "request",
    "reread",
]
