"""Lists of pages as files: where the API gives them, and those that are of a page alone."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from fastapi import Request
from fastapi.responses import StreamingResponse

from whoseword.errors import NotFoundError
from whoseword.formats import FORMATS, View, written
from whoseword.store import StatementRow, Store
from whoseword.web import _links

NAMES: Final[Mapping[str, str]] = {
    "csv": "CSV", "jsonl": "JSON lines", "bibtex": "BibTeX", "ris": "RIS", "csl": "CSL-JSON", "jsonld": "JSON-LD",
    "sheet": "evidence sheet", "atom": "feed",
}  # fmt: skip
# What the search's form calls otherwise than the API.
_API_NAMES: Final[Mapping[str, str]] = {"q": "words", "in_article": "article_words", "to": "addressee"}


def of_search(asked: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Where what a search finds is, in each format: its name, what to call it, the address. `asked` has the names of the form."""
    query = {_API_NAMES.get(name, name): value for name, value in asked.items()}
    return [(name, label, _links.export(name, query)) for name, label in NAMES.items()]


def of_dispute(dispute_id: str) -> list[tuple[str, str, str]]:
    """The same for both sides of a dispute."""
    return [(name, label, f"{_links.dispute(dispute_id)}/exports/{name}") for name, label in NAMES.items()]


def file_of(request: Request, store: Store, name: str, rows: Iterable[StatementRow], title: str) -> StreamingResponse:
    """Statements as a file in the format of that name; a feed is shown, anything else is saved."""
    if name not in FORMATS:
        raise NotFoundError(f"there is no format {name!r}: it is one of {', '.join(FORMATS)}")
    made_as = FORMATS[name]
    view = _view(request, store, title, None)
    headers = {} if name == "atom" else {"content-disposition": f'attachment; filename="statements.{made_as.suffix}"'}
    return StreamingResponse(written(name, rows, view), media_type=made_as.media_type, headers=headers)


def feed(
    request: Request, store: Store, rows: Iterable[StatementRow], title: str, *, made_at: str | None, notes: Mapping[str, str]
) -> StreamingResponse:
    """Statements as an Atom feed, with a note on each by its id; `made_at` is when the feed last changed where it has none."""
    view = replace(_view(request, store, title, made_at), notes=notes)
    return StreamingResponse(written("atom", rows, view), media_type=FORMATS["atom"].media_type)


def _view(request: Request, store: Store, title: str, made_at: str | None) -> View:
    home = f"{request.url.scheme}://{request.url.netloc}"
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return View(title, made_at or now, store.text, home=home, address=str(request.url))
