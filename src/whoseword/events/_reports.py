"""One event with all its reports, and its row in two layouts: our own, and the columns that users of event data know.

The second are those of POLECAT, the event data coded after PLOVER (Halterman, Bagozzi, Beger, Schrodt and Scarborough 2023), with a few of
our own behind them. What whoseword does not know (modes, contexts, coordinates) is an empty cell, never a guess.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from whoseword.events._plover import QUADS, SCALE, Quad
from whoseword.records import Event

Cell = str | int | float | bool | None

_QUAD_NAMES: Final[Mapping[Quad, str]] = {
    1: "VERBAL COOPERATION",
    2: "MATERIAL COOPERATION",
    3: "VERBAL CONFLICT",
    4: "MATERIAL CONFLICT",
}
COLUMNS: Final = (
    "event", "date", "date_precision", "date_from", "root", "quad", "scale", "status", "source", "source_country", "source_state",
    "source_sector", "target", "target_country", "target_state", "target_sector", "place", "reports", "articles", "confidence",
    "reported_by", "article", "outlet", "published", "title", "url", "evidence", "start", "end",
)  # fmt: skip
POLECAT_COLUMNS: Final = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name", "Actor Country",
    "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw", "Wikipedia Actor ID", "Recipient Name",
    "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors", "Recipient Title",
    "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City", "District", "Province", "Country", "Latitude",
    "Longitude", "GeoNames ID", "Raw Placename", "Feature Type", "Source", "Publication Date", "Story People",
    "Story Organizations", "Story Locations", "Language", "Version",
    "Headline", "Evidence", "Status", "Confidence", "Reports", "Article ID", "URL",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """One report of an event: the event as one article has it, its group's id, and the article: id, outlet, title, day, address."""

    event: Event
    group: str
    article: str
    outlet: str | None = None
    title: str | None = None
    published: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Reported:
    """An event with its reports, in the order given; `id` is that of their group."""

    id: str
    reports: tuple[Report, ...]

    @property
    def best(self) -> Report:
        """The surest report; of equals, one that the text dates, then the first."""
        return max(self.reports, key=lambda one: (one.event.confidence, _dated(one.event)))

    @property
    def event(self) -> Event:
        """The event as its surest report has it."""
        return self.best.event

    @property
    def articles(self) -> int:
        """How many articles report it."""
        return len({report.article for report in self.reports})


def gather(reports: Iterable[Report]) -> list[Reported]:
    """Reports by their groups; the event that happened last comes first, what has no date last."""
    groups: dict[str, list[Report]] = {}
    for report in reports:
        groups.setdefault(report.group, []).append(report)
    found = [Reported(group, tuple(those)) for group, those in groups.items()]
    return sorted(found, key=lambda one: one.event.date.value if one.event.date else "", reverse=True)


def row(reported: Reported) -> dict[str, Cell]:
    """An event as a flat row, its keys those of COLUMNS; `start` and `end` are the evidence's offsets in the article's text."""
    best, event = reported.best, reported.event
    source, target = event.source, event.target
    return {
        "event": reported.id, "date": event.date.value if event.date else None,
        "date_precision": event.date.precision if event.date else None, "date_from": event.date.from_ if event.date else None,
        "root": event.root, "quad": QUADS[event.root], "scale": SCALE[event.root], "status": event.status,
        "source": source.name, "source_country": source.country, "source_state": source.state, "source_sector": source.sector,
        "target": target.name, "target_country": target.country, "target_state": target.state, "target_sector": target.sector,
        "place": event.place.text if event.place else None, "reports": len(reported.reports), "articles": reported.articles,
        "confidence": event.confidence, "reported_by": event.reported_by, "article": best.article, "outlet": best.outlet,
        "published": best.published, "title": best.title, "url": best.url, "evidence": _line(event.evidence.text),
        "start": event.evidence.start, "end": event.evidence.end,
    }  # fmt: skip


def polecat_row(reported: Reported, version: str) -> dict[str, Cell]:
    """An event as a row of POLECAT_COLUMNS; a month or year is no day, and leaves the date empty. `version` goes into its column."""
    best, event = reported.best, reported.event
    known: Mapping[str, Cell] = {
        "Event ID": reported.id, "Event Date": _day(event), "Event Type": event.root, "Intensity": SCALE[event.root],
        "Quad Code": _QUAD_NAMES[QUADS[event.root]], **_side(event, "Actor"), **_side(event, "Recipient"),
        "Placename": event.place.text if event.place else None, "Raw Placename": event.place.text if event.place else None,
        "Source": best.outlet, "Publication Date": (best.published or "")[:10] or None, "Language": "en", "Version": version,
        "Headline": _line(best.title or "") or None, "Evidence": _line(event.evidence.text), "Status": event.status,
        "Confidence": event.confidence, "Reports": len(reported.reports), "Article ID": best.article, "URL": best.url,
    }  # fmt: skip
    return {name: known.get(name) for name in POLECAT_COLUMNS}


def _side(event: Event, side: str) -> dict[str, Cell]:
    actor = event.source if side == "Actor" else event.target
    sector = None if actor.sector == "UNK" else actor.sector
    return {
        f"{side} Name": actor.name, f"{side} Country": actor.country, f"Primary {side} Sector": sector,
        f"{side} Sectors": sector, f"{side} Name Raw": _line(actor.span.text) if actor.span else None,
    }  # fmt: skip


def _day(event: Event) -> str | None:
    return event.date.value if event.date and event.date.precision == "day" else None


def _dated(event: Event) -> int:
    return 0 if event.date is None else 1 if event.date.from_ == "publication" else 2


def _line(words: str) -> str:
    return " ".join(words.split())
