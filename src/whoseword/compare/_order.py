"""Who was first: the order in which articles were published, as far as their pages tell."""

from datetime import UTC, datetime

_UNDATED = "9999"


def carried(published: str | None, article: str) -> tuple[str, str]:
    """A key that sorts articles by the time they were published (in UTC where the page gives a zone), the undated last, then by id.

    A page that gives only the day comes before all that give a time on it: nothing says that it was later.

    >>> carried("2025-01-20", "a") < carried("2025-01-20T00:30:00+00:00", "b") < carried(None, "c")
    True
    """
    if published is None:
        return _UNDATED, article
    try:
        time = datetime.fromisoformat(published) if "T" in published else None
    except ValueError:
        time = None
    if time is None or time.tzinfo is None:
        return published, article
    return time.astimezone(UTC).isoformat(), article
