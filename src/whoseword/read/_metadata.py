"""What a page's head says of the article: JSON-LD first, then meta tags.

JSON-LD is read by hand because no library here tells its facts from those of meta tags, or reads it broken:
where it does not parse, single facts are taken out of it by pattern. Pages are hostile; nothing here raises.
"""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement  # type: ignore[import-untyped]  # lxml ships no types

from whoseword.read._bylines import read_byline
from whoseword.read._dates import read_date
from whoseword.read._facts import Facts

_CONTAINERS = ("@graph", "mainEntity", "mainEntityOfPage")
_MOST_NODES = 2_000
_TYPES = re.compile(r"(?:Article|BlogPosting|Report|ReportageNews\w*|Posting)$")
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*;?\s*$"
)
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_IDLE_BACKSLASH = re.compile(r"""\\(?!["\\/bfnrtu])""")
_NEXT_VALUE = re.compile(r"[\s,;]*[{\[]")
_BROKEN = {
    name: re.compile(rf'"{key}"\s*:\s*"((?:[^"\\]|\\.){{1,500}})"')
    for name, key in {"title": "headline", "published": "datePublished", "modified": "dateModified"}.items()
}
_BROKEN_OUTLET = re.compile(r'"publisher"\s*:\s*\{[^{}]{0,500}?"name"\s*:\s*"((?:[^"\\]|\\.){1,200})"')
_META = {
    "title": ("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title"),
    "outlet": ("og:site_name", "dc.publisher", "citation_publisher"),
    "byline": ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl"),
    "published": (
        "article:published_time", "og:article:published_time", "article:published", "og:published_time", "datepublished",
        "rnews:datepublished", "dc.date.issued", "dcterms.issued", "ptime",
    ),
    "modified": ("article:modified_time", "datemodified", "og:updated_time", "lastmod", "last-modified", "dcterms.modified"),
    "url": ("og:url",),
    "section": ("article:section", "parsely-section", "sailthru.section", "section", "cxenseparse:articlesection"),
}  # fmt: skip
# These are the day of a system as often as the page's: one that the page shows beside its title goes before.
_DATED = (
    "date", "pubdate", "pdate", "publishdate", "publish-date", "publish_date", "publication_date", "publicationdate",
    "article:publicationdate", "article_date_original", "originalpublicationdate", "citation_publication_date", "citation_date",
    "dc.date", "dcterms.date", "dcterms.created", "dc.date.created", "datecreated", "parsely-pub-date", "sailthru.date",
    "displaydate", "gsa_publish_date", "cxenseparse:recs:publishtime", "bt:pubdate", "created",
)  # fmt: skip
_BY = re.compile(r"^by\s+(?=[A-Z])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Head:
    """What a page's head says: facts, and what is believed only where the page itself shows nothing better."""

    facts: Facts
    title: str | None  # the words of <title>
    dated: str | None  # a date that may be the system's


def read_metadata(tree: HtmlElement) -> Head:
    """What the page `tree` says of its article in its head and in elements marked for machines."""
    facts = Facts()
    facts.add("url", _find_canonical(tree), "meta")
    facts.update(_read_json_ld(tree))
    stated = _stated(tree)
    facts.update(_read_meta(stated))
    _read_marked_byline(tree, facts)
    facts.add("language", _language(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")), "meta")
    dated = next((day for key in _DATED if (day := read_date(stated.get(key, "")))), None)
    return Head(facts, _find_title_tag(tree), dated)


def _read_json_ld(tree: HtmlElement) -> Facts:
    facts, broken = Facts(), Facts()
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        raw = _WRAPPING.sub("", script.text or "")
        parsed = _parse(raw)
        if parsed is None:
            broken.update(_pick_from_broken(raw))
            continue
        nodes = list(_nodes(parsed))
        named = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and "name" in node}
        for node in nodes:
            if any(isinstance(kind, str) and _TYPES.search(kind) for kind in _listed(node.get("@type"))):
                facts.update(_read_node(node, named))
                break
    facts.update(broken)
    return facts


def _parse(raw: str) -> Any:
    """What the JSON says, also with a comma too many, as HTML entities, or with backslashes that mean nothing in JSON."""
    for attempt in (raw, _TRAILING_COMMA.sub("", raw), html.unescape(raw), _IDLE_BACKSLASH.sub("", raw)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return _parse_in_a_row(raw)


def _parse_in_a_row(raw: str) -> list[Any] | None:
    """Several JSON values that follow one another, as some systems print them; None where the first is none."""
    engine, place = json.JSONDecoder(strict=False), 0
    found: list[Any] = []
    while len(found) < _MOST_NODES:
        opening = _NEXT_VALUE.match(raw, place)
        if opening is None:
            break
        try:
            value, place = engine.raw_decode(raw, opening.end() - 1)
        except (ValueError, RecursionError):
            break
        found.append(value)
    return found or None


def _nodes(parsed: Any) -> Iterator[dict[str, Any]]:
    """The nodes of a JSON-LD document at its top, in lists and in graphs; not those that other nodes only mention."""
    waiting, seen = [parsed], 0
    while waiting and seen < _MOST_NODES:
        node = waiting.pop(0)
        seen += 1
        if isinstance(node, list):
            waiting[:0] = node[:_MOST_NODES]
        elif isinstance(node, dict):
            yield node
            waiting[:0] = [node[key] for key in _CONTAINERS if isinstance(node.get(key), dict | list)]


def _read_node(node: dict[str, Any], named: dict[str, dict[str, Any]]) -> Facts:
    facts = Facts()
    facts.add("title", _words(node.get("headline")) or _words(node.get("name")), "json-ld")
    facts.add("published", _words(node.get("datePublished")), "json-ld")
    facts.add("modified", _words(node.get("dateModified")), "json-ld")
    facts.add("outlet", next(_names(node.get("publisher"), named), None), "json-ld")
    facts.add("byline", ", ".join(dict.fromkeys(_names(node.get("author"), named))), "json-ld")
    facts.add("section", _words(node.get("articleSection")), "json-ld")
    facts.add("language", _language(_words(node.get("inLanguage"))), "json-ld")
    page = node.get("mainEntityOfPage")
    facts.add("url", _address(_words(page.get("@id")) if isinstance(page, dict) else _words(page)), "json-ld")
    return facts


def _pick_from_broken(raw: str) -> Facts:
    """Single facts out of JSON-LD that does not parse, if it is of an article at all."""
    facts = Facts()
    if not re.search(r'"@type"\s*:\s*\[?\s*"\w*(?:Article|BlogPosting)"', raw):
        return facts
    for name, pattern in {**_BROKEN, "outlet": _BROKEN_OUTLET}.items():
        match = pattern.search(raw)
        value = _parse(f'"{match[1]}"') if match else None
        facts.add(name, _words(value), "json-ld")
    return facts


def _names(value: Any, named: dict[str, dict[str, Any]]) -> Iterator[str]:
    for part in _listed(value):
        known = named.get(part["@id"], part) if isinstance(part, dict) and isinstance(part.get("@id"), str) else part
        for name in map(_words, _listed(known.get("name") if isinstance(known, dict) else known)):
            bare = _BY.sub("", name) if name else None
            if bare and not bare.startswith(("http://", "https://", "@")):
                yield bare


def _language(code: str | None) -> str | None:
    """The language of a code such as en-GB, or None where it is none."""
    primary = re.split("[-_]", code or "")[0]
    return primary.lower() if re.fullmatch("[A-Za-z]{2,3}", primary) else None


def _address(value: str | None) -> str | None:
    """An address of the web that may be an article's: not a site's first page, which some sites name on every page."""
    match = re.fullmatch(r"https?://[^/?#\s]+/?([^#\s]*)(?:#.*)?", value or "", re.IGNORECASE)
    return value if match and match[1] not in ("", "/", "index.html", "index.php") else None


def _listed(value: Any) -> list[Any]:
    return value[:20] if isinstance(value, list) else [value]


def _words(value: Any) -> str | None:
    """The plain words of a string in metadata: entities resolved, tags and spare spaces removed."""
    if isinstance(value, list) and value:
        value = value[0]
    if not isinstance(value, str):
        return None
    flat = " ".join(re.sub(r"</?[a-zA-Z][^<>]{0,200}>", "", html.unescape(value[:5_000])).split())
    return re.sub(r"[\x00-\x1f\ud800-\udfff]", "", flat) or None


def _stated(tree: HtmlElement) -> dict[str, str]:
    """The first value of each meta tag by its name in lower case."""
    stated: dict[str, str] = {}
    for tag in tree.iter("meta"):
        content = _words(tag.get("content") or tag.get("datetime"))
        if content:
            stated.setdefault((tag.get("property") or tag.get("name") or tag.get("itemprop") or "").strip().lower(), content)
    return stated


def _read_meta(stated: dict[str, str]) -> Facts:
    facts = Facts()
    for name, keys in _META.items():
        for key in keys:
            value = stated.get(key)
            if value and (value.startswith(("http://", "https://")) == (name == "url")):
                facts.add(name, _address(value) if name == "url" else value, "meta")
    return facts


def _find_canonical(tree: HtmlElement) -> str | None:
    """The address that the page calls its own, for search engines; the page's, where it is AMP."""
    for link in tree.iter("link"):
        href = (link.get("href") or "").strip()
        if "canonical" in (link.get("rel") or "").lower().split():
            return _address(_words(href))
    return None


def _read_marked_byline(tree: HtmlElement, facts: Facts) -> None:
    """Note what the first element marked as the byline says; the extracted text mostly lacks it."""
    for tag in tree.xpath(
        "//*[contains(@class, 'byline') or contains(@class, 'author') or @rel='author' or @itemprop='author']"
    )[:20]:
        line = _words(str(tag.text_content()))
        signed = read_byline(line if line.lower().startswith("by ") else f"By {line}") if line else None
        if signed is not None:
            facts.add("byline", signed.byline, "byline")
            facts.add("outlet", signed.outlet, "byline")
            return


def _find_title_tag(tree: HtmlElement) -> str | None:
    return next((words for tag in tree.iter("title") if (words := _words(str(tag.text_content())))), None)
