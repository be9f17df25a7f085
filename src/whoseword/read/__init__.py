"""Reading: from files, folders, archives, mails, PDF, standard input and URLs to articles with frozen text.

A page that cannot be read is a `Rejected` with a reason of a closed list, never an error. What is heavy (the
HTML parser, the HTTP client) loads when the first page or URL needs it. This part does not judge what an
article says: it gives its text, the kinds of its blocks, and what the page says of title, outlet and dates.
"""

from whoseword.read._kinds import MANY_SUFFIXES
from whoseword.read._options import REASONS, Format, Origin, ReadOptions, Reason
from whoseword.read._sources import list_sources, locate, read, read_bytes, read_stream, read_text

__all__ = [
    "MANY_SUFFIXES",
    "REASONS",
    "Format",
    "Origin",
    "ReadOptions",
    "Reason",
    "list_sources",
    "locate",
    "read",
    "read_bytes",
    "read_stream",
    "read_text",
]
