"""The day of publication as a page shows it, where its head does not say it or says it in another zone.

After the metadata come, in this order, <time> elements that say that they are it, the lines about the title, other <time>
elements there, the address, and what htmldate finds. A date on a page is mostly another's: of a comment, of the day it was read,
of a related article; so only those that stand by the title count.
"""

import copy
import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import lxml.etree  # type: ignore[import-untyped]  # lxml ships no types
from htmldate import find_date
from lxml.html import HtmlElement  # type: ignore[import-untyped]  # lxml ships no types

from whoseword.read._bylines import dates_of
from whoseword.read._captions import is_captioned, is_prose
from whoseword.read._dates import tidy_iso
from whoseword.read._facts import Facts, squeeze
from whoseword.read._visible import Line

_PUBLISHED = re.compile(r"publish|pubdate|posted|entry-date|dateline|timestamp|byline", re.IGNORECASE)
_MODIFIED = re.compile(r"modif|\bupdated?\b|last-?updat|revis|edited", re.IGNORECASE)
_OTHERS = re.compile(
    r"(?:^|[\s_-])(?:related|comments?|sidebar|teasers?|recirc\w*|promo|most-?read|trending|recommend\w*|footer|nav)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BEFORE, _AFTER = 5, 14  # lines about the title that may be its date
_LONGEST = 40  # words of such a line
_LONGEST_LINE = 300
_MOST_TELLING = 1  # words in lower case that no date line has: with more, it is a sentence
_DATE_WORDS = frozenset(
    ["published", "posted", "updated", "modified", "last", "first", "created", "filed", "under", "from", "local", "time", "views", "comments",
     "comment", "read", "minute", "minutes", "mins", "shares", "reporter", "editor", "writer", "staff", "correspondent", "special", "original",
     "release", "date", "report", "issue", "print", "edition", "with"]
)  # fmt: skip
_CHANGED_AFTER = re.compile(r"\d{4}\s*(?:[-–—|(,]\s*)+(?:last )?(?:updated|modified)\b", re.IGNORECASE)
_PROSE = 25  # words of a line of the article, with which the head of the page ends
_NUMERIC = re.compile(r"(?<![\d/.])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/])")
_AMERICAN = re.compile(r"\b(?:[ECMP][SD]?T)\b|\d\s?[ap]\.?m\b", re.IGNORECASE)
_ADDRESS_DAY = re.compile(
    r"[/_.=-](?P<year>(?:19|20)\d\d)(?P<mark>[/_-]?)(?P<month>\d{1,2}|[a-z]{3})(?P=mark)(?P<day>\d{1,2})(?=[/_.?&#-]|[a-z]|$)",
    re.IGNORECASE,
)
_ADDRESS_MONTH = re.compile(r"[/_-](?P<year>(?:19|20)\d\d)[/_-](?P<month>\d{1,2})(?=[/_-])")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SCRIPTED = re.compile(
    r"[\"'](?:datePublished|publishedAt|published_at|publishDate|publish_date|publicationDate|publication_date|firstPublished|pubDate|pub_date)"
    r"\\?[\"']\s*:\s*\\?[\"']((?:19|20)\d\d-\d\d-\d\d)"
)


def settle_published(
    facts: Facts,
    tree: HtmlElement,
    lines: Sequence[Line],
    chosen: Sequence[bool],
    stated: tuple[str | None, str | None, str | None],
) -> None:
    """Set the day of publication in `facts`, where the page tells it, with the zone that the page shows.

    `stated` has a date that the page's head names without saying whose it is, the words of <title>, and the address that the
    page was read from.
    """
    dated, title, url = stated
    head = _head(lines, chosen, facts.get("title"))
    addresses = [address for address in (facts.get("url"), url) if address]
    known = facts.get("published")
    if known is not None:
        _move_to_zone(facts, known, head, addresses)
        return
    facts.add("published", _time_tag(tree), "meta")
    if facts.get("published") is None:
        shown, changed = _shown(head, addresses)
        facts.add("published", _time_near(head), "meta")
        facts.add("published", shown, "dateline")
        facts.add("published", dated, "meta")
        for address in addresses:
            facts.add("published", day_of_address(address), "url")
        facts.add("published", changed, "dateline")
        facts.add("published", _time_near(head, also_changed=True), "meta")
        facts.add("modified", changed, "dateline")
    known = facts.get("published")
    if known is not None and facts.origins["published"] == "meta":
        _move_to_zone(facts, known, head, addresses)
    if facts.get("published") is None:
        facts.add("published", dates_of(title)[0] if title else None, "title-tag")
        facts.add("published", _ask_htmldate(tree, url, addresses), "htmldate")
        facts.add("published", _scripted(tree), "script")


def _head(lines: Sequence[Line], chosen: Sequence[bool], title: str | None) -> list[Line]:
    """The lines about the title: those below it first, down to the article's first whole paragraph."""
    wanted = squeeze(title or "")
    prose = next((i for i, line in enumerate(lines) if chosen[i] and len(line.text.split()) >= _PROSE), len(lines))
    longest = 2 * len(title or "") + 20
    before = [
        i for i, line in enumerate(lines[:prose]) if wanted and len(line.text) <= longest and squeeze(line.text) == wanted
    ]
    at = next((i for i in reversed(before) if lines[i].block.tag == "h1"), before[-1] if before else None)
    if at is None:
        at = max(0, prose - _BEFORE)
    below = lines[at : max(at + 2, min(prose + 1, at + _AFTER))]
    return [line for line in (*below, *reversed(lines[max(0, at - _BEFORE) : at])) if not _is_anothers(line.block)]


def _is_anothers(element: HtmlElement) -> bool:
    return any(
        about.tag in ("nav", "footer") or _OTHERS.search(f"{about.get('class') or ''} {about.get('id') or ''}")
        for about in (element, *(parent for parent, _ in zip(element.iterancestors(), range(4), strict=False)))
        if about.tag not in ("body", "html")
    )


def _shown(head: Sequence[Line], addresses: Sequence[str]) -> tuple[str | None, str | None]:
    """The first date of publication, and the first of a change, in the lines about the title."""
    changed = None
    for line in head:
        text = " ".join(line.text.split())
        if not _may_date(line, text):
            continue
        published, modified = dates_of(text)
        if published and _CHANGED_AFTER.search(text):
            published, modified = None, published
        changed = changed or modified
        published = published or (None if modified else _numeric(text, addresses))
        if published:
            return published, changed
    return None, changed


def _may_date(line: Line, text: str) -> bool:
    """Whether a line may hold the article's date: it says little else but names, and is no picture's caption or sentence."""
    if len(text) > _LONGEST_LINE or len(text.split()) > _LONGEST or line.block.tag == "figcaption" or is_captioned(line.block):
        return False
    telling = [word for word in re.findall(r"[^\W\d_]{4,}", text) if word.islower() and word not in _DATE_WORDS]
    return len(telling) <= _MOST_TELLING and not (is_prose(text) and len(telling) > 0)


def _numeric(text: str, addresses: Sequence[str]) -> str | None:
    """A date in numbers, of two or four digits for the year, where its order is told: by itself, the address or the clock."""
    match = _NUMERIC.search(text)
    if match is None:
        return None
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    year += 2000 if year < 70 and len(match[4]) == 2 else 1900 if len(match[4]) == 2 else 0
    months = {
        int(found["month"]) for address in addresses if (found := _ADDRESS_MONTH.search(address)) and int(found["year"]) == year
    }
    if first > 12 or match[2] == "." or (second in months and first not in months):
        first, second = second, first
    elif not (second > 12 or first == second or first in months or _AMERICAN.search(text)):
        return None
    return tidy_iso(f"{year}-{first:02}-{second:02}")


def _move_to_zone(facts: Facts, known: str, head: Sequence[Line], addresses: Sequence[str]) -> None:
    """Where the head has a time in UTC and the page shows the day before or after, as its zone has it, take what is shown."""
    if not known.endswith(("Z", "+00:00")) or len(known) < len("2026-03-14T10:00Z"):
        return
    stated = datetime.fromisoformat(known)
    shown = _shown(head, addresses)[0]
    if shown is None or len(shown) < len("2026-03-14") or shown[:10] == known[:10]:
        return
    apart = datetime.fromisoformat(shown[:10]).date() - stated.date()
    clock = re.search(r"T(\d\d):(\d\d)", shown)
    if clock:
        local = datetime.fromisoformat(f"{shown[:10]}T{clock[1]}:{clock[2]}:00+00:00")
        offset = (local - stated.replace(second=0)).total_seconds() / 60
        fits = abs(apart) == timedelta(days=1) and -12 * 60 <= offset <= 14 * 60 and offset % 15 == 0
    else:
        fits = apart == timedelta(days=-1) and stated.hour < 12
    if fits:
        facts.values["published"], facts.origins["published"] = shown, "dateline"


def _time_tag(tree: HtmlElement) -> str | None:
    """The date of an element that says it is the date of publication."""
    for tag in tree.iter("time", "span", "div", "p", "abbr", "meta", "a"):
        role = " ".join(tag.get(name) or "" for name in ("itemprop", "class", "pubdate", "property"))
        value = tag.get("datetime") or tag.get("content")
        if not value or _MODIFIED.search(role) or tag.tag == "meta":
            continue
        said = "datepublished" in role.lower() or (
            tag.tag == "time" and (tag.get("pubdate") is not None or _PUBLISHED.search(role) is not None)
        )
        if said and not _is_anothers(tag):
            return str(value)
    return None


def _time_near(head: Sequence[Line], *, also_changed: bool = False) -> str | None:
    """The first <time> in the lines about the title; with `also_changed` one of a change too, as some systems call all dates."""
    for line in head:
        for tag in (line.block, *line.block.iter("time")):
            if tag.tag == "time" and tag.get("datetime"):
                changed = _MODIFIED.search(f"{tag.get('class')} {tag.get('itemprop')}")
                if also_changed or not changed:
                    return str(tag.get("datetime"))
    return None


def day_of_address(address: str) -> str | None:
    """The day that an address has in its path, as 2026/03/14, 2026/mar/14, 2026-03-14 or 20260314."""
    for match in _ADDRESS_DAY.finditer(address):
        month = match["month"].lower()
        number = _MONTHS.index(month) + 1 if month in _MONTHS else int(month) if month.isdigit() else 0
        if match["mark"] == "" and len(match["month"] + match["day"]) != len("0314"):
            continue
        day = tidy_iso(f"{match['year']}-{number:02}-{int(match['day']):02}")
        if day is not None:
            return day
    return None


def _ask_htmldate(tree: HtmlElement, url: str | None, addresses: Sequence[str]) -> str | None:
    """The date that htmldate finds marked as such; its extensive search would take a copyright's year for one."""
    visible = copy.deepcopy(tree)
    lxml.etree.strip_elements(visible, "script", "style", with_tail=False)  # dates of the site, of comments, of other articles
    try:
        found = find_date(visible, extensive_search=False, original_date=True, url=url)
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return None
    return found if found is None else next(_turned(found, addresses), found)


def _turned(found: str, addresses: Sequence[str]) -> Iterator[str]:
    """The date with month and day the other way round, where the address has that month and not the other."""
    year, month, day = found[:4], found[5:7], found[8:10]
    for address in addresses:
        told = _ADDRESS_MONTH.search(address)
        if told and told["year"] == year and int(told["month"]) == int(day) != int(month):
            yield f"{year}-{day}-{month}"


def _scripted(tree: HtmlElement) -> str | None:
    """The one day that the page's scripts name as that of publication."""
    days = {
        day
        for script in tree.iter("script")
        if "ld+json" not in (script.get("type") or "")
        for day in _SCRIPTED.findall((script.text or "")[:500_000])
    }
    return days.pop() if len(days) == 1 else None
