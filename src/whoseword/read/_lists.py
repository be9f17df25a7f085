"""Lists of addresses: a text with one URL a line, and sitemaps (sitemaps.org, and their indexes).

A list is asked for by name: its addresses are fetched, so one that is only found in a folder, a mail or an archive is not followed.
"""

import re
from collections.abc import Iterator

MOST_URLS = 50_000  # of one sitemap, as the protocol has it
_URL = re.compile(r"https?://[^\s<>\"]{1,2000}", re.IGNORECASE)


def list_urls(text: str) -> Iterator[tuple[str, bool]]:
    """Each line's address once, and whether it is one; blank lines and those that open with # are passed over."""
    seen: set[str] = set()
    for line in text.splitlines():
        bare = line.strip()
        if bare and not bare.startswith("#") and bare not in seen:
            seen.add(bare)
            yield bare, _URL.fullmatch(bare) is not None


def read_sitemap(raw: bytes) -> tuple[list[str], list[str]] | str:
    """The addresses of pages and of further sitemaps in a sitemap, each once; or why it is none.

    No entity is resolved and nothing outside is loaded.
    """
    import lxml.etree  # type: ignore[import-untyped]  # noqa: PLC0415 -- lists need not wait for lxml, which ships no types

    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = lxml.etree.fromstring(raw, parser=parser)
    except (lxml.etree.LxmlError, ValueError) as error:
        return f"no XML that can be read: {error}"
    if root is None:
        return "no XML that can be read"
    found: dict[str, dict[str, None]] = {"url": {}, "sitemap": {}}
    for place in root.iter("{*}loc"):
        parent = place.getparent()
        kind = lxml.etree.QName(parent).localname if parent is not None else None
        address = (place.text or "").strip()
        if kind in found and _URL.fullmatch(address) and len(found[kind]) < MOST_URLS:
            found[kind][address] = None
    return list(found["url"]), list(found["sitemap"])
