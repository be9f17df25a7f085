"""Feeds: what RSS, Atom and JSON Feed list, and lists of feeds as OPML, from bytes that somebody else has fetched.

Promises: nothing here asks the network or opens a file; whatever the bytes hold, a feed comes out or one sentence that says why
not; entities are never expanded; what is given is bounded, and each address is one of the web.
"""

from whoseword.feeds._entries import MOST_ENTRIES, Entry, FeedFault, ParsedFeed, parse_feed
from whoseword.feeds._opml import MOST_FEEDS, Outline, read_opml, write_opml

__all__ = ["MOST_ENTRIES", "MOST_FEEDS", "Entry", "FeedFault", "Outline", "ParsedFeed", "parse_feed", "read_opml", "write_opml"]
