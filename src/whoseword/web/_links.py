"""The addresses of the desk's pages. They are an interface: bookmarks and citations hold them."""

from collections.abc import Mapping
from urllib.parse import quote, urlencode, urlsplit


def article(article_id: str) -> str:
    """The page of an article."""
    return f"/articles/{_part(article_id)}"


def versions(article_id: str) -> str:
    """The versions of an article."""
    return f"{article(article_id)}/versions"


def original(article_id: str) -> str:
    """The page that an article was read from, as a file."""
    return f"{article(article_id)}/original"


def note(article_id: str, number: int) -> str:
    """The note of an article's statement of this number, on the article's page."""
    return f"{article(article_id)}#s-{number}"


def passage(article_id: str, offset: int) -> str:
    """The passage of an article's text in which this offset lies, on the article's page."""
    return f"{article(article_id)}?at={offset}#at"


def statement(statement_id: str) -> str:
    """The page of a statement."""
    return f"/statements/{_part(statement_id)}"


def edit(statement_id: str) -> str:
    """The form that corrects a statement."""
    return f"{statement(statement_id)}/edit"


def add(article_id: str) -> str:
    """The form that adds a statement to an article."""
    return f"{article(article_id)}/add"


def speaker(name: str) -> str:
    """The page of a speaker, by the resolved name or an actor's id."""
    return f"/speakers/{_part(name)}"


def dispute(dispute_id: str) -> str:
    """The page of a dispute."""
    return f"/disputes/{_part(dispute_id)}"


def quotation(quotation_id: str) -> str:
    """The page of a quotation."""
    return f"/quotations/{_part(quotation_id)}"


def issue(name: str) -> str:
    """The page of an issue that the ledger keeps."""
    return f"/issues/{_part(name)}"


def arrival(arrival_id: str) -> str:
    """Where the forms about one thing in the inbox are sent to."""
    return f"/inbox/{_part(arrival_id)}"


def feed(feed_id: str) -> str:
    """Where the forms about one feed are sent to."""
    return f"/feeds/{_part(feed_id)}"


def watch(watch_id: str) -> str:
    """The page of a watch."""
    return f"/watching/{_part(watch_id)}"


def watch_feed(watch_id: str) -> str:
    """The feed of a watch."""
    return f"{watch(watch_id)}.atom"


def search(asked: Mapping[str, str] | None = None, **changed: str | None) -> str:
    """The search for what is asked, with some of it changed or (None) left out; without what is empty."""
    merged = {**(asked or {}), **changed}
    wanted = {name: value for name, value in merged.items() if value}
    return f"/search?{urlencode(wanted)}" if wanted else "/search"


def export(name: str, asked: Mapping[str, str]) -> str:
    """Where the API gives the statements that are asked for, by its own names, as a file."""
    wanted = {key: value for key, value in asked.items() if value}
    return f"/api/v1/exports/{_part(name)}" + (f"?{urlencode(wanted)}" if wanted else "")


def relations(first: str, second: str) -> str:
    """The page of two parties. A name with a slash cannot be a part of a path."""
    if "/" in first + second:
        return f"/relations?{urlencode({'first': first, 'second': second})}"
    return f"/relations/{_part(first)}/{_part(second)}"


def web_address(url: str | None) -> str | None:
    """`url` where a browser may follow it from a page of ours: http and https only; else None."""
    if url is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def _part(name: str) -> str:
    """One part of a path: everything but letters and digits is encoded, a slash and a dot too, so that no name climbs."""
    encoded = quote(name.encode("utf-8", "replace"), safe="")
    return encoded.replace(".", "%2E") if not encoded.strip(".") else encoded
